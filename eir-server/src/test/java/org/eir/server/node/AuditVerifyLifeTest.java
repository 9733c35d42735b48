package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.eir.server.NodeLauncher;
import org.eir.server.cli.Console;
import org.eir.server.cli.EirCommandLine;
import org.eir.server.cli.Terminal;
import org.eir.server.config.EirConfig;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A regulator exports a register's record, verifies it at home, and comes back after somebody has tampered with it. */
class AuditVerifyLifeTest {
    private static final String PHONE = "490154203237518";

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

    @TempDir
    private Path directory;

    private String said = "";

    @Test
    void anExportHoldsAtHomeAndWhatTheAdministratorOfTheDatabaseChangesIsFound() throws Exception {
        PostgresFixture.Database database = PostgresFixture.shared().newDatabase();
        Path state = directory.resolve("state");
        String export = directory.resolve("export").toString();
        String key = state.resolve("audit").resolve("log.pub").toString();
        try (RunningNode node = RunningNode.on(database, state).start()) {
            String auditor = node.key("regulator", "auditor");
            node.withdraw(node.added("black", PHONE));
            node.added("black", "356938035643809");
            awaitSigned(node);

            assertThat(eir(node, auditor, "audit", "export", export)).as(said).isZero();
            assertThat(said).contains(" changes with ").contains(" checkpoints");
            assertThat(eir(node, auditor, "audit", "verify", "--key", key))
                    .as(said)
                    .isZero();
            assertThat(said).startsWith("everything holds");

            try (Connection connection = DriverManager.getConnection(database.superuserUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute("SET session_replication_role = replica;"
                        + "UPDATE entry SET id_from = id_from + 1, id_to = id_to + 1 WHERE withdrawn_by IS NULL");
            }
            assertThat(eir(node, auditor, "audit", "verify", "--key", key)).isEqualTo(1);
            assertThat(said).startsWith("lists-differ");
            assertThat(node.get("/api/v1/changes").text()).contains("audit-export");
        }
        assertThat(eir(null, "", "audit", "verify", "--key", key, export))
                .as(said)
                .isZero();
        assertThat(said).startsWith("everything holds");
    }

    @Test
    void changesTakenOffTheEndAreFoundByWhatTheNodeItselfHasSigned() throws Exception {
        PostgresFixture.Database database = PostgresFixture.shared().newDatabase();
        Path state = directory.resolve("state");
        String export = directory.resolve("export").toString();
        String key = state.resolve("audit").resolve("log.pub").toString();
        String auditor;
        try (RunningNode node = RunningNode.on(database, state).start()) {
            auditor = node.key("regulator", "auditor");
            node.added("black", PHONE);
            awaitSigned(node);
        }
        try (Connection connection = DriverManager.getConnection(database.superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SET session_replication_role = replica;
                    DELETE FROM entry;
                    DELETE FROM checkpoint WHERE size = (SELECT revision FROM head);
                    DELETE FROM log_node WHERE (index + 1) << level = (SELECT revision FROM head);
                    DELETE FROM change WHERE change_set_id = (SELECT s.id FROM change_set s JOIN head h USING (revision));
                    DELETE FROM change_set WHERE revision = (SELECT revision FROM head);
                    UPDATE head SET (revision, recorded_at) =
                        (SELECT revision, recorded_at FROM change_set ORDER BY revision DESC LIMIT 1)""");
        }
        try (RunningNode node = RunningNode.on(database, state).start()) {
            assertThat(eir(node, auditor, "audit", "verify", "--key", key))
                    .as(said)
                    .isEqualTo(1);
            assertThat(said).startsWith("history-shortened");
            assertThat(eir(node, auditor, "audit", "export", export)).as(said).isZero();
        }
        assertThat(eir(null, "", "audit", "verify", "--key", key, export)).isEqualTo(1);
        assertThat(said).startsWith("history-shortened");
    }

    private void awaitSigned(RunningNode node) {
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
