package org.eir.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eir.admin.access.OidcConfig.RoleMapping;
import org.eir.admin.web.Authentication.Identification;
import org.eir.admin.web.Authentication.Identification.Known;
import org.eir.admin.web.Authentication.Identification.Unavailable;
import org.eir.admin.web.Authentication.Identification.Unknown;
import org.eir.core.access.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a provider that answers over HTTP. */
class OidcAuthenticationTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ECKey first = FakeProvider.newKey("first");
    private final ECKey second = FakeProvider.newKey("second");
    private final FakeProvider provider = new FakeProvider(first);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private OidcAuthentication authentication = start(config(100));

    @AfterEach
    void close() {
        authentication.close();
        provider.close();
    }

    private OidcConfig config(long minRefreshIntervalMs) {
        return config(minRefreshIntervalMs, Duration.ofDays(1).toMillis(), null);
    }

    private OidcConfig config(long minRefreshIntervalMs, long maxKeyAgeMs, @Nullable String organisationClaim) {
        return new OidcConfig(
                provider.issuer,
                FakeProvider.AUDIENCE,
                List.of(
                        new RoleMapping("eir-operators", Role.OPERATOR),
                        new RoleMapping("eir-approvers", Role.APPROVER)),
                "roles",
                "preferred_username",
                organisationClaim,
                List.of("ES256", "RS256"),
                30_000,
                10_000,
                minRefreshIntervalMs,
                maxKeyAgeMs,
                2_000,
                null);
    }

    private OidcAuthentication start(OidcConfig config) {
        return OidcAuthentication.start(config, "op-a", Clock.systemUTC(), meters);
    }

    private void restart(OidcConfig config) {
        authentication.close();
        authentication = start(config);
    }

    private Identification identified(String token) {
        return authentication.identify(token).toCompletableFuture().join();
    }

    private String whyNot(String token) {
        return identified(token) instanceof Unknown unknown ? unknown.why() : "it is known";
    }

    private String whyNot(Consumer<JWTClaimsSet.Builder> change) {
        return whyNot(provider.token(first, change));
    }

    @Test
    void aGoodTokenSaysWhoCallsWithWhichRolesForWhichOrganisation() {
        Known known = (Known) identified(provider.token(first));

        assertThat(known.caller().actor().name()).isEqualTo("jane.doe");
        assertThat(known.caller().roles()).containsExactly(Role.OPERATOR);
        assertThat(known.caller().organisation()).isEqualTo("op-a");
        assertThat(known.until()).isAfter(Instant.now());
    }

    @Test
    void rolesMayLieDeeperAndBeOneTextOfWords() {
        restart(new OidcConfig(
                provider.issuer,
                FakeProvider.AUDIENCE,
                List.of(new RoleMapping("eir-approvers", Role.APPROVER)),
                "realm_access.roles",
                "preferred_username",
                null,
                List.of("ES256"),
                0,
                10_000,
                100,
                10_000,
                2_000,
                null));

        Known nested = (Known) identified(provider.token(
                first, claims -> claims.claim("realm_access", Map.of("roles", "eir-readers eir-approvers"))));
        Known without = (Known) identified(provider.token(first));

        assertThat(nested.caller().roles()).containsExactly(Role.APPROVER);
        assertThat(without.caller().roles()).isEmpty();
    }

    @Test
    void theOrganisationIsTheClaimsWhereOneIsConfigured() {
        restart(config(100, 10_000, "org"));

        Known known = (Known) identified(provider.token(first, claims -> claims.claim("org", "op-b")));

        assertThat(known.caller().organisation()).isEqualTo("op-b");
        assertThat(whyNot(provider.token(first))).contains("no claim 'org'", "http.oidc.organisationClaim");
    }

    @Test
    void whatIsNotForThisRegisterIsRefused() {
        assertThat(whyNot(claims -> claims.audience("billing"))).contains("aud");
        assertThat(whyNot(claims -> claims.audience((String) null))).contains("aud");
        assertThat(whyNot(claims -> claims.issuer("https://id.example.net"))).contains("iss");
        assertThat(whyNot(claims -> claims.subject(null))).contains("sub");
    }

    @Test
    void aTokenIsGoodWithinItsTimeAndTheSkewOfTheClocks() {
        assertThat(whyNot(claims -> claims.expirationTime(in(-60)))).contains("Expired");
        assertThat(whyNot(claims -> claims.expirationTime(null))).contains("exp");
        assertThat(whyNot(claims -> claims.notBeforeTime(in(60)))).contains("before use time");

        assertThat(identified(provider.token(first, claims -> claims.expirationTime(in(-20)))))
                .isInstanceOf(Known.class);
        assertThat(identified(provider.token(first, claims -> claims.notBeforeTime(in(20)))))
                .isInstanceOf(Known.class);
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void aSignatureThatIsNotTheProvidersIsRefused() {
        ECKey stranger = FakeProvider.newKey("first");
        String[] parts = provider.token(first).split("\\.");
        String[] other = provider.token(first, claims -> claims.claim("preferred_username", "the.boss"))
                .split("\\.");

        assertThat(whyNot(provider.token(stranger))).contains("signature");
        assertThat(whyNot(parts[0] + "." + other[1] + "." + parts[2])).contains("signature");
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        assertThat(whyNot(new PlainJWT(provider.claims(claims -> {})).serialize()))
                .contains("is no signed JWT");
    }

    /** Whoever takes the algorithm from the token checks an HMAC with the key that everybody has. */
    @Test
    void aTokenMadeWithThePublicKeyAsASecretIsRefused() throws JOSEException {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        provider.rotateTo(rsa);
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), provider.claims(claims -> {}));
        forged.sign(new MACSigner(rsa.toPublicKey().getEncoded()));

        assertThat(whyNot(forged.serialize())).contains("HS256", "ES256, RS256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "a.b.c", "eyJhbGciOiJFUzI1NiJ9.e30.", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA", "🦊.🦊.🦊"})
    void whatIsNoTokenIsRefused(String text) {
        Awaitility.await().atMost(LIMIT).until(() -> identified(text) instanceof Unknown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "Admin ", "key:billing", "KEY:x", "configuration", "", " ", "a\nb"})
    void anAccountNameThatIsNotAPersonsIsRefused(String name) {
        assertThat(whyNot(claims -> claims.claim("preferred_username", name))).contains("The token was refused");
    }

    @Test
    void aNewKeyIsMetWithoutWaitingAndTheOldOneIsNoLongerGood() {
        Awaitility.await().atMost(LIMIT).until(() -> identified(provider.token(first)) instanceof Known);
        provider.rotateTo(second);

        Awaitility.await().atMost(LIMIT).until(() -> identified(provider.token(second)) instanceof Known);
        assertThat(whyNot(provider.token(first))).contains("has no key 'first'");
    }

    @Test
    void howeverManyTokensNameUnknownKeysTheProviderIsAskedOnceAnInterval() {
        restart(config(600_000));
        Awaitility.await().atMost(LIMIT).until(() -> identified(provider.token(first)) instanceof Known);
        int before = provider.asked.get();

        IntStream.range(0, 50).forEach(i -> identified(provider.token(FakeProvider.newKey("made-up-" + i))));

        assertThat(provider.asked.get()).isEqualTo(before);
    }

    @Test
    void withoutItsProviderANodeKeepsTheKeysAndSaysWhyItKnowsNoNewOnes() {
        Awaitility.await().atMost(LIMIT).until(() -> identified(provider.token(first)) instanceof Known);
        provider.goAway();

        Awaitility.await().atMost(LIMIT).until(() -> identified(provider.token(second)) instanceof Unavailable);
        Unavailable unavailable = (Unavailable) identified(provider.token(second));
        assertThat(unavailable.why()).contains("cannot be checked now", provider.issuer, "does not answer");
        assertThat(identified(provider.token(first))).isInstanceOf(Known.class);

        provider.comeBack();
        provider.rotateTo(second);
        Awaitility.await().atMost(LIMIT).until(() -> identified(provider.token(second)) instanceof Known);
    }

    @Test
    void keysThatNobodyHasConfirmedForTooLongNoLongerCount() {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
        provider.goAway();
        authentication.close();
        authentication = OidcAuthentication.start(config(100), "op-a", later, meters);

        assertThat(identified(provider.token(first))).isInstanceOf(Unavailable.class);
    }

    @Test
    void aDocumentOfAnotherIssuerIsNotBelieved() {
        provider.named = "https://id.example.net";
        restart(config(100));

        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> identified(provider.token(first)) instanceof Unavailable u
                        && u.why().contains("https://id.example.net"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example.org", "https:", "ftp://id.example.org", "id.example.org", ""})
    void aProviderIsReachedByTlsOrIsOnThisMachine(String issuer) {
        assertThatThrownBy(() -> new OidcConfig(
                        issuer,
                        "eir",
                        List.of(new RoleMapping("a", Role.VIEWER)),
                        "roles",
                        "sub",
                        null,
                        List.of("RS256"),
                        0,
                        10_000,
                        100,
                        10_000,
                        100,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("issuer: must be an https address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS1", "rs256"})
    void onlyAlgorithmsWithAPublicKeyAreAllowed(String algorithm) {
        assertThatThrownBy(() -> new OidcConfig(
                        "https://id.example.org",
                        "eir",
                        List.of(new RoleMapping("a", Role.VIEWER)),
                        "roles",
                        "sub",
                        null,
                        List.of("RS256", algorithm),
                        0,
                        10_000,
                        100,
                        10_000,
                        100,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("algorithms: must be some of");
    }
}
