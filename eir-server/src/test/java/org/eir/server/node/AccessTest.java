package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.eir.server.node.RunningNode.Answer;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, on real nodes. */
class AccessTest {
    private static final String STOLEN = "490154203237518";
    private static final String ENTRY = "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stolen\"}";

    private final PostgresFixture.Database database = PostgresFixture.shared().newDatabase();

    @TempDir
    private Path directory;

    @Test
    void aProgramBlocksAPhoneWithItsKeyUntilTheKeyIsRevokedOnAnyNode() throws StartFailure {
        try (RunningNode one =
                        RunningNode.on(database, directory.resolve("one")).start();
                RunningNode other =
                        RunningNode.on(database, directory.resolve("other")).start();
                FakeMme mme = other.mme()) {
            Answer created = one.post("/api/v1/api-keys", "{\"name\":\"crm\",\"roles\":[\"operator\"]}");
            String key = created.body().path("key").asText();
            Awaitility.await().until(() -> other.as(key).get("/api/v1/caller").status() == 200);

            Answer added = other.as(key).post("/api/v1/entries", ENTRY);

            assertThat(added.status()).as(added.text()).isEqualTo(201);
            mme.identityCheck(STOLEN).expectProhibited();
            assertThat(other.as(key).get("/api/v1/api-keys").status()).isEqualTo(403);

            assertThat(one.post("/api/v1/api-keys/" + created.body().path("id").asLong() + "/revoke", "")
                            .status())
                    .isEqualTo(200);
            assertThat(one.as(key).get("/api/v1/caller").status()).isEqualTo(401);
            Awaitility.await().until(() -> other.as(key).get("/api/v1/caller").status() == 401);
            List<String> journal = new ArrayList<>();
            one.get("/api/v1/changes")
                    .body()
                    .path("changes")
                    .forEach(change -> journal.add(change.path("kind").asText() + " by "
                            + change.path("actor").asText()));
            // Each node's key of the log begins when the node comes to it.
            assertThat(journal.stream().filter(change -> !change.startsWith("log-key")))
                    .containsExactly(
                            "policy by configuration", "api-key by tester", "entries by key:crm", "api-key by tester");
            mme.disconnect();
        }
    }

    @Test
    void aKeyOutlivesARestartAndSoDoesWhenItWasUsed() throws StartFailure {
        RunningNode.Setup setup = RunningNode.on(database, directory);
        String key;
        String used;
        try (RunningNode before = setup.start()) {
            key = before.post("/api/v1/api-keys", "{\"name\":\"reports\",\"roles\":[\"auditor\"]}")
                    .body()
                    .path("key")
                    .asText();
            before.as(key).get("/api/v1/status");
            used = lastUsed(before);
        }

        try (RunningNode after = setup.start()) {
            assertThat(lastUsed(after)).isEqualTo(used).isNotEmpty();
            assertThat(after.as(key).get("/api/v1/changes").status()).isEqualTo(200);
            assertThat(after.as(key).post("/api/v1/entries", ENTRY).status()).isEqualTo(403);
        }
    }

    private static String lastUsed(RunningNode node) {
        return node.get("/api/v1/api-keys").body().at("/keys/0/lastUsed").asText("");
    }
}
