package org.eir.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    private static final String KEYS = "/api/v1/api-keys";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private Answer create(String json) {
        return node.post(KEYS, json);
    }

    @Test
    void aKeyIsShownOnceAndThenGood() {
        Answer created = create("""
                {"name":"billing","roles":["operator"],"organisation":"op-b","expires":"2026-12-31"}""");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo(KEYS);
        String secret = created.text("/key");
        assertThat(secret).matches("eir_[A-Za-z0-9_-]{43}");
        assertThat(created.text("/createdBy")).isEqualTo("operator");
        Answer list = node.get(KEYS);
        assertThat(list.raw().body()).doesNotContain(secret).doesNotContain("\"key\"");
        assertThat(list.text("/keys/0/state")).isEqualTo("active");
        assertThat(list.body().at("/keys/0/lastUsed").isNull()).isTrue();
        Answer caller = node.get(secret, "/api/v1/caller");
        assertThat(caller.body().toString()).isEqualTo("""
                {"name":"key:billing","roles":["operator"],"organisation":"op-b",\
                "permissions":["read-lists","change-entries","import","find-by-subscriber","read-journal"],\
                "authentication":"api-key","expires":"2026-12-31T00:00:00Z"}""");
        assertThat(node.get(KEYS).text("/keys/0/lastUsed")).isEqualTo(TestNode.NOW.toString());
    }

    @Test
    void aKeyThatSaysNothingElseIsOfItsMakersOrganisationAndEndsAsLateAsIsAllowed() {
        Answer created = create("{\"name\":\"billing\",\"roles\":[\"viewer\",\"system\"]}");

        assertThat(created.text("/organisation")).isEqualTo("op-a");
        assertThat(created.body().at("/roles").toString()).isEqualTo("[\"system\",\"viewer\"]");
        assertThat(created.text("/expires"))
                .isEqualTo(TestNode.NOW.plus(366, ChronoUnit.DAYS).toString());
    }

    @Test
    void aRevokedKeyIsNoLongerGood() {
        Answer created = create("{\"name\":\"billing\",\"roles\":[\"viewer\"]}");
        String secret = created.text("/key");
        String path = KEYS + "/" + created.text("/id") + "/revoke";
        assertThat(node.get(secret, "/api/v1/status").status()).isEqualTo(200);

        Answer revoked = node.post(path, "");

        assertThat(revoked.text("/state")).isEqualTo("revoked");
        Answer refused = node.get(secret, "/api/v1/status");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("not-authenticated");
        Answer again = node.post(path, "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("already-revoked");
        assertThat(node.post(KEYS + "/77/revoke", "").status()).isEqualTo(404);
    }

    @Test
    void anExpiredKeyIsRefusedByName() {
        ApiKeySecret secret = ApiKeySecret.random();
        node.keys.create(
                new ApiKey.Facts("billing", Set.of(Role.VIEWER), "op-a", TestNode.NOW),
                secret.hash(),
                TestNode.OPERATOR.actor());

        Answer refused = node.get(secret.text(), "/api/v1/status");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("/detail")).contains("'billing'", "expired", TestNode.NOW.toString());
        assertThat(refused.header("www-authenticate")).contains("error=\"invalid_token\"");
    }

    @Test
    void aNameIsNeverGivenTwice() {
        create("{\"name\":\"billing\",\"roles\":[\"viewer\"]}");

        Answer refused = create("{\"name\":\"billing\",\"roles\":[\"operator\"]}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("name-taken");
        assertThat(refused.body().at("/existing").asLong()).isEqualTo(1);
    }

    /** An answer that is kept to be given again would be a place where the key can be read. */
    @Test
    void theAnswerIsKeptForNoIdempotencyKey() {
        for (int status : new int[] {201, 409}) {
            Answer answer = node.send(node.request(KEYS)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "once")
                    .POST(BodyPublishers.ofString("{\"name\":\"billing\",\"roles\":[\"viewer\"]}")));

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("idempotency-replayed")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"roles\":[\"viewer\"]} | /name | is missing",
                "{\"name\":\"\",\"roles\":[\"viewer\"]} | /name | 1 to 64 characters",
                "{\"name\":\"a\\nb\",\"roles\":[\"viewer\"]} | /name | control character",
                "{\"name\":\"x\"} | /roles | has to have an element",
                "{\"name\":\"x\",\"roles\":[]} | /roles | has to have an element",
                "{\"name\":\"x\",\"roles\":[\"boss\"]} | /roles | viewer, operator, approver, administrator, auditor or system",
                "{\"name\":\"x\",\"roles\":\"viewer\"} | /roles | has to be a list",
                "{\"name\":\"x\",\"roles\":[null]} | /roles | has to be",
                "{\"name\":\"x\",\"roles\":[\"viewer\"],\"expires\":\"2026-11-01\"} | /expires | in the future",
                "{\"name\":\"x\",\"roles\":[\"viewer\"],\"expires\":\"2036-11-01\"} | /expires | within 366 days",
                "{\"name\":\"x\",\"roles\":[\"viewer\"],\"organisation\":\"\"} | /organisation | 1 to 64",
            })
    void whatIsWrongIsNamed(String json, String pointer, String rule) {
        Answer refused = create(json);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
        assertThat(node.get(KEYS).body().at("/keys")).isEmpty();
    }

    @Test
    void keysAreListedByPages() {
        for (int i = 1; i <= 3; i++) {
            create("{\"name\":\"key %d\",\"roles\":[\"viewer\"]}".formatted(i));
        }

        Answer first = node.get(KEYS + "?limit=2");
        Answer second = node.get(KEYS + "?limit=2&after=" + first.text("/next"));

        assertThat(first.body().at("/keys")).hasSize(2);
        assertThat(second.text("/keys/0/name")).isEqualTo("key 3");
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"viewer", "operator", "approver", "auditor", "system"})
    void onlyAnAdministratorMakesListsAndRevokesKeys(String role) {
        String secret = node.key(role);

        for (Answer refused : new Answer[] {
            node.get(secret, KEYS),
            node.post(secret, KEYS, "{\"name\":\"mine\",\"roles\":[\"administrator\"]}"),
            node.post(secret, KEYS + "/1/revoke", "")
        }) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.problem()).isEqualTo("not-permitted");
            assertThat(refused.text("/detail")).contains("manage-keys", "administrator");
        }
    }
}
