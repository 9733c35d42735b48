package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.LaterEdit;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.RollbackOutcome;
import org.eir.core.change.Imports.State;
import org.eir.core.list.Entry;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An applied import taken back: as if it had never been, but for what somebody decided since. */
class ImportRollbackTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T00:00:00Z");

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
    void theListIsAsItWasBeforeTheImportAndEveryNodeSeesIt() throws Exception {
        Register register = store.followedRegister();
        black().add("35693803564380", MONDAY)
                .add("35693803564381", MONDAY)
                .add("35693803564382", MONDAY)
                .apply();
        List<Object> before = inForce();
        Job job = black().add("35693803564380", TUESDAY) // changed
                .add("35693803564381", MONDAY) // unchanged
                .add("35693803564383", MONDAY) // new; 382 is missing
                .apply(Mode.REPLACE);

        Job rolledBack = rollback(job);

        assertThat(rolledBack.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rolledBack.rollbackRevision()).isEqualTo(3);
        assertThat(inForce()).isEqualTo(before);
        assertThat(store.imports.findings(job.id()).laterEdits().identities()).isZero();
        register.awaitRevision(3, Duration.ofSeconds(10));
        assertThat(register.view().table().identities()).isEqualTo(3);
        assertThat(register.view().table().lookup(35693803564382L).isListed()).isTrue();
        assertThat(register.view().table().lookup(35693803564383L).isListed()).isFalse();
    }

    @Test
    void itIsOneChangeSetInTheJournalLikeAnyOther() throws Exception {
        black().add("35693803564380", MONDAY).apply();
        Job job = black().add("35693803564380", TUESDAY).apply();

        rollback(job);

        assertThat(store.lists.changes(2, 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo("rollback");
            assertThat(change.actor()).isEqualTo("clerk");
            assertThat(change.rows())
                    .extracting(row -> row.operation() + " " + row.entryId())
                    .containsExactly("withdrawal 2", "addition 3");
        });
        assertThat(store.lists.entry(2).orElseThrow().withdrawn().reason()).isEqualTo(WithdrawalReason.ROLLED_BACK);
        Entry restored = store.lists.entry(3).orElseThrow();
        assertThat(restored.facts())
                .isEqualTo(store.lists.entry(1).orElseThrow().facts());
        assertThat(restored.withdrawn()).isNull();
    }

    @Test
    void laterEditsWinAndAreListed() throws Exception {
        black().add("35693803564380", MONDAY)
                .add("35693803564381", MONDAY)
                .add("35693803564382", MONDAY)
                .apply();
        Job job = black().add("35693803564380", TUESDAY)
                .add("35693803564383", MONDAY)
                .add("35693803564384", MONDAY)
                .apply(Mode.REPLACE);
        long changed = entryOf("35693803564380");
        store.lists.withdraw(changed, WithdrawalReason.RECOVERED, null, CLERK); // revision 3
        store.lists.withdraw(entryOf("35693803564383"), WithdrawalReason.MISTAKE, null, CLERK); // 4
        store.lists.add(facts(EquipmentList.BLACK, "35693803564381", "police"), CLERK); // 5: it was missing
        store.lists.add(facts(EquipmentList.BLACK, "35693803564384", "operator"), CLERK); // 6: another's, no matter

        rollback(job);

        assertThat(store.imports.findings(job.id()).laterEdits().identities()).isEqualTo(3);
        assertThat(store.imports.findings(job.id()).laterEdits().first())
                .containsExactly(
                        new LaterEdit(identity("35693803564380"), 3),
                        new LaterEdit(identity("35693803564381"), 5),
                        new LaterEdit(identity("35693803564383"), 4));
        assertThat(sourcesOf("35693803564380")).isEmpty();
        assertThat(sourcesOf("35693803564381")).containsExactly("police");
        assertThat(sourcesOf("35693803564382")).containsExactly("police");
        assertThat(sourcesOf("35693803564383")).isEmpty();
        assertThat(sourcesOf("35693803564384")).containsExactly("operator");
    }

    @Test
    void whatBecameGoldenIsNotBlockedAgain() throws Exception {
        black().add("35693803564380", MONDAY)
                .add("35693803564381", MONDAY)
                .add("35693803564382", MONDAY)
                .apply();
        Job job = black().add("35693803564382", TUESDAY).apply(Mode.REPLACE);
        store.lists.add(facts(EquipmentList.GOLDEN, "35693803564380", "operator"), CLERK); // revision 3
        store.lists.add(facts(EquipmentList.GOLDEN, "35693803564382", "operator"), CLERK); // it is blocked all the time

        rollback(job);

        assertThat(store.imports.findings(job.id()).laterEdits().first())
                .containsExactly(new LaterEdit(identity("35693803564380"), 3));
        assertThat(sourcesOf("35693803564380")).containsExactly("operator");
        assertThat(sourcesOf("35693803564381")).containsExactly("police");
        assertThat(store.lists.covering(identity("35693803564382")))
                .filteredOn(entry -> entry.facts().list() == EquipmentList.BLACK)
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().reported()).isEqualTo(MONDAY));
    }

    @Test
    void itIsDoneOnce() throws Exception {
        Job previewed = black().add("35693803564380", MONDAY).preview();
        assertThat(store.imports.rollback(previewed.id(), CLERK)).isEqualTo(new RollbackOutcome.NotApplied(previewed));
        store.apply(previewed.id(), CLERK);
        Job rolledBack = rollback(previewed);

        assertThat(store.imports.rollback(previewed.id(), CLERK)).isEqualTo(new RollbackOutcome.NotApplied(rolledBack));
        assertThat(store.imports.rollback(99, CLERK)).isEqualTo(new RollbackOutcome.NoSuchImport(99));
        assertThat(store.lists.changes(0, 10)).hasSize(2);
    }

    @Test
    void aRolledBackFileCanBeImportedAgain() throws Exception {
        Job job = black().add("35693803564380", MONDAY).apply();
        rollback(job);

        black().add("35693803564380", MONDAY).apply();

        assertThat(sourcesOf("35693803564380")).containsExactly("police");
    }

    @Test
    void anEditMadeWhileItIsUnderWayWinsToo() throws Exception {
        Job job = black().add("35693803564380", MONDAY)
                .add("35693803564381", MONDAY)
                .apply();
        long entry = entryOf("35693803564380");
        try (Connection byHand = store.database.connectForFeed();
                Statement statement = byHand.createStatement()) {
            byHand.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE"); // whoever gets here next waits
            CompletableFuture<RollbackOutcome> rollback =
                    CompletableFuture.supplyAsync(() -> store.imports.rollback(job.id(), CLERK));
            Awaitility.await().until(() -> isWaiting(statement));
            // As a withdrawal that began earlier would be recorded now; the rollback holds the entry's row.
            statement.execute("""
                    INSERT INTO change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, canonical)
                    VALUES (-1, 1, 2, %d, 1, 35693803564380, 35693803564380, '', '')""".formatted(entry));
            statement.execute("UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp()");
            statement.execute("""
                    INSERT INTO change_set SELECT -1, revision, recorded_at, 1, 1, 1, '', '', '' FROM head""");
            byHand.commit();

            assertThat(rollback.get(20, TimeUnit.SECONDS)).isInstanceOf(RollbackOutcome.RolledBack.class);
        }
        assertThat(store.imports.findings(job.id()).laterEdits().first())
                .containsExactly(new LaterEdit(identity("35693803564380"), 2));
        assertThat(sourcesOf("35693803564381")).isEmpty();
    }

    private static boolean isWaiting(Statement statement) throws Exception {
        statement.execute("SELECT pg_stat_clear_snapshot()"); // within a transaction it would always see the same
        try (ResultSet row = statement.executeQuery("""
                SELECT count(*) FROM pg_stat_activity WHERE application_name = 'eir-import'
                    AND datname = current_database() AND wait_event_type = 'Lock'""")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    private Job rollback(Job job) {
        return ((RollbackOutcome.RolledBack) store.imports.rollback(job.id(), CLERK)).job();
    }

    private ImportFile black() {
        return ImportFile.of(store, EquipmentList.BLACK);
    }

    private long entryOf(String imei) {
        return store.lists.covering(identity(imei)).getFirst().id();
    }

    private List<String> sourcesOf(String imei) {
        return store.lists.covering(identity(imei)).stream()
                .map(entry -> entry.facts().source())
                .toList();
    }

    /** What is said of the ten devices these tests use. */
    private List<Object> inForce() {
        List<Object> facts = new ArrayList<>();
        for (long imei = 35693803564380L; imei < 35693803564390L; imei++) {
            store.lists.covering(identity(Long.toString(imei))).forEach(entry -> facts.add(entry.facts()));
        }
        return facts;
    }
}
