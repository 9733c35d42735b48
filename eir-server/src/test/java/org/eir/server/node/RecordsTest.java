package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asked and what was told: from the question on the wire to the record, in the database and in a file. */
class RecordsTest {
    private static final String PHONE = "490154203237518";
    private static final String ALICE = "262011234567890";

    @TempDir
    private Path directory;

    @Test
    void whatNetworksAreToldIsFoundByDeviceAndIsInAFile() throws Exception {
        Path state = directory.resolve("state");
        try (RunningNode node =
                RunningNode.on(PostgresFixture.shared().newDatabase(), state).start()) {
            node.added("black", PHONE);
            try (FakeMme mme = node.mme();
                    FakeMsc msc = node.msc()) {
                mme.identityCheck(PHONE)
                        .subscriber(ALICE)
                        .from("mme1.visited.org", "visited.org")
                        .expectProhibited();
                msc.checkImei(PHONE).version(3).expectBlacklisted();
                mme.identityCheck("868918031234564").expectUnknown();
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> records(node, "").size() == 3);

            JsonNode ofPhone = records(node, "?identity=" + PHONE);
            assertThat(ofPhone.findValuesAsText("via")).containsExactlyInAnyOrder("s13", "f");
            assertThat(ofPhone.findValuesAsText("verdict")).containsOnly("prohibited");
            JsonNode ofVisited = records(node, "?origin=visited.org");
            assertThat(ofVisited.at("/0/subscriber").asText()).isEqualTo(ALICE);
            assertThat(ofVisited.at("/0/rule").asText()).isEqualTo("black-list");
        }

        List<String> lines = lines(state.resolve("records"));
        assertThat(lines).hasSize(4);
        assertThat(lines).anyMatch(line -> line.contains(",s13,") && line.contains(",visited.org,49015420323751,"));
        assertThat(lines).noneMatch(line -> line.contains(ALICE));
    }

    @Test
    void whoWatchesSeesAQuestionPassAndTheStreamEndsWithTheNode() throws Exception {
        CompletableFuture<String> traced;
        try (RunningNode node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("state"))
                .start()) {
            node.added("black", PHONE);
            traced = CompletableFuture.supplyAsync(
                    () -> node.get("/api/v1/trace?origin=visited.org").text(), Thread.ofVirtual()::start);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> node.get("/metrics").text().contains("eir_trace_open 1"));
            try (FakeMme mme = node.mme()) {
                mme.identityCheck("868918031234564").expectUnknown();
                mme.identityCheck(PHONE)
                        .subscriber(ALICE)
                        .from("mme1.visited.org", "visited.org")
                        .expectProhibited();
            }
        }
        assertThat(traced.get(20, TimeUnit.SECONDS).lines().filter(line -> !line.contains("waiting")))
                .hasSize(3)
                .anyMatch(line -> line.contains("\"identity\":\"49015420323751\"") && line.contains("prohibited"))
                .noneMatch(line -> line.contains(ALICE))
                .endsWith("{\"type\":\"end\",\"why\":\"stop\"}");
    }

    private static JsonNode records(RunningNode node, String query) {
        return node.get("/api/v1/records" + query).body().at("/records");
    }

    private static List<String> lines(Path records) throws IOException {
        try (Stream<Path> files = Files.list(records)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(all.getFirst().getFileName().toString()).matches("checks-[0-9TZ.]+\\.csv");
            return Files.readAllLines(all.getFirst());
        }
    }
}
