package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.list.Entry;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresListsTest {
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
    void anAddedEntryIsFoundWithItsRevision() {
        Entry added = added(EquipmentList.BLACK, "490154203237518", "police");

        assertThat(added.added().revision()).isEqualTo(1);
        assertThat(store.lists.entry(added.id())).contains(added);
        assertThat(store.lists.covering(identity("49015420323751"))).containsExactly(added);
    }

    @Test
    void aSourceHasOneEntryForAnIdentityInAList() {
        Entry first = added(EquipmentList.BLACK, "490154203237518", "police");

        assertThat(store.lists.add(facts(EquipmentList.BLACK, "490154203237518", "police"), CLERK))
                .isEqualTo(new ChangeOutcome.AlreadyListed(first.facts(), first));
        assertThat(store.lists.changes(0, 10)).hasSize(1);
    }

    @Test
    void twoSourcesEachOwnTheirEntry() {
        Entry police = added(EquipmentList.BLACK, "490154203237518", "police");
        Entry operator = added(EquipmentList.BLACK, "490154203237518", "operator");

        store.lists.withdraw(police.id(), WithdrawalReason.RECOVERED, "FIR 12/2026", CLERK);

        assertThat(store.lists.covering(identity("49015420323751"))).containsExactly(operator);
    }

    @Test
    void coveringEntriesComeMostSevereFirstThenNarrowest() {
        Entry white = added(EquipmentList.WHITE, "49015420323751", "a");
        Entry greyTac = added(EquipmentList.GREY, "49015420", "a");
        Entry blackTac = added(EquipmentList.BLACK, "49015420", "a");
        Entry blackRange = added(EquipmentList.BLACK, "49015420323000-49015420323999", "a");
        added(EquipmentList.BLACK, "49015420323752", "a");
        added(EquipmentList.BLACK, "49015420324000-49015420324999", "a");

        assertThat(store.lists.covering(identity("49015420323751")))
                .containsExactly(blackRange, blackTac, greyTac, white);
    }

    @Test
    void aWithdrawalIsRecordedBesideTheEntryOnce() {
        Entry entry = added(EquipmentList.BLACK, "490154203237518", "police");

        ChangeOutcome done = store.lists.withdraw(entry.id(), WithdrawalReason.RECOVERED, "back", CLERK);

        assertThat(done).isInstanceOfSatisfying(ChangeOutcome.Done.class, outcome -> {
            assertThat(store.lists.entry(entry.id()))
                    .contains(outcome.withdrawn().getFirst());
            assertThat(outcome.change().revision()).isEqualTo(2);
        });
        assertThat(store.lists.withdraw(entry.id(), WithdrawalReason.MISTAKE, null, CLERK))
                .isInstanceOf(ChangeOutcome.AlreadyWithdrawn.class);
        assertThat(store.lists.withdraw(999, WithdrawalReason.MISTAKE, null, CLERK))
                .isEqualTo(new ChangeOutcome.NoSuchEntry(999));
    }

    @Test
    void theJournalTellsWhatHappenedInOrder() {
        Entry entry = added(EquipmentList.BLACK, "490154203237518", "police");
        store.lists.withdraw(entry.id(), WithdrawalReason.RECOVERED, null, CLERK);
        store.setPolicy(new Policy(0, Verdict.PERMITTED, Verdict.UNKNOWN, Verdict.UNKNOWN));

        List<ChangeSet> changes = store.lists.changes(0, 10);

        assertThat(changes).extracting(ChangeSet::revision).containsExactly(1L, 2L, 3L);
        assertThat(changes).extracting(ChangeSet::recordedAt).isSorted();
        assertThat(changes)
                .flatExtracting(ChangeSet::rows)
                .extracting(row -> row.operation() + " " + row.subject())
                .containsExactly(
                        "addition 49015420323751",
                        "withdrawal 49015420323751",
                        "policy default: permitted / unknown / unknown");
        assertThat(store.lists.changes(1, 1)).containsExactly(changes.get(1));
    }

    @Test
    void revisionsHaveNoGapsHoweverManyWriteAtOnce() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Callable<Object>> additions = IntStream.range(0, 100)
                    .mapToObj(i ->
                            (Callable<Object>) () -> added(EquipmentList.BLACK, "490154203" + (10000 + i), "police"))
                    .toList();
            writers.invokeAll(additions);
        }

        assertThat(store.lists.changes(0, 1000))
                .extracting(ChangeSet::revision)
                .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
    }

    @Test
    void whoeverWritesSeesItInTheRegister() throws Exception {
        var register = store.followedRegister();

        Entry entry = added(EquipmentList.BLACK, "490154203237518", "police");

        assertThat(register.awaitRevision(entry.added().revision(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(register.view().table().lookup(49015420323751L).list()).isEqualTo(EquipmentList.BLACK);
    }

    @Test
    void theServiceCannotRewriteTheJournal() {
        added(EquipmentList.BLACK, "490154203237518", "police");

        for (String table : List.of("change", "change_set", "policy", "entry")) {
            refused("DELETE FROM " + table, "permission denied");
            refused("TRUNCATE " + table, "permission denied");
        }
        refused("UPDATE change SET canonical = ''", "permission denied");
        refused("UPDATE change_set SET recorded_at = now()", "permission denied");
        refused("UPDATE entry SET list = 0", "permission denied");
        refused("UPDATE head SET revision = 0", "advances by one revision");
    }

    @Test
    void evenTheOwnerIsStoppedFromRewriting() {
        added(EquipmentList.BLACK, "490154203237518", "police");

        for (String table : List.of("change", "change_set")) {
            refusedToOwner("DELETE FROM " + table);
            refusedToOwner("TRUNCATE " + table + " CASCADE");
        }
        refusedToOwner("UPDATE change SET canonical = ''");
        refusedToOwner("DELETE FROM entry");
    }

    private void refused(String sql, String why) {
        assertThatThrownBy(() -> store.asService(sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(why);
    }

    private void refusedToOwner(String sql) {
        assertThatThrownBy(() -> store.asOwner(sql)).as(sql).hasMessageContaining("append-only");
    }

    private Entry added(EquipmentList list, String identity, String source) {
        return ((ChangeOutcome.Done) store.lists.add(facts(list, identity, source), CLERK))
                .added()
                .getFirst();
    }
}
