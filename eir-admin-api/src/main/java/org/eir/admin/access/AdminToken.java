package org.eir.admin.access;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eir.admin.web.Authentication;
import org.eir.core.access.Caller;

/** The one token of the administrator. Only its hash is kept in memory. */
public final class AdminToken implements Authentication {
    /** A shorter token could be guessed. */
    public static final int MIN_LENGTH = 16;

    private final Caller administrator;
    private final byte[] hash;

    /**
     * @param administrator whose it is
     * @throws IllegalArgumentException if the token has fewer than {@value #MIN_LENGTH} characters
     */
    public AdminToken(Caller administrator, String token) {
        if (token.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("the administrator's token has to have at least " + MIN_LENGTH
                    + " characters; this has " + token.length());
        }
        this.administrator = administrator;
        this.hash = ApiKeySecret.sha256(token);
    }

    @Override
    public CompletionStage<Identification> identify(String bearerToken) {
        return CompletableFuture.completedFuture(known(bearerToken)
                .orElseGet(() -> new Identification.Unknown("The token is not the administrator's.")));
    }

    /** The administrator, if this is the token. */
    Optional<Identification> known(String bearerToken) {
        return MessageDigest.isEqual(hash, ApiKeySecret.sha256(bearerToken))
                ? Optional.of(new Identification.Known(administrator, Means.ADMINISTRATOR_TOKEN, null))
                : Optional.empty();
    }
}
