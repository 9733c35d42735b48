package org.eir.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.awaitility.Awaitility;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.admin.access.OidcConfig.RoleMapping;
import org.eir.core.access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who calls, by whichever means, and what that allows. */
class CallerTest {

    @Test
    void theAdministratorsTokenMayDoEverything() {
        try (TestNode node = new TestNode()) {
            Answer caller = node.get("/api/v1/caller");

            assertThat(caller.text("/authentication")).isEqualTo("administrator-token");
            assertThat(caller.body().at("/permissions")).hasSize(org.eir.core.access.Permission.values().length);
            assertThat(caller.body().at("/expires").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, GET, /api/v1/status, 200",
        "viewer, GET, /api/v1/entries?identity=490154203237518, 200",
        "viewer, POST, /api/v1/entries, 403",
        "viewer, POST, /api/v1/imports?list=black, 403",
        "viewer, GET, /api/v1/changes, 403",
        "auditor, GET, /api/v1/changes, 200",
        "auditor, POST, /api/v1/entries, 403",
        "auditor, POST, /api/v1/entries/1/withdraw, 403",
        "operator, POST, /api/v1/entries, 201",
        "approver, POST, /api/v1/entries, 403",
        "system, POST, /api/v1/entries, 403",
        "system, GET, /api/v1/caller, 200",
    })
    void aRoleMayDoWhatItIsFor(String role, String method, String path, int status) {
        try (TestNode node = new TestNode()) {
            String key = node.key(role);
            String body = "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stolen\"}";

            Answer answer = method.equals("GET") ? node.get(key, path) : node.post(key, path, body);

            assertThat(answer.status()).isEqualTo(status);
            if (status == HttpStatus.FORBIDDEN.code()) {
                assertThat(answer.problem()).isEqualTo("not-permitted");
                assertThat(answer.text("/detail")).contains("needs the permission", "administrator");
            }
        }
    }

    @Test
    void aProvidersTokenIsGoodWhereAProviderIsConfigured() {
        var signing = FakeProvider.newKey("one");
        try (FakeProvider provider = new FakeProvider(signing);
                OidcAuthentication authentication = OidcAuthentication.start(
                        new OidcConfig(
                                provider.issuer,
                                FakeProvider.AUDIENCE,
                                List.of(new RoleMapping("eir-operators", Role.OPERATOR)),
                                "roles",
                                "preferred_username",
                                null,
                                List.of("ES256"),
                                0,
                                10_000,
                                100,
                                10_000,
                                2_000,
                                null),
                        "op-a",
                        Clock.systemUTC(),
                        new SimpleMeterRegistry());
                TestNode node = new TestNode(TestNode.config(), authentication)) {
            String token = provider.token(signing);
            Awaitility.await().until(() -> node.get(token, "/api/v1/caller").status() == 200);

            Answer caller = node.get(token, "/api/v1/caller");
            assertThat(caller.text("/name")).isEqualTo("jane.doe");
            assertThat(caller.text("/authentication")).isEqualTo("oidc");
            Answer refused = node.get(provider.token(signing, claims -> claims.audience("billing")), "/api/v1/caller");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text("/detail")).contains("The token was refused", "aud");
            Answer roleless =
                    node.get(provider.token(signing, claims -> claims.claim("roles", "none")), "/api/v1/status");
            assertThat(roleless.status()).isEqualTo(403);

            provider.goAway();
            Awaitility.await()
                    .until(() -> node.get(provider.token(FakeProvider.newKey("two")), "/api/v1/caller")
                                    .status()
                            == 503);
            Answer unavailable = node.get(provider.token(FakeProvider.newKey("two")), "/api/v1/caller");
            assertThat(unavailable.problem()).isEqualTo("identity-provider-unavailable");
            assertThat(unavailable.header("retry-after")).isNotEmpty();
            assertThat(node.get("/api/v1/caller").status()).isEqualTo(200);
        }
    }

    @Test
    void aJwtIsRefusedWithAHintWhereNoProviderIsConfigured() {
        try (TestNode node = new TestNode()) {
            assertThat(node.get("a.b.c", "/api/v1/status").text("/detail")).contains("http.oidc");
        }
    }
}
