package org.eir.admin.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.Traces.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final String PATH = "/api/v1/trace";
    private static final CheckRecord CHECK = new CheckRecord(
            Instant.parse("2026-11-23T10:15:30Z"),
            CheckInterface.S13,
            "dra1",
            new Origin("mme1.home", "home"),
            PresentedIdentity.of("490154203237518"),
            new Imsi("262011234567890"),
            Verdict.PROHIBITED,
            Verdict.PROHIBITED,
            Rule.BLACK_LIST,
            7,
            1);

    private final TestNode node = new TestNode();

    @BeforeEach
    void twoPass() {
        node.traces.passing.add(List.of(CHECK, CHECK));
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whatPassesIsTold() {
        node.traces.dropped = 5;
        node.traces.passing.add(List.of());
        List<String> lines = lines(node.get(PATH + "?identity=490154203237518&peer=dra1&origin=home"));
        assertThat(node.traces.wanted).containsExactly(new Wanted(Imei.of("49015420323751"), "dra1", "home"));
        assertThat(lines)
                .hasSize(6)
                .startsWith("{\"type\":\"begin\"}")
                .endsWith(
                        "{\"type\":\"dropped\",\"count\":5}",
                        "{\"type\":\"waiting\"}",
                        "{\"type\":\"end\",\"why\":\"stop\"}");
        assertThat(lines.get(1))
                .contains("\"identity\":\"49015420323751\"", "\"verdict\":\"prohibited\"", "\"rule\":\"black-list\"")
                .contains("\"subscriber\":\"26201")
                .doesNotContain("262011234567890");
        Awaitility.await().until(() -> node.traces.closed == 1);
    }

    @Test
    void itEndsAfterAsManyAsWereAskedFor() {
        assertThat(lines(node.get(PATH + "?peer=dra1&limit=1")))
                .hasSize(3)
                .endsWith("{\"type\":\"end\",\"why\":\"limit\"}");
    }

    @Test
    void subscribersInFullAreForWhoMaySeeThemAndRecordedFirst() {
        assertThat(node.get(node.key("operator"), PATH + "?peer=dra1&subscribers=true")
                        .problem())
                .isEqualTo("not-permitted");
        assertThat(node.sightings.accesses).isEmpty();
        assertThat(lines(node.get(node.key("auditor"), PATH + "?peer=dra1&subscribers=true"))
                        .get(1))
                .contains("262011234567890");
        assertThat(node.sightings.accesses)
                .singleElement()
                .satisfies(access -> assertThat(access.read()).isEqualTo(Read.CHECK_RECORDS));
        node.traces.masked = true;
        assertThat(node.get(PATH + "?peer=dra1&subscribers=true").text("/detail"))
                .contains("records.subscriber is masked");
    }

    @Test
    void refusalsSayWhy() {
        assertThat(node.get(PATH).body().toString()).contains("identity, a peer or an origin");
        assertThat(node.get(PATH + "?peer=dra1&seconds=0").problem()).isEqualTo("invalid-input");
        assertThat(node.get(node.key("viewer"), PATH + "?peer=dra1").status()).isEqualTo(403);
        node.traces.full = true;
        Answer full = node.get(PATH + "?peer=dra1");
        assertThat(full.problem()).isEqualTo("overloaded");
        assertThat(full.header("retry-after")).isNotEmpty();
    }

    private static List<String> lines(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.raw().body().lines().toList();
    }
}
