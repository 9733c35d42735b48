package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Role;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.change.Actor;
import org.eir.server.node.RunningNode.Answer;
import org.eir.store.Database;
import org.eir.store.DatabaseConfig;
import org.eir.store.PostgresApiKeys;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one person may not change alone, as a network and the journal see it. */
class SecondPersonTest {
    private static final ApprovalLimits LIMITS = new ApprovalLimits(true, 100, 10_000, 1_000, 10, 14);
    private static final String A_DEVICE = "356938035643809";
    private static final String ITS_MODEL = "35693803";

    private final PostgresFixture.Database where = PostgresFixture.shared().newDatabase();

    @TempDir
    private Path directory;

    @Test
    void aWholeModelIsBlockedByTwoPersonsAndTheJournalNamesBoth() throws Exception {
        try (RunningNode node = start();
                FakeMme mme = node.mme()) {
            String own = node.key("own", "approver");
            String second = keyOfSomebodyElse(node);
            Answer waiting = node.add("black", ITS_MODEL);
            assertThat(waiting.status()).isEqualTo(202);
            String proposal = "/api/v1/approvals/" + waiting.body().path("id").asLong();
            mme.identityCheck(A_DEVICE).expectUnknown();

            assertThat(node.post(proposal + "/approve", "").status()).isEqualTo(403);
            assertThat(node.post(own, proposal + "/approve", "").status()).isEqualTo(403);
            mme.identityCheck(A_DEVICE).expectUnknown();

            Answer approved = node.post(second, proposal + "/approve", "");
            assertThat(approved.body().path("state").asText())
                    .as(approved.text())
                    .isEqualTo("done");
            mme.identityCheck(A_DEVICE).expectProhibited();

            long revision = approved.body().path("revision").asLong();
            JsonNode change =
                    node.get("/api/v1/changes?after=" + (revision - 1)).body().at("/changes/0");
            assertThat(change.path("actor").asText()).isEqualTo("tester");
            assertThat(change.path("approver").asText()).isEqualTo("key:second");
            assertThat(node.post(second, proposal + "/approve", "").status()).isEqualTo(409);
        }
    }

    @Test
    void aFileThatWouldWithdrawMostOfAListWaitsAndIsAppliedOnceApproved() throws Exception {
        try (RunningNode node = start();
                FakeMme mme = node.mme()) {
            String second = keyOfSomebodyElse(node);
            Path whole = Files.writeString(directory.resolve("whole.csv"), "imei\n" + A_DEVICE + "\n" + rows(20));
            Path most = Files.writeString(directory.resolve("most.csv"), "imei\n" + rows(8));
            assertThat(node.imported("black", whole).path("state").asText()).isEqualTo("applied");

            JsonNode waiting = node.imported("black&mode=replace&source=operator", most);
            assertThat(waiting.path("state").asText()).as(waiting.toString()).isEqualTo("awaiting-approval");
            mme.identityCheck(A_DEVICE).expectProhibited();

            JsonNode proposal = node.get("/api/v1/approvals").body().at("/approvals/0");
            assertThat(proposal.at("/reasons/0/text").asText()).contains("withdraws 62 %");
            node.post(second, "/api/v1/approvals/" + proposal.path("id").asLong() + "/approve", "");
            Awaitility.await().untilAsserted(() -> mme.identityCheck(A_DEVICE).expectUnknown());
            String job = "/api/v1/imports/" + waiting.path("id").asLong();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(node.get(job).body().path("state").asText())
                                    .isEqualTo("applied"));
            assertThat(node.get("/api/v1/approvals?state=all")
                            .body()
                            .at("/approvals/0/state")
                            .asText())
                    .isEqualTo("done");
        }
    }

    /** So many devices of one model. */
    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(serial -> "352099001761" + (10 + serial) + "\n")
                .collect(Collectors.joining());
    }

    /** Of another administrator, who made it at another node of this register. */
    private String keyOfSomebodyElse(RunningNode node) throws Exception {
        String key = "eir_" + "s".repeat(43);
        ApiKey.Facts facts = new ApiKey.Facts(
                "second", Set.of(Role.APPROVER), "operator", Instant.now().plus(Duration.ofDays(1)));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        DatabaseConfig config = RunningNode.on(where, directory).database();
        try (Database database = Database.open(config, new SimpleMeterRegistry());
                PostgresApiKeys keys = new PostgresApiKeys(database)) {
            keys.create(facts, hash, new Actor("another administrator"));
        }
        Awaitility.await().until(() -> node.as(key).get("/api/v1/caller").status() == 200);
        return key;
    }

    private RunningNode start() throws Exception {
        return RunningNode.on(where, directory).limits(LIMITS).start();
    }
}
