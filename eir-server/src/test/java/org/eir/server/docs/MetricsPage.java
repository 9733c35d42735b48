package org.eir.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.TlsKeyPair;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eir.admin.access.OidcAuthentication;
import org.eir.admin.access.OidcConfig;
import org.eir.admin.access.OidcConfig.RoleMapping;
import org.eir.admin.access.ServerCertificate;
import org.eir.admin.access.TlsConfig;
import org.eir.core.access.Role;
import org.eir.server.node.RunningNode;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;

/** Every metric, of what a running node answers to {@code /metrics}. */
final class MetricsPage {
    private static final Pattern HELP = Pattern.compile("# HELP (eir_\\w+) ?(.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (eir_\\w+) (\\w+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /** By what their names begin with, in the order of the page. */
    private static final Map<String, String> GROUPS = groups();

    private static final class Metric {
        private String help = "";
        private String type = "";
        private final TreeSet<String> labels = new TreeSet<>();
    }

    private MetricsPage() {}

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("alarms", "Alarms");
        groups.put("check_|checks_|trace_", "Checks on every interface");
        groups.put("s13_", "Diameter S13");
        groups.put("map_", "SS7 MAP");
        groups.put("register_|feed_", "The register in memory, and how it follows the database");
        groups.put("import", "Imports");
        groups.put("approvals_", "Second person");
        groups.put("log_|checkpoint|audit_", "The log of changes");
        groups.put("records_|sightings_|attempts_|statistics_|subscribers_", "What is kept of checks and subscribers");
        groups.put("http_|oidc_|tls_", "Admin API");
        return groups;
    }

    static String text(Path directory) throws Exception {
        Map<String, Metric> metrics = read(scraped(directory) + ofWhatIsNotConfiguredThere(directory));
        assertThat(metrics.keySet())
                .allMatch(name -> name.matches("eir_(" + String.join("|", GROUPS.keySet()) + ").*"));
        Page page = new Page("Metrics").say("""
                `/metrics`, without a token, in Prometheus' text format. What to watch, and from which value on:
                [operate](../operate.md#watch). A counter begins at 0 when the node starts. A histogram has `_bucket`, `_count` and `_sum`, with
                times in seconds.
                """);
        for (Map.Entry<String, String> group : GROUPS.entrySet()) {
            page.heading(2, group.getValue()).columns("metric", "type", "labels", "meaning", "used by");
            metrics.forEach((name, metric) -> {
                if (name.matches("eir_(" + group.getKey() + ").*")) {
                    String labels = metric.labels.isEmpty() ? "" : "`" + String.join("`, `", metric.labels) + "`";
                    page.row("`" + name + "`", metric.type, labels, metric.help, usedBy(name));
                }
            });
        }
        return page.heading(2, "Of what the node is built with").say("""
                `hikaricp_connections…` is the pool of database connections, `jvm_…` Java's memory, garbage collection, threads and buffers,
                `process_…` and `system_…` processor and files of the process and the machine, all as Micrometer has them.
                """).text();
    }

    /** What a node says that was asked something on every interface. */
    private static String scraped(Path directory) throws Exception {
        Path witness = Files.createDirectories(directory.resolve("witness"));
        try (RunningNode node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("node"))
                        .witness(witness)
                        .start();
                FakeMme mme = node.mme();
                FakeMsc msc = node.msc()) {
            node.added("black", "490154203237518");
            mme.identityCheck("490154203237518").expectProhibited();
            msc.checkImei("4901").version(3).expectSystemFailure();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(node.get("/metrics").text())
                            .contains("eir_http_requests_seconds_count", "eir_audit_witness_age"));
            String text = node.get("/metrics").text();
            mme.disconnect();
            return text;
        }
    }

    /** A certificate and a provider, which that node has none of. */
    private static String ofWhatIsNotConfiguredThere(Path directory) throws IOException, CertificateEncodingException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        TlsKeyPair pair = TlsKeyPair.ofSelfSigned("localhost");
        Path certificate =
                pem(directory, "CERTIFICATE", pair.certificateChain().getFirst().getEncoded());
        Path key = pem(directory, "PRIVATE KEY", pair.privateKey().getEncoded());
        OidcConfig provider = new OidcConfig(
                "http://127.0.0.1:1",
                "eir",
                List.of(new RoleMapping("staff", Role.VIEWER)),
                "roles",
                "name",
                null,
                List.of("ES256"),
                0,
                10_000,
                100,
                10_000,
                100,
                null);
        new ServerCertificate(new TlsConfig(certificate, key, 1_000), Clock.systemUTC(), meters);
        OidcAuthentication signingIn = OidcAuthentication.start(provider, "operator", Clock.systemUTC(), meters);
        String text = meters.scrape();
        signingIn.close();
        return text;
    }

    private static Path pem(Path directory, String what, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(encoded);
        return Files.writeString(
                directory.resolve(what), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private static Map<String, Metric> read(String exposition) {
        Map<String, Metric> metrics = new TreeMap<>();
        exposition.lines().forEach(line -> {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                of(metrics, help.group(1)).help = help.group(2).strip();
            } else if (type.matches()) {
                of(metrics, type.group(1)).type = type.group(2);
            } else if (line.startsWith("eir_")) {
                String name = line.replaceFirst("[ {].*", "").replaceFirst("_(bucket|count|sum)$", "");
                labels(line).filter(label -> !label.equals("le")).forEach(of(metrics, name).labels::add);
            }
        });
        return metrics;
    }

    private static Metric of(Map<String, Metric> metrics, String name) {
        return metrics.computeIfAbsent(name, none -> new Metric());
    }

    private static Stream<String> labels(String line) {
        return LABEL.matcher(line).results().map(found -> found.group(1));
    }

    /** Alerts and dashboards that ask for it. */
    private static String usedBy(String name) {
        List<String> users = new ArrayList<>();
        Pattern asked = Pattern.compile("\\b" + name + "(_bucket|_count|_sum)?\\b");
        for (String rule : Repository.text("deploy/prometheus/alerts.yml").split("- alert: ")) {
            if (asked.matcher(rule).find()) {
                users.add("`" + rule.lines().findFirst().orElseThrow() + "`");
            }
        }
        for (String dashboard : List.of("network", "lists")) {
            if (asked.matcher(Repository.text("deploy/grafana/" + dashboard + ".json"))
                    .find()) {
                users.add("dashboard " + dashboard);
            }
        }
        return String.join(", ", users);
    }
}
