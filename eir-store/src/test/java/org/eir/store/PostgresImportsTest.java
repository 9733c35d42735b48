package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eir.core.change.Imports.ApplyOutcome;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Receiver;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.change.Imports.State;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresImportsTest {
    private static final Optional<String> TOO_MUCH = Optional.of("it is too much");
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
    void nothingCountsBeforeAnImportIsApplied() throws Exception {
        Register register = store.followedRegister();

        Job previewed = preview(Mode.ADD, row("35693803564380", MONDAY), row("35693803564381", MONDAY));

        assertThat(previewed.state()).isEqualTo(State.PREVIEWED);
        assertThat(previewed.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 0));
        assertThat(store.lists.changes(0, 10)).isEmpty();

        Job applied = apply(previewed);

        assertThat(applied.state()).isEqualTo(State.APPLIED);
        assertThat(register.awaitRevision(applied.revision(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(register.view().table().identities()).isEqualTo(2);
        assertThat(store.lists.changes(0, 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo("import");
            assertThat(change.count()).isEqualTo(2);
        });
    }

    @Test
    void theSameFileAgainChangesNothing() throws Exception {
        apply(preview(Mode.ADD, row("35693803564380", MONDAY)));

        Job again = preview(Mode.ADD, row("35693803564380", MONDAY));

        assertThat(again.counts()).isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
        assertThat(apply(again).counts()).isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void aRepeatedLineIsOneEntryAndAContradictionIsRejected() throws Exception {
        Job job = preview(
                Mode.ADD,
                row("35693803564380", MONDAY),
                row("35693803564380", MONDAY),
                row("35693803564380", TUESDAY),
                row("35693803564381", MONDAY));

        assertThat(job.counts()).isEqualTo(new Counts(4, 2, 1, 0, 0, 1, 0));
        assertThat(store.imports.rejections(job.id(), 0, 10))
                .containsExactly(new Rejection(
                        4,
                        new Refusal(
                                "imei",
                                "35693803564380",
                                "line 2 says something else about the same identity; that line counts")));
    }

    @Test
    void rejectedRowsNameTheColumnOfTheirFile() {
        Job job = ImportFile.of(store, EquipmentList.BLACK)
                .with("tac")
                .add("35693803", MONDAY)
                .add("35693803", TUESDAY)
                .preview();

        assertThat(store.imports.rejections(job.id(), 0, 10))
                .extracting(rejection -> rejection.refusal().field())
                .containsExactly("tac");
    }

    @Test
    void aCorrectedRowIsAWithdrawalAndAnAdditionInOneChange() throws Exception {
        apply(preview(Mode.ADD, row("35693803564380", MONDAY), row("35693803564381", MONDAY)));

        Job job = preview(Mode.ADD, row("35693803564380", TUESDAY), row("35693803564381", MONDAY));

        assertThat(job.counts()).isEqualTo(new Counts(2, 0, 1, 1, 0, 0, 0));
        assertThat(apply(job).counts()).isEqualTo(new Counts(2, 0, 1, 1, 0, 0, 0));
        assertThat(store.lists.covering(identity("35693803564380")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().reported()).isEqualTo(TUESDAY));
        assertThat(store.lists.entry(1))
                .get()
                .satisfies(entry -> assertThat(entry.withdrawn().reason()).isEqualTo(WithdrawalReason.CORRECTED));
        assertThat(store.lists.changes(1, 10))
                .singleElement()
                .satisfies(change -> assertThat(change.rows())
                        .extracting(row -> row.operation())
                        .containsExactly("withdrawal", "addition"));
    }

    @Test
    void replacingWithdrawsWhatTheFileNoLongerHoldsButOnlyOfItsSourceAndList() throws Exception {
        Register register = store.followedRegister();
        apply(preview(Mode.ADD, row("35693803564380", MONDAY), row("35693803564381", MONDAY)));
        store.lists.add(facts(EquipmentList.BLACK, "35693803564382", "operator"), CLERK);
        store.lists.add(facts(EquipmentList.GREY, "35693803564383", "police"), CLERK);

        Job job = preview(Mode.REPLACE, row("35693803564381", MONDAY), row("35693803564384", MONDAY));

        assertThat(job.counts()).isEqualTo(new Counts(2, 1, 1, 0, 1, 0, 0));
        Job applied = apply(job);
        assertThat(applied.counts()).isEqualTo(new Counts(2, 1, 1, 0, 1, 0, 0));
        register.awaitRevision(applied.revision(), Duration.ofSeconds(10));
        assertThat(register.view().table().lookup(35693803564380L).isListed()).isFalse();
        for (long imei = 35693803564381L; imei <= 35693803564384L; imei++) {
            assertThat(register.view().table().lookup(imei).isListed()).isTrue();
        }
    }

    @Test
    void rejectedRowsKeepLineFieldValueAndRule() throws Exception {
        try (Receiver receiver = store.imports.open(request(Mode.ADD), "imei", CLERK)) {
            receiver.reject(7, Refusal.of("imei", "3569\0", "an IMEI has 14 to 16 decimal digits"));
            receiver.accept(8, RowChange.ADD, row("35693803564380", MONDAY), false, true);
            Job job = receiver.preview(StoreHarness::noImpact);

            assertThat(job.counts()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1, 1));
            assertThat(store.imports.rejections(job.id(), 0, 10))
                    .extracting(Rejection::line)
                    .containsExactly(7L);
        }
    }

    @Test
    void anImportIsAppliedOnce() throws Exception {
        Job job = preview(Mode.ADD, row("35693803564380", MONDAY));
        apply(job);

        assertThat(store.apply(job.id(), CLERK)).isInstanceOf(ApplyOutcome.NotPreviewed.class);
        assertThat(store.apply(999, CLERK)).isEqualTo(new ApplyOutcome.NoSuchImport(999));
    }

    @Test
    void anImportGivenUpHalfWayLeavesNothing() throws Exception {
        long id;
        try (Receiver receiver = store.imports.open(request(Mode.ADD), "imei", CLERK)) {
            id = receiver.id();
            receiver.accept(2, RowChange.ADD, row("35693803564380", MONDAY), false, false);
        }

        assertThat(store.imports.job(id).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(store.lists.covering(identity("35693803564380"))).isEmpty();
    }

    @Test
    void stagedRowsLostInACrashAreNoticedBeforeAnythingIsWithdrawn() throws Exception {
        apply(preview(Mode.ADD, row("35693803564380", MONDAY)));
        Job job = preview(Mode.REPLACE, row("35693803564381", MONDAY));
        store.asService("TRUNCATE staging.import_" + job.id()); // what PostgreSQL does with it after a crash

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> store.apply(job.id(), CLERK)))
                .hasMessageContaining("import the file again");

        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(store.lists.covering(identity("35693803564380"))).hasSize(1);
    }

    @Test
    void importsOfADeadNodeAreEndedAndOthersLeftAlone() throws Exception {
        Job job = preview(Mode.ADD, row("35693803564380", MONDAY));
        store.asService("UPDATE import SET state = 'applying' WHERE id = " + job.id());
        try (Receiver living = store.imports.open(request(Mode.ADD), "imei", CLERK)) {
            store.imports.endOrphans();

            assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.FAILED);
            assertThat(store.imports.job(living.id()).orElseThrow().state()).isEqualTo(State.RECEIVING);
        }
    }

    @Test
    void previewsThatNobodyAppliesDoNotPileUp() throws Exception {
        Job first = preview(Mode.ADD, row("35693803564380", MONDAY));
        for (int i = 0; i < 50; i++) {
            preview(Mode.ADD, row("35693803564380", MONDAY));
        }

        store.imports.endOrphans();

        assertThat(store.imports.job(first.id()).orElseThrow())
                .satisfies(job -> assertThat(job.state()).isEqualTo(State.FAILED))
                .satisfies(job -> assertThat(job.failure()).contains("import the file again"));
        assertThat(store.apply(first.id() + 1, CLERK)).isInstanceOf(ApplyOutcome.Applied.class);
    }

    @Test
    void anEntryMadeByHandMeanwhileIsNotAddedTwice() throws Exception {
        Job job = preview(Mode.ADD, row("35693803564380", MONDAY), row("35693803564381", MONDAY));
        Entry byHand = ((ChangeOutcome.Done) store.lists.add(row("35693803564380", MONDAY), CLERK))
                .added()
                .getFirst();

        assertThat(apply(job).counts()).isEqualTo(new Counts(2, 1, 1, 0, 0, 0, 0));
        assertThat(store.lists.covering(identity("35693803564380"))).containsExactly(byHand);
    }

    @Test
    void whatTheFileDoesNotSayIsNoChange() throws Exception {
        Entry told = byHand();

        Job job = apply(preview(Mode.ADD, row("35693803564380", null)));

        assertThat(job.counts()).isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
        assertThat(store.lists.covering(identity("35693803564380"))).containsExactly(told);
    }

    @Test
    void aCorrectionOfOneFactCarriesAllOthersOver() throws Exception {
        EntryFacts told = byHand().facts();

        Job previewed = preview(Mode.ADD, row("35693803564380", TUESDAY));
        Job job = apply(previewed);

        assertThat(job.counts()).isEqualTo(new Counts(1, 0, 0, 1, 0, 0, 0));
        assertThat(store.imports.findings(job.id()).extent().exempt()).isEqualTo(1);
        assertThat(store.lists.covering(identity("35693803564380")))
                .filteredOn(entry -> entry.withdrawn() == null)
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts())
                        .isEqualTo(new EntryFacts(
                                told.identity(),
                                told.list(),
                                told.source(),
                                told.scope(),
                                told.reason(),
                                told.reference(),
                                told.sourceReference(),
                                told.note(),
                                told.exempt(),
                                TUESDAY,
                                told.validity())));
    }

    @Test
    void aReasonThatSomebodyGaveIsAChange() throws Exception {
        byHand();
        try (Receiver receiver = store.imports.open(request(Mode.ADD), "imei", CLERK)) {
            receiver.accept(2, RowChange.ADD, row("35693803564380", null), true, false);

            assertThat(receiver.preview(StoreHarness::noImpact).counts().changed())
                    .isEqualTo(1);
        }
    }

    @Test
    void itIsJudgedAgainByListsThatHaveChangedSinceItsPreview() throws Exception {
        Job previewed = preview(Mode.ADD, row("35693803564380", TUESDAY));
        byHand();

        ApplyOutcome outcome = store.imports.apply(
                previewed.id(),
                CLERK,
                StoreHarness::noImpact,
                (request, counts, findings) -> findings.extent().exempt() > 0 ? TOO_MUCH : Optional.empty());

        Job again = store.imports.job(previewed.id()).orElseThrow();
        assertThat(outcome).isEqualTo(new ApplyOutcome.BeyondLimits(again, "it is too much"));
        assertThat(again.state()).isEqualTo(State.PREVIEWED);
        assertThat(again.counts()).isEqualTo(new Counts(1, 0, 0, 1, 0, 0, 0));
        assertThat(store.lists.covering(identity("35693803564380"))).hasSize(1);
        assertThat(apply(again).counts()).isEqualTo(again.counts());
    }

    @Test
    void whatChangesWhileItIsAppliedIsJudgedBeforeItCounts() throws Exception {
        Job previewed = preview(Mode.ADD, row("35693803564398", MONDAY));
        store.lists.add(row("35693803564406", MONDAY), CLERK);
        AtomicInteger asked = new AtomicInteger();

        ApplyOutcome outcome =
                store.imports.apply(previewed.id(), CLERK, StoreHarness::noImpact, (request, counts, findings) -> {
                    if (asked.incrementAndGet() > 1) {
                        return TOO_MUCH;
                    }
                    byHand();
                    return Optional.empty();
                });

        assertThat(outcome).isInstanceOf(ApplyOutcome.BeyondLimits.class);
        assertThat(asked).hasValue(3);
        assertThat(store.lists.covering(identity("35693803564398"))).isEmpty();
    }

    @Test
    void whatWasJudgedByTheSameListsIsNotJudgedTwice() throws Exception {
        Job previewed = preview(Mode.ADD, row("35693803564380", MONDAY));

        assertThat(store.imports.apply(
                        previewed.id(), CLERK, StoreHarness::noImpact, (request, counts, findings) -> TOO_MUCH))
                .isInstanceOf(ApplyOutcome.Applied.class);
    }

    private Entry byHand() {
        EntryFacts facts = new EntryFacts(
                identity("35693803564380"),
                EquipmentList.BLACK,
                "police",
                "op-a",
                Reason.OTHER,
                "FIR 12/2026",
                "case 7",
                "told on the phone",
                true,
                MONDAY,
                new Validity(null, Instant.parse("2030-01-01T00:00:00Z")));
        return ((ChangeOutcome.Done) store.lists.add(facts, CLERK)).added().getFirst();
    }

    private static Request request(Mode mode) {
        return new Request(EquipmentList.BLACK, "police", mode, "stolen.csv", false);
    }

    private static EntryFacts row(String imei, @Nullable Instant reported) {
        return new EntryFacts(
                identity(imei),
                EquipmentList.BLACK,
                "police",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "stolen.csv",
                null,
                false,
                reported,
                Validity.ALWAYS);
    }

    private Job preview(Mode mode, EntryFacts... rows) throws Exception {
        try (Receiver receiver = store.imports.open(request(mode), "imei", CLERK)) {
            long line = 2;
            for (EntryFacts facts : rows) {
                receiver.accept(line++, RowChange.ADD, facts, false, false);
            }
            return receiver.preview(StoreHarness::noImpact);
        }
    }

    private Job apply(Job job) {
        return ((ApplyOutcome.Applied) store.apply(job.id(), CLERK)).job();
    }
}
