package org.eir.admin.access;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eir.admin.web.Authentication;
import org.eir.core.access.ApiKey;
import org.eir.core.access.ApiKeys;
import org.eir.core.access.Caller;
import org.eir.core.change.Actor;
import org.jspecify.annotations.Nullable;

/** Every token there may be: the administrator's, an API key, or a provider's JWT. */
public final class BearerTokens implements Authentication {
    private static final Identification NOBODY =
            new Identification.Unknown("The token is nobody's: it was mistyped, revoked, or is another register's.");

    private final AdminToken administrator;
    private final ApiKeys keys;
    private final @Nullable OidcAuthentication provider;
    private final Clock clock;

    public BearerTokens(AdminToken administrator, ApiKeys keys, @Nullable OidcAuthentication provider, Clock clock) {
        this.administrator = administrator;
        this.keys = keys;
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Identification> identify(String token) {
        Optional<Identification> known = administrator.known(token).or(() -> keyHolder(token));
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        boolean isJwt = token.chars().filter(character -> character == '.').count() == 2;
        if (!isJwt) {
            return CompletableFuture.completedFuture(NOBODY);
        }
        return provider == null
                ? CompletableFuture.completedFuture(new Identification.Unknown(
                        "The token is a JWT, and this register knows no identity provider (http.oidc)."))
                : provider.identify(token);
    }

    /** From memory: authentication costs no query. */
    private Optional<Identification> keyHolder(String token) {
        if (!token.startsWith(ApiKeySecret.PREFIX)) {
            return Optional.empty();
        }
        return keys.inForce(ApiKeySecret.sha256(token)).map(key -> {
            if (!key.expires().isAfter(clock.instant())) {
                return new Identification.Unknown("The key '" + key.name() + "' has expired at " + key.expires() + ".");
            }
            keys.used(key.id(), clock.instant());
            return new Identification.Known(caller(key), Means.API_KEY, key.expires());
        });
    }

    private static Caller caller(ApiKey key) {
        return new Caller(new Actor(AccountNames.ofKey(key.name())), key.roles(), key.organisation());
    }
}
