package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final String STOLEN = "490154203237518";
    private static final String IMSI = "001011234567890";
    private static final Pattern NOT_CONFIGURED_HERE = Pattern.compile("eir_(oidc|tls|audit_witness)_");
    private static final Pattern NAMES = Pattern.compile("\\b(eir|hikaricp|jvm|process)_[a-z][a-z0-9_]+");

    /** Files that are wrong once they name a metric that there is none of. */
    private static final List<String> NAMING_METRICS = List.of(
            "docs/operate.md",
            "deploy/prometheus/alerts.yml",
            "deploy/grafana/network.json",
            "deploy/grafana/lists.json");

    @TempDir
    private Path directory;

    @Test
    void metricsTellWhatHappenedAndToNobodyInParticular() throws Exception {
        try (RunningNode node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory)
                        .start();
                FakeMme mme = node.mme();
                FakeMsc msc = node.msc()) {
            node.added("black", STOLEN);
            node.get("/api/v1/checks/" + STOLEN + "?imsi=" + IMSI);
            node.get("/api/v1/entries?identity=" + STOLEN);
            mme.identityCheck(STOLEN).subscriber(IMSI).expectProhibited();
            mme.identityCheck("4901").expectError(5004);
            msc.checkImei(STOLEN).version(3).subscriber(IMSI).expectBlacklisted();
            msc.checkImei("4901").version(3).expectSystemFailure();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(node.get("/metrics").text()).contains("checks/:identity"));
            String metrics = node.get("/metrics").text();
            assertThat(metrics)
                    .contains("eir_checks_total{interface=\"s13\",rule=\"black-list\",verdict=\"prohibited\"} 1.0")
                    .contains("eir_check_log_dropped_total 0.0")
                    .contains("eir_sightings_total{outcome=\"dropped\"} 0.0")
                    .contains("eir_sightings_total{outcome=\"failed\"} 0.0")
                    .contains("eir_sightings_total{outcome=\"written\"} ")
                    .contains("eir_sightings_waiting ")
                    .contains("eir_sightings_evicted_total 0.0")
                    .contains("eir_subscribers_old_key 0.0")
                    .contains("eir_attempts_total{outcome=\"dropped\"} 0.0")
                    .contains("eir_attempts_total{outcome=\"failed\"} 0.0")
                    .contains("eir_attempts_forgotten_total 0.0")
                    .contains("eir_statistics_applied_dropped_total 0.0")
                    .contains("eir_register_revision 3.0")
                    .contains("eir_register_identities 1.0")
                    .contains("eir_register_tacs 1.0")
                    .contains("eir_register_dated_identities 0.0")
                    .contains("eir_register_staleness_seconds ")
                    .contains("eir_feed_current 1.0")
                    .contains("eir_feed_reconnections 0.0")
                    .contains("eir_imports_total{state=\"applied\"} 0.0")
                    .contains("eir_import_rows_total{outcome=\"new\"} 0.0")
                    .contains("eir_http_requests_seconds_count{")
                    .contains("eir_s13_requests_total{")
                    .contains("eir_s13_answering_seconds_count ")
                    .contains("eir_s13_peers 1.0")
                    .contains("eir_checks_total{interface=\"f\",rule=\"black-list\",verdict=\"prohibited\"} 1.0")
                    .contains("eir_map_associations_up 1.0")
                    .contains("eir_map_requests_total{result=\"prohibited\",version=\"3\"} 1.0")
                    .contains("eir_map_subscribers_total{reading=\"read\"} 1.0")
                    .contains("eir_s13_malformed_identities_total{defect=\"too-short\"} 1.0");
            assertThat(metrics)
                    .contains("eir_checks_origin_total{network=\"example.org\"} 2.0")
                    .contains("eir_s13_answering_seconds_bucket{le=\"0.001\"}")
                    .contains("eir_map_answering_seconds_bucket{le=\"0.001\"}")
                    .contains("eir_alarms{alarm=\"log-inconsistent\",severity=\"critical\"} 0.0");
            for (String file : NAMING_METRICS) {
                assertThat(named(Path.of("..", file))).as(file).isNotEmpty().allMatch(metrics::contains);
            }
            assertThat(metrics).doesNotContain(STOLEN.substring(0, 14), IMSI);
            assertThat(metrics.lines().filter(line -> !line.startsWith("#")).map(MetricsTest::withoutValue))
                    .noneMatch(series -> series.matches(".*[0-9]{14,16}.*"));
            mme.disconnect();
        }
    }

    private static List<String> named(Path file) throws IOException {
        return NAMES.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .filter(name -> !NOT_CONFIGURED_HERE.matcher(name).lookingAt())
                .distinct()
                .toList();
    }

    private static String withoutValue(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }
}
