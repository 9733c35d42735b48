package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor asks a whole node, after networks have asked it. */
class QuestionsTest {
    private static final String PHONE = "490154203237518";
    private static final String VISITED_REALM = "visited.org";

    @TempDir
    private static Path directory;

    private static RunningNode node;

    @BeforeAll
    static void start() throws StartFailure {
        node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("state"))
                .start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatANetworkWasToldIsAnsweredAgainAsOfThatMoment() {
        Instant unlisted;
        Instant blocked;
        Instant visited;
        try (FakeMme mme = node.mme()) {
            mme.identityCheck(PHONE).expectUnknown();
            unlisted = Instant.now();
            long entry = node.added("black", PHONE);
            mme.identityCheck(PHONE).expectProhibited();
            blocked = Instant.now();
            node.withdraw(entry);
            node.put("/api/v1/policies/visited", """
                    {"origins":[{"kind":"realm","value":"visited.org"}],"unlisted":"prohibited","malformed":"unknown"}""");
            mme.identityCheck(PHONE).from("mme1.visited.org", VISITED_REALM).expectProhibited();
            visited = Instant.now();
            mme.identityCheck(PHONE).expectUnknown();
        }

        assertThat(asOf(unlisted, "").path("verdict").asText()).isEqualTo("unknown");
        JsonNode then = asOf(blocked, "");
        assertThat(then.path("verdict").asText()).isEqualTo("prohibited");
        assertThat(then.path("because").asText()).contains("as stolen (FIR 12/2026)");
        assertThat(then.at("/entries/0/withdrawn").isNull()).isTrue();
        assertThat(asOf(visited, "&origin=" + VISITED_REALM).path("verdict").asText())
                .isEqualTo("prohibited");
        assertThat(asOf(visited, "").path("verdict").asText()).isEqualTo("unknown");
        assertThat(asOf(blocked, "&origin=" + VISITED_REALM).at("/policy/name").asText())
                .isEqualTo("default");
    }

    @Test
    void theLifeOfADeviceNamesWhoDidWhatAndWhy() {
        String phone = "356938035643809";
        long entry = node.added("black", phone);
        node.withdraw(entry);

        JsonNode events = node.get("/api/v1/audit/devices/" + phone).body().path("events");

        assertThat(events).hasSize(2);
        assertThat(events.at("/0/operation").asText()).isEqualTo("addition");
        assertThat(events.at("/0/reference").asText()).isEqualTo("FIR 12/2026");
        assertThat(events.at("/1/operation").asText()).isEqualTo("withdrawal");
        assertThat(events.at("/1/reason").asText()).isEqualTo("recovered");
        assertThat(events.at("/1/actor").asText()).isEqualTo("tester");
    }

    @Test
    void attemptsAfterABlockAreCountedAndHowFastItWasEverywhere() {
        String phone = "352099001761481";
        try (FakeMme mme = node.mme();
                FakeMsc msc = node.msc()) {
            RunningNode.created(node.add("black", phone, ",\"source\":\"op-x\",\"reported\":\"2026-11-01\""));
            mme.identityCheck(phone).expectProhibited();
            msc.checkImei(phone).version(3).expectBlacklisted();
        }
        String path = "/api/v1/statistics/effectiveness?by=source";
        JsonNode figures = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> ofSource(node.get(path).body(), "op-x"),
                        found -> found.path("attempts").asLong() == 2
                                && found.path("recordToBlockMedianS").isNumber());

        assertThat(figures.path("blocked").asLong()).isEqualTo(1);
        assertThat(figures.path("neverSeenAgain").asLong()).isZero();
        assertThat(figures.path("attemptedDevices").asLong()).isEqualTo(1);
        assertThat(figures.path("reportToBlockMedianS").asDouble()).isGreaterThan(3_600);
    }

    private static JsonNode ofSource(JsonNode answer, String source) {
        for (JsonNode figures : answer.path("figures")) {
            if (figures.path("source").asText().equals(source)) {
                return figures;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode asOf(Instant at, String further) {
        return node.get("/api/v1/checks/" + PHONE + "?at=" + at + further).body();
    }
}
