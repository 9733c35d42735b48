package org.eir.admin.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eir.core.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * The provider that people sign in at (OpenID Connect Discovery 1.0; tokens are JWTs, RFC 7519 and RFC 9068). The names
 * are the keys under {@code http.oidc:}.
 *
 * @param issuer the provider's address, as its discovery document and its tokens have it; {@code https}, or {@code http}
 *     on this very machine
 * @param audience what a token's {@code aud} has to name: this register, as the provider knows it
 * @param roles which value of the roles claim gives which role
 * @param rolesClaim the claim with the caller's roles or groups, a path for one within another:
 *     {@code realm_access.roles}; a list of texts, or one text of words
 * @param nameClaim the claim with the account name under which changes are recorded; it must be the provider's to say,
 *     not the user's
 * @param organisationClaim the claim with the caller's organisation; absent: everybody is of {@code http.organisation}
 * @param algorithms signature algorithms that are taken, all of them asymmetric (RFC 7518 clause 3.1)
 * @param clockSkewMs how far the provider's clock and this one may be apart, 0 to 300 000
 * @param refreshIntervalMs how often its keys are fetched, 10 000 to 86 400 000
 * @param minRefreshIntervalMs shortest time between two fetches, whatever is asked for, 100 to 600 000
 * @param maxKeyAgeMs how long keys count while the provider cannot be reached, at least one refresh interval
 * @param timeoutMs longest wait for it, 100 to 30 000
 * @param caFile certificates (PEM) it is trusted by, instead of those that Java trusts
 */
public record OidcConfig(
        String issuer,
        String audience,
        List<RoleMapping> roles,
        String rolesClaim,
        String nameClaim,
        @Nullable String organisationClaim,
        List<String> algorithms,
        long clockSkewMs,
        long refreshIntervalMs,
        long minRefreshIntervalMs,
        long maxKeyAgeMs,
        long timeoutMs,
        @Nullable Path caFile) {
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final long DAY_MS = 86_400_000;

    /**
     * A value of the roles claim, and the role it gives.
     *
     * @param value as the provider writes it
     * @param role ours
     */
    public record RoleMapping(String value, Role role) {
        public RoleMapping {
            if (value.isBlank()) {
                throw new IllegalArgumentException("value: must be a value of the roles claim");
            }
        }
    }

    public OidcConfig {
        roles = List.copyOf(roles);
        algorithms = List.copyOf(algorithms);
        requireAddress(issuer);
        requireText("audience", audience);
        requireText("rolesClaim", rolesClaim);
        requireText("nameClaim", nameClaim);
        if (organisationClaim != null) {
            requireText("organisationClaim", organisationClaim);
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "roles: must have an element, such as {value: eir-operators, role: operator}");
        }
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms: must be some of "
                    + ASYMMETRIC.stream().sorted().collect(Collectors.joining(", "))
                    + "; with any other, whoever can check a token could make one");
        }
        within("clockSkewMs", clockSkewMs, 0, 300_000);
        within("refreshIntervalMs", refreshIntervalMs, 10_000, DAY_MS);
        within("minRefreshIntervalMs", minRefreshIntervalMs, 100, 600_000);
        within("maxKeyAgeMs", maxKeyAgeMs, refreshIntervalMs, 30 * DAY_MS);
        within("timeoutMs", timeoutMs, 100, 30_000);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "rolesClaim",
                "roles",
                "nameClaim",
                "preferred_username",
                "algorithms",
                List.of("RS256", "PS256", "ES256"),
                "clockSkewMs",
                30_000,
                "refreshIntervalMs",
                300_000,
                "minRefreshIntervalMs",
                10_000,
                "maxKeyAgeMs",
                DAY_MS,
                "timeoutMs",
                3_000);
    }

    /** Where its discovery document is (OpenID Connect Discovery 1.0 section 4). */
    URI discovery() {
        return URI.create(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration");
    }

    /** Whether a key may come from this address: nobody on the way may exchange it. */
    static boolean isProtected(URI address) {
        String host = address.getHost();
        return host != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
    }

    private static void requireAddress(String issuer) {
        try {
            if (isProtected(new URI(issuer))) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "issuer: must be an https address such as https://id.example.org/realms/staff");
    }

    private static void requireText(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + ": must not be empty");
        }
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + ": must be " + min + " to " + max);
        }
    }
}
