package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.SignedNote;
import org.eir.core.input.Outcome;
import org.eir.server.node.RunningNode.Answer;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node signs, where it is kept, and what a node does that finds history rewritten. */
class LogCheckTest {
    private static final String STOLEN = "490154203237518";
    private static final String WATCHED = "356938035643809";
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The last change taken away, with everything that the database knows of it. */
    private static final String WITHOUT_THE_THIRD = """
            DELETE FROM change_set WHERE revision = 3;
            DELETE FROM log_node WHERE level = 1 AND index = 1;
            DELETE FROM checkpoint WHERE size >= 3;
            UPDATE head SET (revision, recorded_at) = (SELECT revision, recorded_at FROM change_set WHERE revision = 2)""";

    private final PostgresFixture.Database database = PostgresFixture.shared().newDatabase();

    @TempDir
    private Path directory;

    private RunningNode.Setup setup() {
        return RunningNode.on(database, directory.resolve("node"));
    }

    @Test
    void everyChangeIsSoonUnderASignedHeadOnTheDiskInTheDatabaseAndAtTheWitness() throws Exception {
        Path witness = Files.createDirectories(directory.resolve("witness"));
        try (RunningNode node = setup().witness(witness).start()) {
            node.added("black", STOLEN);
            long revision = node.status().path("revision").asLong();

            await().atMost(LONG)
                    .until(() -> sizeOf(node.get("/api/v1/audit/checkpoint").text()) >= revision);

            String note = node.get("/api/v1/audit/checkpoint").text();
            LogKey key = key(
                    Files.readString(directory.resolve("node/audit/log.pub")).strip());
            assertThat(node.get("/api/v1/audit/key").text().strip()).isEqualTo(key.text());
            assertThat(note(note).isSignedBy(key)).isTrue();
            await().atMost(LONG).until(is(directory.resolve("node/audit/node.checkpoint"), note));
            await().atMost(LONG).until(is(witness.resolve(RunningNode.ORIGIN_HOST + ".checkpoint"), note));
            Answer proof = node.get("/api/v1/audit/proof?revision=" + revision + "&row=1");
            assertThat(proof.body().path("checkpoint").asText()).contains("\n" + sizeOf(note) + "\n");
            assertThat(node.get("/api/v1/changes").body().at("/changes/1/kind").asText())
                    .isEqualTo("log-key");
        }
    }

    @Test
    void aWitnessThatIsNotThereDelaysNothingAndGetsItsCopyOnceItIs() throws Exception {
        Path witness = directory.resolve("not mounted");
        try (RunningNode node = setup().witness(witness).start()) {
            node.added("black", STOLEN);
            await().atMost(LONG)
                    .until(() -> node.get("/metrics")
                            .text()
                            .lines()
                            .anyMatch(line ->
                                    line.startsWith("eir_audit_witness_failures_total") && !line.endsWith(" 0.0")));

            Files.createDirectories(witness);

            await().atMost(LONG).until(() -> Files.exists(witness.resolve(RunningNode.ORIGIN_HOST + ".checkpoint")));
        }
    }

    @Test
    void aDatabasePutBackToYesterdayIsNoticedAtStartByWhatThisNodeHasSigned() throws Exception {
        stopAfter(node -> node.added("black", STOLEN), setup());

        asSuperuser(WITHOUT_THE_THIRD);

        refusesChanges(setup(), "history-shortened");
    }

    @Test
    void itIsNoticedByTheWitnessWhereTheNodesDiskWasPutBackToo() throws Exception {
        Path witness = Files.createDirectories(directory.resolve("witness"));
        Path copy = witness.resolve(RunningNode.ORIGIN_HOST + ".checkpoint");
        stopAfter(
                node -> {
                    node.added("black", STOLEN);
                    await().atMost(LONG).until(() -> Files.exists(copy) && sizeOf(Files.readString(copy)) == 3);
                },
                setup().witness(witness));
        asSuperuser(WITHOUT_THE_THIRD);
        Files.delete(directory.resolve("node/audit/node.checkpoint"));

        refusesChanges(setup().witness(witness), "history-shortened");
    }

    @Test
    void aChangeRewrittenInThePastIsNoticedAtStart() throws Exception {
        stopAfter(node -> node.added("black", STOLEN), setup());

        asSuperuser("UPDATE change_set SET kind = 2 WHERE revision = 3");

        refusesChanges(setup(), "leaf-changed: revision 3");
    }

    @Test
    void aCheckpointSwappedInTheDatabaseIsNoticedAtStart() throws Exception {
        stopAfter(node -> node.added("black", STOLEN), setup());

        asSuperuser("UPDATE checkpoint SET note = replace(note, E'\\n3\\n', E'\\n2\\n') WHERE size = 3");

        refusesChanges(setup(), "checkpoint-forged");
    }

    @Test
    void aDamagedCheckpointOfThisNodeIsNotPassedOver() throws Exception {
        stopAfter(node -> node.added("black", STOLEN), setup());

        Files.writeString(directory.resolve("node/audit/node.checkpoint"), "");

        refusesChanges(setup(), "remove that file");
    }

    @Test
    void aChangeThatDoesNotFitIsNoticedWhileTheNodeRuns() throws Exception {
        try (RunningNode node = setup().start();
                FakeMme mme = node.mme()) {
            node.added("black", STOLEN);

            asSuperuser("""
                    UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp();
                    INSERT INTO change_set SELECT nextval('change_set_id'), revision, recorded_at, 1, 1, 0, '', '', 'x' FROM head;
                    NOTIFY eir_revision""");

            await().atMost(LONG)
                    .until(() -> node.status().at("/log/state").asText().equals("inconsistent"));
            refuses(node, mme, "leaf-changed: revision 4");
        }
    }

    @Test
    void aDatabasePutBackUnderneathARunningNodeIsNoticedAtOnce() throws Exception {
        try (RunningNode node = setup().start();
                FakeMme mme = node.mme()) {
            node.added("black", STOLEN);
            await().atMost(LONG)
                    .until(() -> sizeOf(node.get("/api/v1/audit/checkpoint").text()) == 3);

            asSuperuser(WITHOUT_THE_THIRD);

            await().atMost(LONG)
                    .until(() -> node.status().at("/log/state").asText().equals("inconsistent"));
            refuses(node, mme, "history-shortened: revision 2");
        }
    }

    private interface Deed {
        void in(RunningNode node) throws Exception;
    }

    /** A node that did something, has signed that, and was stopped. */
    private static void stopAfter(Deed deed, RunningNode.Setup setup) throws Exception {
        try (RunningNode node = setup.start()) {
            deed.in(node);
            await().atMost(LONG)
                    .until(() -> sizeOf(node.get("/api/v1/audit/checkpoint").text()) == 3);
        }
    }

    private static void refusesChanges(RunningNode.Setup setup, String finding) throws Exception {
        try (RunningNode node = setup.start();
                FakeMme mme = node.mme()) {
            refuses(node, mme, finding);
        }
    }

    private static void refuses(RunningNode node, FakeMme mme, String finding) {
        Answer refused = node.add("black", WATCHED);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body().path("type").asText()).isEqualTo("urn:eir:problem:log-inconsistent");
        assertThat(refused.body().path("detail").asText()).contains(finding);
        assertThat(node.status().at("/log/problem").asText()).contains(finding);
        await().atMost(LONG).until(() -> node.get("/health/ready").status() == 503);
        assertThat(node.get("/health/ready").text()).contains("log-inconsistent: ");
        assertThat(node.get("/metrics").text()).contains("eir_log_consistent 0.0");
        mme.identityCheck(STOLEN).expectProhibited();
        mme.disconnect();
        canBeExported(node);
    }

    /** It is just then that a regulator needs the record; that it was read is not written into it any more. */
    private static void canBeExported(RunningNode node) {
        String before = node.get("/api/v1/changes").text();
        Answer export = node.get("/api/v1/audit/export");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.text().lines().reduce("", (former, line) -> line)).startsWith("{\"type\":\"end\"");
        assertThat(node.get("/api/v1/changes").text()).isEqualTo(before);
        assertThat(node.get("/metrics").text()).contains("eir_audit_exports_unrecorded_total 1.0");
    }

    private static long sizeOf(String note) {
        String[] lines = note.split("\n", 3);
        return lines.length == 3 && lines[1].matches("[0-9]+") ? Long.parseLong(lines[1]) : 0;
    }

    private static LogKey key(String text) {
        return switch (LogKey.parse(text)) {
            case Outcome.Accepted<LogKey> accepted -> accepted.value();
            case Outcome.Refused<LogKey> refused -> throw new AssertionError(refused);
        };
    }

    private static SignedNote note(String text) {
        return switch (SignedNote.parse(text)) {
            case Outcome.Accepted<SignedNote> accepted -> accepted.value();
            case Outcome.Refused<SignedNote> refused -> throw new AssertionError(refused);
        };
    }

    private static Callable<Boolean> is(Path file, String text) {
        return () -> Files.exists(file) && Files.readString(file).equals(text);
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(sql);
        }
    }
}
