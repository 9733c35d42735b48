package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.eir.core.change.Imports.ApplyOutcome;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.LaterEdit;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.RollbackOutcome;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.list.EquipmentList;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A golden entry and what it forbids, added at the same time: whoever is second meets the first. */
class GoldenLocksTest {
    private static final String DEVICE = "35693803564380";
    private static final String NEIGHBOUR = "35693803564381";

    private final ExecutorService threads = Executors.newCachedThreadPool(); // the common pool may have one alone
    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdown();
        store.close();
    }

    @Test
    void anImportSeesTheGoldenEntryThatWasBeingAdded() throws Exception {
        Job job = black().add(DEVICE).add(NEIGHBOUR).preview();

        CompletableFuture<ApplyOutcome> applied = store.database.inTransaction(handle -> {
            addWithin(handle, EquipmentList.GOLDEN, DEVICE);
            return waiting(1, () -> store.apply(job.id(), CLERK));
        });

        Job after = ((ApplyOutcome.Applied) finished(applied)).job();
        assertThat(after.counts().rejected()).isEqualTo(1);
        assertThat(listsOf(DEVICE)).containsExactly(EquipmentList.GOLDEN);
        assertThat(listsOf(NEIGHBOUR)).containsExactly(EquipmentList.BLACK);
    }

    @Test
    void anImportThatIsTakenBackSeesTheGoldenEntryThatWasBeingAdded() throws Exception {
        black().add(DEVICE).apply();
        Job job = black().add(NEIGHBOUR).apply(Mode.REPLACE);

        CompletableFuture<RollbackOutcome> rolledBack = store.database.inTransaction(handle -> {
            addWithin(handle, EquipmentList.GOLDEN, DEVICE);
            return waiting(1, () -> store.imports.rollback(job.id(), CLERK));
        });

        assertThat(finished(rolledBack)).isInstanceOf(RollbackOutcome.RolledBack.class);
        assertThat(store.imports.findings(job.id()).laterEdits().first())
                .containsExactly(new LaterEdit(identity(DEVICE), 3));
        assertThat(listsOf(DEVICE)).containsExactly(EquipmentList.GOLDEN);
    }

    @Test
    void aGoldenEntryWaitsForABlackImportAndABlockByHandDoesNot() throws Exception {
        black().add("86000001000001").apply();
        Job job = black().remove("86000001000001").add(NEIGHBOUR).preview();

        List<CompletableFuture<?>> both = store.database.inTransaction(handle -> {
            handle.execute("SELECT FROM entry WHERE id = 1 FOR UPDATE"); // which the import withdraws
            CompletableFuture<ApplyOutcome> applied = waiting(1, () -> store.apply(job.id(), CLERK));
            CompletableFuture<ChangeOutcome> golden = waiting(2, () -> add(EquipmentList.GOLDEN, NEIGHBOUR));
            assertThat(add(EquipmentList.BLACK, "35693803564389")).isInstanceOf(ChangeOutcome.Done.class);
            assertThat(add(EquipmentList.BLACK, "49015420323751")).isInstanceOf(ChangeOutcome.Done.class);
            return List.of(applied, golden);
        });

        Job after = ((ApplyOutcome.Applied) finished(both.getFirst())).job();
        ChangeOutcome.Done golden = (ChangeOutcome.Done) finished(both.getLast());
        assertThat(golden.change().revision()).isGreaterThan(after.revision());
    }

    @Test
    void aBlockByHandSeesTheGoldenImportThatIsBeingRecorded() throws Exception {
        Job job = golden().add(DEVICE).preview();

        CompletableFuture<ChangeOutcome> block = store.database.inTransaction(handle -> {
            handle.execute("SELECT FROM head FOR UPDATE"); // whoever takes a revision waits
            waiting(1, () -> store.apply(job.id(), CLERK));
            return waiting(2, () -> add(EquipmentList.BLACK, DEVICE));
        });

        assertThat(finished(block)).isInstanceOf(ChangeOutcome.GoldenConflict.class);
        assertThat(listsOf(DEVICE)).containsExactly(EquipmentList.GOLDEN);
    }

    @Test
    void aBlackImportSeesTheGoldenImportThatIsBeingRecorded() throws Exception {
        Job protecting = golden().add(DEVICE).preview();
        Job blocking = black().add(DEVICE).preview();

        CompletableFuture<ApplyOutcome> blocked = store.database.inTransaction(handle -> {
            handle.execute("SELECT FROM head FOR UPDATE");
            waiting(1, () -> store.apply(protecting.id(), CLERK));
            return waiting(2, () -> store.apply(blocking.id(), CLERK));
        });

        assertThat(finished(blocked)).isInstanceOf(ApplyOutcome.Applied.class);
        assertThat(listsOf(DEVICE)).containsExactly(EquipmentList.GOLDEN);
    }

    /** Starts it, and returns once so many wait for a lock. */
    private <T> CompletableFuture<T> waiting(int waiters, Supplier<T> work) {
        CompletableFuture<T> started = CompletableFuture.supplyAsync(work, threads);
        Awaitility.await().until(() -> store.count("""
                                SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event_type = 'Lock'""") == waiters);
        return started;
    }

    private static <T> T finished(CompletableFuture<T> work) throws Exception {
        return work.get(20, TimeUnit.SECONDS);
    }

    private static void addWithin(Handle handle, EquipmentList list, String imei) throws SQLException {
        ListChange addition = ListChange.addition(facts(list, imei, "operator"));
        assertThat(new EntryChange(handle).make(addition, CLERK)).isInstanceOf(ChangeOutcome.Done.class);
    }

    private ChangeOutcome add(EquipmentList list, String imei) {
        return store.lists.add(facts(list, imei, "operator"), CLERK);
    }

    private ImportFile black() {
        return ImportFile.of(store, EquipmentList.BLACK);
    }

    private ImportFile golden() {
        return ImportFile.of(store, EquipmentList.GOLDEN);
    }

    private List<EquipmentList> listsOf(String imei) {
        return store.lists.covering(identity(imei)).stream()
                .map(entry -> entry.facts().list())
                .toList();
    }
}
