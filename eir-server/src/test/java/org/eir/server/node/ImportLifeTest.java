package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.eir.store.DatabaseConfig;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file from its preview to the day it is taken back, as staff and a network see it. */
class ImportLifeTest {
    @TempDir
    private static Path directory;

    private static PostgresFixture.Database database;
    private static RunningNode node;

    @BeforeAll
    static void start() throws StartFailure {
        database = PostgresFixture.shared().newDatabase();
        node = RunningNode.on(database, directory.resolve("state")).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aFileIsPreviewedAppliedAndTakenBackAndTheNetworkSeesEachStep() {
        node.added("golden", "49015420323751");
        node.added("white", "35693803564380");
        try (FakeMme mme = node.mme()) {
            JsonNode preview = node.upload(
                            "list=black&source=police&dryRun=true",
                            "imei\n49015420323751\n35693803564380\n86891803123456\n")
                    .body();
            long id = preview.path("id").asLong();

            assertThat(preview.at("/counts/new").asLong()).isEqualTo(2);
            assertThat(preview.at("/counts/rejected").asLong()).isEqualTo(1);
            assertThat(preview.at("/preview/goldenConflicts/first/0/line").asLong())
                    .isEqualTo(2);
            assertThat(preview.at("/preview/conflicts/first/0/list").asText()).isEqualTo("white");
            mme.identityCheck("35693803564380").expectPermitted();

            node.post("/api/v1/imports/" + id + "/apply", "");
            assertThat(node.settled(id).path("state").asText()).isEqualTo("applied");
            mme.identityCheck("49015420323751").expectPermitted();
            mme.identityCheck("35693803564380").expectProhibited();
            mme.identityCheck("86891803123456").expectProhibited();

            assertThat(node.withdraw(entryOf("86891803123456")).status()).isEqualTo(200);
            RunningNode.Answer rolledBack = node.post("/api/v1/imports/" + id + "/rollback", "");
            assertThat(rolledBack.body().path("state").asText()).isEqualTo("rolled-back");
            assertThat(rolledBack.body().at("/laterEdits/first/0/identity").asText())
                    .isEqualTo("86891803123456");
            mme.identityCheck("35693803564380").expectPermitted();
            mme.identityCheck("86891803123456").expectUnknown();
            assertThat(node.post("/api/v1/imports/" + id + "/rollback", "").status())
                    .isEqualTo(409);
            mme.disconnect();
        }
    }

    @Test
    void whomItHitsIsSaidBeforeAnyPhoneIsHit() {
        try (FakeMme mme = node.mme()) {
            mme.identityCheck("86000003000001").expectUnknown();
            mme.identityCheck("86000003000002").expectUnknown();

            JsonNode impact = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () -> node.upload("list=black&source=police&dryRun=true", "tac\n86000003\n86000004\n")
                                    .body()
                                    .at("/preview/impact"),
                            found -> found.path("changed").asLong() == 2);

            assertThat(impact.at("/changes/0").toString())
                    .isEqualTo("{\"before\":\"unknown\",\"after\":\"prohibited\",\"devices\":2}");
            assertThat(impact.at("/origins/0/devices").asLong()).isEqualTo(2);
            mme.identityCheck("86000003000001").expectUnknown();
            mme.disconnect();
        }
    }

    @Test
    void aDeltaAndItsRollback() {
        node.settled(uploaded("list=grey&source=police", "imei,reporting_date\n86000001000001,20261101\n"));
        long delta = uploaded(
                "list=grey&source=police",
                "imei,reporting_date,change_type\n86000001000001,,remove\n86000001000002,20261101,add\n");
        assertThat(node.settled(delta).at("/counts/withdrawn").asLong()).isEqualTo(1);
        try (FakeMme mme = node.mme()) {
            mme.identityCheck("86000001000001").expectUnknown();
            mme.identityCheck("86000001000002").expectTracked();

            node.post("/api/v1/imports/" + delta + "/rollback", "");

            mme.identityCheck("86000001000001").expectTracked();
            mme.identityCheck("86000001000002").expectUnknown();
            mme.disconnect();
        }
        assertThat(lastChange().path("kind").asText()).isEqualTo("rollback");
    }

    @Test
    void aNodeThatIsKilledWhileItAppliesLeavesNothingAndTheNextImportTidiesUp() throws Exception {
        Path file = directory.resolve("stolen.csv");
        Files.writeString(file, "imei\n86000002000001\n86000002000002\n");
        long killed;
        Process other = anotherNode(file);
        try (Connection superuser = DriverManager.getConnection(database.superuserUrl());
                Statement statement = superuser.createStatement()) {
            awaitOr(other, () -> Files.exists(OtherNode.sign(file, "started")));
            superuser.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE"); // the other node will write its rows, and wait here
            Files.createFile(OtherNode.sign(file, "go"));
            awaitOr(other, () -> isWaiting(statement));
            other.destroyForcibly().waitFor(); // SIGKILL
            killed = latestImport();
            superuser.rollback();
        } finally {
            other.destroyForcibly();
        }

        node.settled(uploaded("list=black&source=police", "imei\n86000002000003\n"));

        JsonNode job = node.get("/api/v1/imports/" + killed).body();
        assertThat(job.path("state").asText()).isEqualTo("failed");
        assertThat(job.path("failure").asText()).isEqualTo("the node that worked on it stopped; nothing was applied");
        assertThat(node.get("/api/v1/entries?identity=86000002000001").body().path("entries"))
                .isEmpty();
        assertThat(node.get("/api/v1/entries?identity=86000002000003").body().path("entries"))
                .hasSize(1);
        assertThat(stagingTables()).doesNotContain("import_" + killed);
    }

    /** A node in a process of its own, which imports a file once it is told to. */
    static final class OtherNode {
        static Path sign(Path file, String name) {
            return file.resolveSibling(file.getFileName() + "." + name);
        }

        public static void main(String[] arguments) throws Exception {
            DatabaseConfig config =
                    new DatabaseConfig(arguments[0], arguments[1], arguments[2], null, "", 4, 1_000, 250);
            try (RunningNode other =
                    RunningNode.on(config, Path.of(arguments[3])).start()) {
                Path file = Path.of(arguments[4]);
                Files.createFile(sign(file, "started"));
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(sign(file, "go")));
                other.imported("black", file);
            }
        }
    }

    private static Process anotherNode(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherNode.class.getName(),
                        database.jdbcUrl(),
                        database.serviceUser(),
                        database.servicePassword(),
                        directory.resolve("other").toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("other.log").toFile())
                .start();
    }

    private static void awaitOr(Process other, Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> condition.call() || !other.isAlive());
        assertThat(other.isAlive())
                .as(() -> read(directory.resolve("other.log")))
                .isTrue();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isWaiting(Statement statement) throws SQLException {
        statement.execute("SELECT pg_stat_clear_snapshot()"); // within a transaction it would always see the same
        try (ResultSet row = statement.executeQuery("""
                SELECT count(*) FROM pg_stat_activity WHERE application_name = 'eir-import'
                    AND datname = current_database() AND wait_event_type = 'Lock'""")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    private static List<String> stagingTables() throws SQLException {
        try (Connection superuser = DriverManager.getConnection(database.superuserUrl());
                Statement statement = superuser.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'staging'")) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }

    private static long uploaded(String query, String csv) {
        return node.upload(query, csv).body().path("id").asLong();
    }

    private static long latestImport() {
        return node.get("/api/v1/imports?limit=1").body().at("/imports/0/id").asLong();
    }

    private static long entryOf(String imei) {
        return node.get("/api/v1/entries?identity=" + imei)
                .body()
                .at("/entries/0/id")
                .asLong();
    }

    private static JsonNode lastChange() {
        JsonNode changes = node.get("/api/v1/changes?limit=200").body().path("changes");
        return StreamSupport.stream(changes.spliterator(), false)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
