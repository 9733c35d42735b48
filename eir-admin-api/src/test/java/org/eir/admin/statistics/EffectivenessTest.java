package org.eir.admin.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.statistics.Effectiveness.Attempts;
import org.eir.core.statistics.Effectiveness.Blocked;
import org.eir.core.statistics.Effectiveness.Figures;
import org.eir.core.statistics.Effectiveness.Group;
import org.eir.core.statistics.Effectiveness.Spread;
import org.eir.core.statistics.Effectiveness.Unblocked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectivenessTest {
    private static final String PATH = "/api/v1/statistics/effectiveness";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void figuresAreAnsweredAsJsonAndAsCsv() {
        node.effectiveness.figures = List.of(new Figures(
                new Group(LocalDate.of(2026, 11, 22), EquipmentList.BLACK, Reason.STOLEN, "op \"a\"", null),
                new Blocked(12, 1, 9, new Spread(86_400.5, 172_800.0), Spread.NONE),
                new Unblocked(3, 2, 0, 1),
                new Attempts(40, 3)));

        Answer json = node.get(PATH + "?from=2026-11-22&to=2026-11-23&by=day,list,reason,source");
        Answer csv = node.get(PATH + "?format=csv");

        assertThat(json.text("/figures/0/day")).isEqualTo("2026-11-22");
        assertThat(json.body().at("/figures/0/neverSeenAgain").asLong()).isEqualTo(9);
        assertThat(json.body().at("/figures/0/reportToBlockMedianS").asDouble()).isEqualTo(86_400.5);
        assertThat(json.body().at("/figures/0/recordToBlockP95S").isNull()).isTrue();
        assertThat(csv.header("content-type")).startsWith("text/csv");
        assertThat(csv.raw().body().lines())
                .containsExactly(
                        "day,list,reason,source,origin,blocked,blockedRanges,neverSeenAgain,reportToBlockMedianS,"
                                + "reportToBlockP95S,recordToBlockMedianS,recordToBlockP95S,recovered,mistakes,rolledBack,"
                                + "otherwiseUnblocked,attempts,attemptedDevices",
                        "2026-11-22,black,stolen,\"op \"\"a\"\"\",,12,1,9,86400.5,172800.0,,,3,2,0,1,40,3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| 2026-10-25 2026-11-23 [DAY, LIST]",
                "?to=2026-11-01 | 2026-10-03 2026-11-01 [DAY, LIST]",
                "?from=2026-11-01&by=origin,reason | 2026-11-01 2026-11-23 [REASON, ORIGIN]",
                "?from=2026-11-23&by= | 2026-11-23 2026-11-23 []"
            })
    void theLastThirtyDaysByDayAndListUnlessAskedOtherwise(@Nullable String query, String asked) {
        node.get(PATH + (query == null ? "" : query));

        assertThat(node.effectiveness.asked).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-11-24 | from | days before the last, 2026-11-23",
                "from=2025-11-22 | from | has to be 0 to 365 days before",
                "from=now | from | has to be a date",
                "by=day,raeson | by | did you mean 'reason'?",
                "format=xml | format | json or csv"
            })
    void whatIsWrongIsNamed(String query, String parameter, String rule) {
        Answer refused = node.get(PATH + "?" + query);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/parameter")).isEqualTo(parameter);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
    }
}
