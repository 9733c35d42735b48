package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChange.Withdrawal;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.ListChanges.ChangeOutcome.Done;
import org.eir.core.change.ListChanges.ChangeOutcome.GoldenConflict;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.Tac;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EntryFilter;
import org.eir.core.list.EntryFilter.State;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of several steps, the golden list, and entries found by what is known of them. */
class ListChangesTest {
    private static final String DEVICE = "49015420323751";

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
    void aCorrectionIsAWithdrawalAndAnAdditionInOneChangeSet() {
        Entry wrong = added(EquipmentList.BLACK, DEVICE, "police");
        EntryFacts right = facts(EquipmentList.GREY, DEVICE, "police");

        Done done = (Done) store.lists.change(ListChange.correction(wrong.id(), "typo", right), CLERK);

        Entry corrected = done.added().getFirst();
        assertThat(store.lists.covering(identity(DEVICE))).containsExactly(corrected);
        assertThat(store.lists.entry(wrong.id())).contains(done.withdrawn().getFirst());
        assertThat(done.withdrawn().getFirst().withdrawn().reason()).isEqualTo(WithdrawalReason.CORRECTED);
        ListQueries.ChangeSet set =
                store.lists.changes(done.change().revision() - 1, 1).getFirst();
        assertThat(set.rows()).extracting(ListQueries.Row::operation).containsExactly("withdrawal", "addition");
    }

    @Test
    void aCorrectionMayKeepTheKey() {
        Entry wrong = added(EquipmentList.BLACK, DEVICE, "police");

        assertThat(store.lists.change(ListChange.correction(wrong.id(), null, wrong.facts()), CLERK))
                .isInstanceOf(Done.class);
    }

    @Test
    void ofAChangeThatIsRefusedNothingIsLeft() {
        Entry first = added(EquipmentList.BLACK, DEVICE, "police");
        Entry inTheWay = added(EquipmentList.BLACK, "49015420323753", "police");
        ListChange change = new ListChange(
                List.of(new Withdrawal(first.id(), WithdrawalReason.MISTAKE, null)),
                List.of(facts(EquipmentList.BLACK, "49015420323752", "police"), inTheWay.facts()),
                false);

        assertThat(store.lists.change(change, CLERK))
                .isEqualTo(new ChangeOutcome.AlreadyListed(inTheWay.facts(), inTheWay));

        assertThat(store.lists.entry(first.id())).contains(first);
        assertThat(store.lists.covering(identity("49015420323752"))).isEmpty();
        assertThat(store.lists.changes(0, 10)).hasSize(2);
    }

    @Test
    void theSourcesOwnReferenceIsKept() {
        EntryFacts facts = new EntryFacts(
                identity(DEVICE),
                EquipmentList.BLACK,
                "police",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "FIR 12/2026",
                "case 7",
                "note",
                false,
                null,
                Validity.ALWAYS);

        Entry added = ((Done) store.lists.add(facts, CLERK)).added().getFirst();

        assertThat(store.lists.entry(added.id()).orElseThrow().facts()).isEqualTo(facts);
    }

    @ParameterizedTest
    @CsvSource({
        "49015420323751, 49015420323751, true",
        "49015420323700-49015420323799, 49015420323751, true",
        "49015420, 49015420323700-49015420323799, true",
        "49015420323700-49015420323799, 49015420323790-49015420323850, true",
        "49015420323751, 49015420323700-49015420323799, false",
        "49015420323700-49015420323799, 49015420, false",
        "49015420323751, 49015420323752, false",
        "49015420323700-49015420323799, 49015420323800-49015420323899, false"
    })
    void theGoldenListForbidsWhatIsNoWiderAndMeetsIt(String golden, String asked, boolean isForbidden) {
        Entry protectedBy = added(EquipmentList.GOLDEN, golden, "regulator");

        for (EquipmentList list : List.of(EquipmentList.BLACK, EquipmentList.GREY)) {
            EntryFacts facts = facts(list, asked, "police");
            if (isForbidden) {
                assertThat(store.lists.add(facts, CLERK)).isEqualTo(new GoldenConflict(facts, List.of(protectedBy)));
            } else {
                assertThat(store.lists.add(facts, CLERK)).isInstanceOf(Done.class);
            }
        }
        assertThat(store.lists.add(facts(EquipmentList.WHITE, asked, "police"), CLERK))
                .isInstanceOf(Done.class);
    }

    @Test
    void aGoldenEntryThatHasExpiredOrWasWithdrawnForbidsNothing() {
        EntryFacts expired = new EntryFacts(
                identity(DEVICE),
                EquipmentList.GOLDEN,
                "regulator",
                EntryFacts.EVERYONE,
                Reason.TEST,
                null,
                null,
                true,
                null,
                new Validity(null, Instant.now().minusSeconds(60)));
        store.lists.add(expired, CLERK);
        Entry withdrawn = added(EquipmentList.GOLDEN, DEVICE, "other");
        store.lists.withdraw(withdrawn.id(), WithdrawalReason.MISTAKE, null, CLERK);

        assertThat(store.lists.add(facts(EquipmentList.BLACK, DEVICE, "police"), CLERK))
                .isInstanceOf(Done.class);
    }

    @Test
    void whatOverridesTheGoldenListIsRecordedWithWhatItOverrides() throws Exception {
        var register = store.followedRegister();
        Entry golden = added(EquipmentList.GOLDEN, DEVICE, "regulator");
        EntryFacts black = facts(EquipmentList.BLACK, DEVICE, "police");

        Done done = (Done) store.lists.change(ListChange.addition(black).overridingGolden(), CLERK);

        ListQueries.ChangeSet set =
                store.lists.changes(done.change().revision() - 1, 1).getFirst();
        assertThat(set.rows())
                .extracting(row -> row.operation() + " " + row.entryId())
                .containsExactly("addition " + done.added().getFirst().id(), "golden-override " + golden.id());
        assertThat(register.awaitRevision(done.change().revision(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(register.view().table().lookup(49015420323751L).list()).isEqualTo(EquipmentList.BLACK);
    }

    @Test
    void aGoldenEntryAndWhatItForbidsAreNeverAddedSideBySide() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Callable<ChangeOutcome>> additions = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String device = "490154203237" + (10 + i);
                additions.add(() -> store.lists.add(facts(EquipmentList.GOLDEN, device, "regulator"), CLERK));
                additions.add(() -> store.lists.add(facts(EquipmentList.BLACK, device, "police"), CLERK));
            }
            List<Future<ChangeOutcome>> outcomes = writers.invokeAll(additions);
            for (int i = 0; i < outcomes.size(); i += 2) {
                Done golden = (Done) outcomes.get(i).get();
                if (outcomes.get(i + 1).get() instanceof Done black) {
                    assertThat(black.change().revision())
                            .as("blocked before it was golden, or not at all")
                            .isLessThan(golden.change().revision());
                }
            }
        }
    }

    @Test
    void entriesAreFoundByWhatIsKnownOfThemNewestFirst() {
        Entry black = added(EquipmentList.BLACK, "35693803000001", "a");
        Entry grey = added(EquipmentList.GREY, "35693803000002", "a");
        Entry ofB = added(EquipmentList.BLACK, "49015420323751", "b");
        Entry gone = added(EquipmentList.BLACK, "35693803000003", "a");
        store.lists.withdraw(gone.id(), WithdrawalReason.MISTAKE, null, CLERK);

        assertThat(ids(filter(null, null, null, State.IN_FORCE))).containsExactly(ofB.id(), grey.id(), black.id());
        assertThat(ids(filter(null, null, null, State.WITHDRAWN))).containsExactly(gone.id());
        assertThat(ids(filter(EquipmentList.GREY, null, null, State.ALL))).containsExactly(grey.id());
        assertThat(ids(filter(null, "b", null, State.ALL))).containsExactly(ofB.id());
        Tac tac = new Tac(35693803);
        assertThat(ids(filter(null, null, tac, State.ALL))).containsExactly(gone.id(), grey.id(), black.id());
        assertThat(ids(filter(null, null, tac, State.IN_FORCE))).containsExactly(grey.id(), black.id());
        assertThat(ids(filter(null, null, tac, State.WITHDRAWN))).containsExactly(gone.id());
        assertThat(ids(new EntryFilter(
                        null,
                        Reason.STOLEN,
                        null,
                        null,
                        grey.added().at(),
                        gone.added().at(),
                        State.ALL)))
                .containsExactly(ofB.id(), grey.id());
        assertThat(store.lists.entries(filter(null, null, null, State.ALL), Instant.now(), ofB.id(), 1))
                .containsExactly(grey);
    }

    private static EntryFilter filter(EquipmentList list, String source, Tac tac, State state) {
        return new EntryFilter(list, null, source, tac, null, null, state);
    }

    private List<Long> ids(EntryFilter filter) {
        return store.lists.entries(filter, Instant.now(), Long.MAX_VALUE, 100).stream()
                .map(Entry::id)
                .toList();
    }

    private Entry added(EquipmentList list, String identity, String source) {
        return ((Done) store.lists.add(facts(list, identity, source), CLERK))
                .added()
                .getFirst();
    }
}
