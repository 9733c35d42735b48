package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eir.core.change.Imports.ApplyOutcome;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Receiver;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.RollbackOutcome;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.change.Imports.State;
import org.eir.core.change.StoreFailedException;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.list.EquipmentList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports that do not end as they were meant to. */
class ImportFailuresTest {
    private static final Request REQUEST = new Request(EquipmentList.BLACK, "police", Mode.ADD, "stolen.csv", false);
    private static final String KILL_IMPORTS =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eir-import'"
                    + " AND datname = current_database()";

    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void anUploadThatBreaksOffEndsItsImportAtOnce() throws Exception {
        Job failed = CompletableFuture.supplyAsync(() -> {
                    try (Receiver receiver = store.imports.open(REQUEST, "imei", CLERK)) {
                        accept(receiver);
                        return receiver.fail("the upload broke off");
                    }
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.failure()).isEqualTo("the upload broke off");
        assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'"))
                .isZero();
    }

    @Test
    void aConnectionLostWhileReceivingFailsTheImport() throws Exception {
        Receiver receiver = store.imports.open(REQUEST, "imei", CLERK);
        accept(receiver);
        store.asSuperuser(KILL_IMPORTS);

        assertThatThrownBy(() -> receiver.preview(StoreHarness::noImpact))
                .isInstanceOf(StoreUnavailableException.class);
        receiver.close();

        assertThat(store.imports.job(receiver.id()).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'"))
                .isZero();
    }

    @Test
    void anImportThatCannotBeginKeepsNoConnection() throws Exception {
        store.asOwner("ALTER SCHEMA staging RENAME TO elsewhere");

        assertThatThrownBy(() -> store.imports.open(REQUEST, "imei", CLERK)).isInstanceOf(StoreFailedException.class);

        store.asOwner("ALTER SCHEMA elsewhere RENAME TO staging");
        await().atMost(Duration.ofSeconds(10)).until(() -> number("""
                SELECT count(*) FROM pg_stat_activity
                WHERE application_name = 'eir-import' AND datname = current_database()""") == 0);
        assertThat(number("SELECT count(*) FROM import")).isZero();
    }

    @Test
    void anImportWhoseCommitWasNotAnsweredIsNotSaidToHaveFailed() throws Exception {
        Job job = preview();
        store.apply(job.id(), CLERK);

        store.imports.fail(job.id(), "nothing was applied: the connection was lost", job.counts());

        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.APPLIED);
        assertThat(store.imports.job(job.id()).orElseThrow().failure()).isNull();
    }

    @Test
    void aPreviewThatNobodyAppliesIsEndedByALaterImport() throws Exception {
        Job old = preview();
        store.asOwner("UPDATE import SET created = created - interval '25 hours'");

        Job next = preview();

        assertThat(store.imports.job(old.id()).orElseThrow().failure())
                .isEqualTo("it was not applied for too long; import the file again");
        assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'"))
                .isEqualTo(1);
        assertThat(store.apply(next.id(), CLERK)).isInstanceOf(ApplyOutcome.Applied.class);
    }

    @Test
    void rejectedRowsAreNotKeptForEver() throws Exception {
        preview();
        store.asService(
                "INSERT INTO import_rejection VALUES (1, 2, 'imei', 'x', 'a rule'), (2, 3, 'imei', 'y', 'a rule')");
        preview();
        store.asOwner("UPDATE import SET created = created - interval '91 days' WHERE id = 1");

        store.imports.endOrphans();

        assertThat(number("SELECT import_id FROM import_rejection")).isEqualTo(2);
    }

    @Test
    void aStagingTableLeftBehindIsDroppedWithTheNextOrphans() throws Exception {
        Job job = preview();
        store.asService("UPDATE import SET state = 'failed' WHERE id = " + job.id());

        store.imports.endOrphans();

        assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'"))
                .isZero();
    }

    @Test
    void aConnectionLostWhileApplyingLeavesNothing() throws Exception {
        Job job = preview();
        try (Connection holding = store.database.connectForFeed();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE"); // the last step waits here, all rows are written
            CompletableFuture<ApplyOutcome> applying =
                    CompletableFuture.supplyAsync(() -> store.apply(job.id(), CLERK));
            await().until(() -> number("""
                    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'eir-import'
                        AND datname = current_database() AND wait_event_type = 'Lock'""") == 1);

            store.asSuperuser(KILL_IMPORTS);

            assertThatThrownBy(() -> applying.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreUnavailableException.class);
            holding.rollback();
        }
        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(store.lists.changes(0, 10)).isEmpty();
        assertThat(number("SELECT count(*) FROM entry")).isZero();
        assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'"))
                .isZero();
    }

    @Test
    void aConnectionLostWhileRollingBackLeavesTheImportApplied() throws Exception {
        Job job = preview();
        store.apply(job.id(), CLERK);
        try (Connection holding = store.database.connectForFeed();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE");
            CompletableFuture<RollbackOutcome> rollingBack =
                    CompletableFuture.supplyAsync(() -> store.imports.rollback(job.id(), CLERK));
            await().until(() -> number("""
                    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'eir-import'
                        AND datname = current_database() AND wait_event_type = 'Lock'""") == 1);

            store.asSuperuser(KILL_IMPORTS);

            assertThatThrownBy(() -> rollingBack.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreUnavailableException.class);
            holding.rollback();
        }
        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.APPLIED);
        assertThat(number("SELECT count(*) FROM entry WHERE withdrawn_by IS NULL"))
                .isEqualTo(1);
        assertThat(store.imports.rollback(job.id(), CLERK)).isInstanceOf(RollbackOutcome.RolledBack.class);
    }

    @Test
    void anImportThatIsOvertakenAgainAndAgainIsPreviewedAsBefore() throws Exception {
        Job job = preview();
        somebodyIsFirst("INSERT", "entry_in_force");

        assertThat(store.apply(job.id(), CLERK)).isEqualTo(new ApplyOutcome.Overtaken(job));

        assertThat(store.lists.changes(0, 10)).isEmpty();
        assertThat(number("SELECT last_value FROM tries")).isEqualTo(3);
        store.asOwner("DROP TRIGGER first ON entry");
        assertThat(store.apply(job.id(), CLERK)).isInstanceOf(ApplyOutcome.Applied.class);
    }

    @Test
    void aRollbackThatIsOvertakenAgainAndAgainLeavesTheImportApplied() throws Exception {
        Job job = preview();
        store.apply(job.id(), CLERK);
        somebodyIsFirst("UPDATE", "entry_in_force");

        assertThat(store.imports.rollback(job.id(), CLERK)).isInstanceOf(RollbackOutcome.Overtaken.class);

        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.APPLIED);
        assertThat(store.lists.changes(0, 10)).hasSize(1);
        store.asOwner("DROP TRIGGER first ON entry");
        assertThat(store.imports.rollback(job.id(), CLERK)).isInstanceOf(RollbackOutcome.RolledBack.class);
    }

    @Test
    void anImportThatBreaksAnotherConstraintIsAFaultAndTriedOnce() throws Exception {
        Job job = preview();
        somebodyIsFirst("INSERT", "entry_pkey");

        assertThatThrownBy(() -> store.apply(job.id(), CLERK)).isInstanceOf(StoreFailedException.class);

        assertThat(number("SELECT last_value FROM tries")).isEqualTo(1);
        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.FAILED);
    }

    /** What an import meets in whose way another transaction was at every attempt. */
    private void somebodyIsFirst(String doing, String constraint) throws Exception {
        store.asOwner("CREATE SEQUENCE tries; GRANT ALL ON tries TO PUBLIC");
        store.asOwner("""
                CREATE FUNCTION first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    PERFORM nextval('tries');
                    RAISE EXCEPTION 'duplicate key' USING ERRCODE = '23505', CONSTRAINT = '%s';
                END $$""".formatted(constraint));
        store.asOwner("CREATE TRIGGER first BEFORE %s ON entry EXECUTE FUNCTION first()".formatted(doing));
    }

    private Job preview() {
        try (Receiver receiver = store.imports.open(REQUEST, "imei", CLERK)) {
            accept(receiver);
            return receiver.preview(StoreHarness::noImpact);
        }
    }

    private static void accept(Receiver receiver) {
        receiver.accept(2, RowChange.ADD, facts(EquipmentList.BLACK, "35693803564380", "police"), false, false);
    }

    private long number(String query) throws Exception {
        try (Connection connection = store.database.connectForFeed();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
