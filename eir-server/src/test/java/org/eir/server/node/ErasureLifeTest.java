package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Role;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.audit.AuditReport;
import org.eir.core.audit.AuditVerifier;
import org.eir.core.audit.LogKey;
import org.eir.core.change.Actor;
import org.eir.core.input.Outcome;
import org.eir.server.NodeLauncher;
import org.eir.server.cli.Console;
import org.eir.server.cli.EirCommandLine;
import org.eir.server.cli.Terminal;
import org.eir.server.config.EirConfig;
import org.eir.server.node.RunningNode.Answer;
import org.eir.store.Database;
import org.eir.store.PostgresApiKeys;
import org.eir.store.PostgresAuditTrail;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data protection officer has somebody erased, and a regulator still proves the whole record, at home and here. */
class ErasureLifeTest {
    private static final String PHONE = "490154203237518";
    private static final String ANNA = "262011234567890";

    private static final NodeLauncher NO_NODE = new NodeLauncher() {
        @Override
        public int start(EirConfig config) {
            throw new AssertionError("no node is to be started");
        }

        @Override
        public int startDev(EirConfig config, Path dataDirectory, PrintWriter out) {
            throw new AssertionError("no node is to be started");
        }
    };

    private final PostgresFixture.Database where = PostgresFixture.shared().newDatabase();

    @TempDir
    private Path directory;

    private String said = "";
    private String officer = "";
    private String second = "";

    @Test
    void whatIsErasedOnAnOrderIsGoneAndTheRecordIsStillProven() throws Exception {
        Path state = directory.resolve("state");
        String key = state.resolve("audit").resolve("log.pub").toString();
        String export = directory.resolve("export").toString();
        try (RunningNode node = RunningNode.on(where, state)
                .limits(new ApprovalLimits(true, 100, 10_000, 1_000, 10, 14))
                .start()) {
            officer = node.key("officer", "administrator");
            second = keyOfSomebodyElse(node);
            String jane = node.key("jane", "administrator");
            Answer noted = node.post(
                    jane,
                    "/api/v1/entries",
                    "{\"list\":\"black\",\"identity\":\"" + PHONE
                            + "\",\"reason\":\"stolen\",\"reference\":\"FIR 12/2026\","
                            + "\"note\":\"taken from A. Meier, Hauptstr. 1\"}");
            long revision = noted.body().path("revision").asLong();
            long lock = lockedTo(node, ANNA);

            assertThat(eir(node, officer, "erase", "--revision", revision + "", "--what", "note", "--order", "DPA 7"))
                    .as(said)
                    .isZero();
            assertThat(said).contains("would go", "note    1", "nothing was erased; --yes erases without asking");
            erased(node, "--revision", revision + "", "--what", "note", "--order", "DPA 7/2026");

            assertThat(eir(node, officer, "erase", "--subscriber", ANNA, "--order", "DPA 8/2026", "--yes"))
                    .isNotZero();
            assertThat(said).contains("lock " + lock + " of 49015420323751");
            node.post("/api/v1/exceptions/" + lock + "/withdraw", "{\"reason\":\"other\"}");
            erased(node, "--subscriber", ANNA, "--order", "DPA 8/2026");

            long janesKey = node.get("/api/v1/api-keys").body().at("/keys/2/id").asLong();
            node.post("/api/v1/api-keys/" + janesKey + "/revoke", "");
            erased(node, "--person", "key:jane", "--order", "HR 12/2026");

            JsonNode change = node.get("/api/v1/changes?limit=1&after=" + (revision - 1))
                    .body()
                    .at("/changes/0");
            assertThat(change.path("actor").asText()).isEmpty();
            assertThat(change.at("/erased/revision").asLong()).isPositive();
            assertThat(change.at("/rows/0/erased/revision").asLong()).isPositive();
            Answer life = node.get("/api/v1/audit/devices/" + PHONE);
            assertThat(life.text())
                    .doesNotContain("Meier")
                    .doesNotContain("jane")
                    .contains("FIR 12/2026", "erased");
            assertThat(node.get("/api/v1/approvals?state=all").text())
                    .doesNotContain(ANNA)
                    .doesNotContain("jane")
                    .contains("(erased)");
            assertThat(node.get("/api/v1/exceptions/" + lock).text()).contains("\"subscribers\":[]");

            awaitSigned(node);
            String auditor = node.key("regulator", "auditor");
            awaitSigned(node);
            assertThat(eir(node, auditor, "audit", "verify", "--key", key))
                    .as(said)
                    .isZero();
            assertThat(said)
                    .startsWith("everything holds")
                    .contains("1 note, 2 request on the order \"DPA 7/2026\" by key:officer with key:second")
                    .contains("1 subscriber, 2 request on the order \"DPA 8/2026\"")
                    .contains("on the order \"HR 12/2026\"");
            assertThat(eir(node, auditor, "audit", "erasures")).as(said).isZero();
            assertThat(said).contains("DPA 7/2026", "DPA 8/2026", "HR 12/2026");
            assertThat(eir(node, auditor, "audit", "export", export)).as(said).isZero();
            assertThat(verifiedDatabase(key).finding()).isNull();
            assertThat(verifiedDatabase(key).erasures()).hasSize(3);

            byHand("UPDATE entry SET reference = NULL, salt = ''");
            assertThat(eir(node, auditor, "audit", "verify", "--key", key)).isEqualTo(1);
            assertThat(said).startsWith("personal-data-missing").contains("more is missing than revision");
        }
        assertThat(eir(null, "", "audit", "verify", "--key", key, export))
                .as(said)
                .isZero();
        assertThat(said).startsWith("everything holds").contains("DPA 7/2026", "HR 12/2026");
    }

    /** Asked for by the officer, approved by somebody else. */
    private void erased(RunningNode node, String... order) {
        String[] command = new String[order.length + 2];
        command[0] = "erase";
        System.arraycopy(order, 0, command, 1, order.length);
        command[order.length + 1] = "--yes";
        assertThat(eir(node, officer, command)).as(said).isZero();
        assertThat(said).contains("It waits for a second person as proposal");
        long id = node.get("/api/v1/approvals").body().at("/approvals/0/id").asLong();
        Answer approved = node.post(second, "/api/v1/approvals/" + id + "/approve", "");
        assertThat(approved.body().path("state").asText()).as(approved.text()).isEqualTo("done");
    }

    private static long lockedTo(RunningNode node, String imsi) {
        Answer made = node.post(
                "/api/v1/exceptions",
                "{\"kind\":\"lock\",\"imei\":\"" + PHONE + "\",\"subscribers\":[\"" + imsi
                        + "\"],\"reason\":\"other\"}");
        return RunningNode.created(made);
    }

    private void byHand(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(where.superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica;" + sql);
        }
    }

    private AuditReport verifiedDatabase(String keyFile) throws Exception {
        LogKey key = ((Outcome.Accepted<LogKey>)
                        LogKey.parse(Files.readString(Path.of(keyFile)).strip()))
                .value();
        AuditVerifier verifier = new AuditVerifier(List.of(key), List.of(), rows -> {});
        try (Database database =
                Database.open(RunningNode.on(where, directory).database().withoutOwner(), new SimpleMeterRegistry())) {
            new PostgresAuditTrail(database).tell(verifier);
        }
        return verifier.report();
    }

    /** Of another administrator, who made it at another node of this register. */
    private String keyOfSomebodyElse(RunningNode node) throws Exception {
        String key = "eir_" + "s".repeat(43);
        ApiKey.Facts facts = new ApiKey.Facts(
                "second",
                Set.of(Role.APPROVER),
                "operator",
                Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        try (Database database = Database.open(RunningNode.on(where, directory).database(), new SimpleMeterRegistry());
                PostgresApiKeys keys = new PostgresApiKeys(database)) {
            keys.create(facts, hash, new Actor("another administrator"));
        }
        await().until(() -> node.as(key).get("/api/v1/caller").status() == 200);
        return key;
    }

    private static void awaitSigned(RunningNode node) {
        await().until(() -> {
            String head = node.get("/api/v1/audit/checkpoint")
                    .text()
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElse("");
            return head.equals(Long.toString(node.status().path("revision").asLong()));
        });
    }

    /** Types a command as somebody far from the node would; returns the exit code. */
    private int eir(RunningNode node, String token, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Map<String, String> environment = node == null
                ? Map.of()
                : Map.of("EIR_SERVER", "http://127.0.0.1:" + node.httpPort(), "EIR_TOKEN", token);
        Console console = new Console(
                new BufferedReader(new StringReader("")),
                new PrintWriter(out),
                new PrintWriter(err),
                environment,
                Terminal.NONE);
        int exitCode = EirCommandLine.run(console, NO_NODE, Map.of(), arguments);
        said = out.toString() + err;
        return exitCode;
    }
}
