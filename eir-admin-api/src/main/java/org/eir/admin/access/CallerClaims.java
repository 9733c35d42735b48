package org.eir.admin.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eir.admin.access.OidcConfig.RoleMapping;
import org.eir.admin.web.Authentication.Identification;
import org.eir.admin.web.Authentication.Means;
import org.eir.core.access.Caller;
import org.eir.core.access.Role;
import org.eir.core.change.Actor;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/** Reads a caller from the claims of a token that was verified. */
final class CallerClaims {
    private static final int MAX_VALUES = 1_000;

    private final OidcConfig config;
    private final String organisation;

    CallerClaims(OidcConfig config, String organisation) {
        this.config = config;
        this.organisation = organisation;
    }

    Identification identify(JWTClaimsSet claims) {
        Optional<String> name = text(claims, config.nameClaim(), Actor.MAX_NAME);
        if (name.isEmpty()) {
            return missing("http.oidc.nameClaim", config.nameClaim(), Actor.MAX_NAME);
        }
        if (AccountNames.isReserved(name.get())) {
            return new Identification.Unknown("The token was refused: the account name '" + name.get()
                    + "' could be taken for a key or for the register itself.");
        }
        Optional<String> of = config.organisationClaim() == null
                ? Optional.of(organisation)
                : text(claims, config.organisationClaim(), EntryFacts.MAX_SOURCE);
        if (of.isEmpty()) {
            return missing("http.oidc.organisationClaim", config.organisationClaim(), EntryFacts.MAX_SOURCE);
        }
        Caller caller = new Caller(new Actor(name.get()), roles(claims), of.get());
        return new Identification.Known(
                caller, Means.OIDC, claims.getExpirationTime().toInstant());
    }

    private static Identification missing(String key, @Nullable String claim, int max) {
        return new Identification.Unknown(
                "The token was refused: it has no claim '" + claim + "' of 1 to " + max + " characters (" + key + ").");
    }

    private static Optional<String> text(JWTClaimsSet claims, String path, int max) {
        return at(claims, path) instanceof String text
                        && !text.isBlank()
                        && text.length() <= max
                        && text.chars().noneMatch(Character::isISOControl)
                ? Optional.of(text)
                : Optional.empty();
    }

    private Set<Role> roles(JWTClaimsSet claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        values(at(claims, config.rolesClaim()))
                .limit(MAX_VALUES)
                .flatMap(value -> config.roles().stream()
                        .filter(mapping -> mapping.value().equals(value)))
                .map(RoleMapping::role)
                .forEach(roles::add);
        return roles;
    }

    /** A list of texts, or one text of words, as the claim scope is (RFC 8693 section 4.2). */
    private static Stream<String> values(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> many ->
                many.stream().filter(String.class::isInstance).map(String.class::cast);
            case String words ->
                Stream.concat(Stream.of(words), Stream.of(words.split(" ")).filter(word -> !word.equals(words)));
            case null, default -> Stream.empty();
        };
    }

    /** The claim of this very name, which may have dots in it, or else the one at the end of the path. */
    private static @Nullable Object at(JWTClaimsSet claims, String path) {
        Object whole = claims.getClaim(path);
        if (whole != null) {
            return whole;
        }
        Object at = claims.getClaims();
        for (String part : path.split("\\.")) {
            at = at instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return at;
    }
}
