package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.time.Duration;
import java.time.Instant;
import org.eir.core.change.Imports.ApplyOutcome;
import org.eir.core.change.Imports.Conflict;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.Imports.State;
import org.eir.core.change.Imports.TacRows;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.identity.Tac;
import org.eir.core.list.Entry;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deltas, and what a preview says beyond its counts. */
class ImportFindingsTest {
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
    void aDeltaAddsCorrectsAndRemovesInOneRevision() {
        black().add("35693803564380", MONDAY).add("35693803564381", MONDAY).apply();

        Job job = black().update("35693803564380", TUESDAY)
                .remove("35693803564381")
                .add("35693803564382", MONDAY)
                .apply();

        assertThat(job.counts()).isEqualTo(new Counts(3, 1, 0, 1, 1, 0, 0));
        assertThat(inForce("35693803564380").facts().reported()).isEqualTo(TUESDAY);
        assertThat(store.lists.entry(2))
                .get()
                .satisfies(removed ->
                        assertThat(removed.withdrawn().reason()).isEqualTo(WithdrawalReason.REMOVED_BY_FILE));
        assertThat(inForce("35693803564382").facts().reported()).isEqualTo(MONDAY);
        assertThat(store.lists.changes(1, 10))
                .singleElement()
                .satisfies(change -> assertThat(change.rows())
                        .extracting(row -> row.operation())
                        .containsExactly("withdrawal", "withdrawal", "addition", "addition"));
    }

    @Test
    void aDeltaCannotCorrectOrRemoveWhatItsSourceDoesNotHave() {
        store.lists.add(facts(EquipmentList.BLACK, "35693803564380", "operator"), CLERK);

        Job job = black().remove("35693803564380")
                .update("35693803564381", MONDAY)
                .add("35693803564382")
                .preview();

        assertThat(job.counts()).isEqualTo(new Counts(3, 1, 0, 0, 0, 2, 0));
        assertThat(store.imports.rejections(job.id(), 0, 10))
                .extracting(rejection ->
                        rejection.line() + " " + rejection.refusal().sentence())
                .containsExactly(
                        "2 change_type 'remove': the source has no entry in force for 35693803564380 in this list",
                        "3 change_type 'update': the source has no entry in force for 35693803564381 in this list");
    }

    @Test
    void whatWasWithdrawnByHandSinceThePreviewIsNotCorrectedBackIntoForce() {
        black().add("35693803564380", MONDAY).apply();
        Job job = black().update("35693803564380", TUESDAY).preview();
        store.lists.withdraw(1, WithdrawalReason.RECOVERED, null, CLERK);

        store.apply(job.id(), CLERK);

        assertThat(store.lists.covering(identity("35693803564380"))).isEmpty();
    }

    @Test
    void rowsThatBlockWhatIsGoldenAreRejectedAndNamed() {
        long golden = added(facts(EquipmentList.GOLDEN, "35693803", "operator")); // a whole model
        added(facts(EquipmentList.GOLDEN, "49015420323751", "operator"));

        Job job = black().with("golden_imei")
                .add("35693803564380")
                .add("49015420") // wider than the golden entry, which hides it
                .add("86000001000001")
                .preview();

        assertThat(job.counts()).isEqualTo(new Counts(3, 2, 0, 0, 0, 1, 0));
        assertThat(store.imports.findings(job.id()).goldenConflicts().rows()).isEqualTo(1);
        assertThat(store.imports.findings(job.id()).goldenConflicts().first())
                .containsExactly(new Conflict(2, identity("35693803564380"), golden, EquipmentList.GOLDEN, "operator"));
        assertThat(store.imports.rejections(job.id(), 0, 10))
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.line()).isEqualTo(2L))
                .satisfies(rejection -> assertThat(rejection.refusal().field()).isEqualTo("golden_imei"));
    }

    @Test
    void whoOverridesTheGoldenListIsToldAndNothingIsRejected() {
        added(facts(EquipmentList.GOLDEN, "35693803564380", "operator"));

        Job job = black().add("35693803564380").preview(Mode.ADD, true);

        assertThat(job.counts()).isEqualTo(new Counts(1, 1, 0, 0, 0, 0, 0));
        assertThat(job.request().overrideGolden()).isTrue();
        assertThat(store.imports.findings(job.id()).goldenConflicts().rows()).isEqualTo(1);
        store.apply(job.id(), CLERK);
        assertThat(store.lists.changes(1, 10))
                .singleElement()
                .satisfies(change -> assertThat(change.rows())
                        .extracting(row -> row.operation() + " of the " + row.list() + " list")
                        .containsExactly("addition of the black list", "golden-override of the golden list"));
        assertThat(black().add("35693803564380").preview().counts())
                .as("it is blocked already")
                .isEqualTo(new Counts(1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void whatBecomesGoldenAfterThePreviewIsNotBlocked() {
        Job job = black().add("35693803564380").add("35693803564381").preview();
        added(facts(EquipmentList.GOLDEN, "35693803564380", "operator"));

        Job applied = ((ApplyOutcome.Applied) store.apply(job.id(), CLERK)).job();

        assertThat(applied.counts()).isEqualTo(new Counts(2, 1, 0, 0, 0, 1, 0));
        assertThat(store.imports.rejections(job.id(), 0, 10))
                .singleElement()
                .extracting(Rejection::line)
                .isEqualTo(2L);
        assertThat(store.lists.covering(identity("35693803564380")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().list()).isEqualTo(EquipmentList.GOLDEN));
    }

    @Test
    void theGoldenListProtectsFromTrackingTooAndNotFromRegistration() {
        added(facts(EquipmentList.GOLDEN, "35693803564380", "operator"));

        Job tracked =
                ImportFile.of(store, EquipmentList.GREY).add("35693803564380").preview();
        Job registered =
                ImportFile.of(store, EquipmentList.WHITE).add("35693803564380").preview();

        assertThat(tracked.counts().rejected()).isEqualTo(1);
        assertThat(store.imports.findings(tracked.id()).conflicts().rows()).isZero();
        assertThat(registered.counts().rejected()).isZero();
        assertThat(store.imports.findings(registered.id()).conflicts().rows()).isEqualTo(1);
    }

    @Test
    void rowsWhoseIdentityIsInAnotherListAreCountedAndTheFirstAreNamed() {
        long white = added(facts(EquipmentList.WHITE, "35693803564380", "customs"));
        added(facts(EquipmentList.BLACK, "35693803564381", "operator")); // the same list: no conflict
        added(facts(EquipmentList.GREY, "35693803", "operator")); // another identity: precedence decides
        ImportFile file = black().add("35693803564380").add("35693803564381");
        for (int i = 0; i < 25; i++) {
            String imei = "860000010000" + (10 + i);
            added(facts(EquipmentList.GREY, imei, "operator"));
            file.add(imei);
        }

        Job job = file.preview();

        assertThat(store.imports.findings(job.id()).conflicts().rows()).isEqualTo(26);
        assertThat(store.imports.findings(job.id()).conflicts().first())
                .hasSize(20)
                .startsWith(new Conflict(2, identity("35693803564380"), white, EquipmentList.WHITE, "customs"));
    }

    @Test
    void theModelsWithMostRowsAreNamed() {
        ImportFile file = black().add("86000001000001").add("86000001000002").add("35693803564380");
        for (int tac = 10; tac < 20; tac++) {
            file.add("490154" + tac + "000001");
        }

        Job job = file.preview();

        assertThat(store.imports.findings(job.id()).largestTacs())
                .hasSize(10)
                .startsWith(new TacRows(new Tac(86000001), 2), new TacRows(new Tac(35693803), 1));
    }

    @Test
    void anImportThatWaitsForItsApprovalIsAppliedOnceItIsApproved() {
        Job job = black().add("35693803564380").preview();

        assertThat(store.imports.awaitApproval(job.id(), Instant.now())).isTrue();

        store.imports.endOrphans();
        assertThat(store.imports.job(job.id()).orElseThrow().state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(store.apply(job.id(), CLERK)).isInstanceOf(ApplyOutcome.Applied.class);
    }

    @Test
    void anImportWaitsAsLongAsItsProposalAndOneDayMoreInWhichItCanBeAskedForAgain() {
        Job job = black().add("35693803564380").preview();
        store.imports.awaitApproval(job.id(), Instant.now().minus(Duration.ofHours(25)));
        assertThat(store.imports.awaitApproval(job.id(), Instant.now().minus(Duration.ofHours(23))))
                .as("asked for again")
                .isTrue();

        store.imports.endOrphans();
        assertThat(store.imports.existing(job.id()).state()).isEqualTo(State.AWAITING_APPROVAL);

        store.imports.awaitApproval(job.id(), Instant.now().minus(Duration.ofHours(25)));
        store.imports.endOrphans();

        assertThat(store.imports.existing(job.id()).failure()).contains("nobody approved it for too long");
        assertThat(store.imports.awaitApproval(job.id(), Instant.now())).isFalse();
    }

    @Test
    void anImportThatIsNotApprovedIsGivenUp() {
        Job job = black().add("35693803564380").preview();
        store.imports.awaitApproval(job.id(), Instant.now());

        assertThat(store.imports.giveUp(job.id(), "not approved: whose file is this?"))
                .isTrue();

        assertThat(store.imports.job(job.id()).orElseThrow().failure()).contains("whose file is this?");
        assertThat(store.apply(job.id(), CLERK)).isInstanceOf(ApplyOutcome.NotPreviewed.class);
    }

    @Test
    void importsAreListedTheLatestFirst() {
        Job first = black().add("35693803564380").apply();
        Job second = black().add("35693803564381").preview();

        assertThat(store.imports.jobs(Long.MAX_VALUE, 10)).containsExactly(second, first);
        assertThat(store.imports.jobs(second.id(), 10)).containsExactly(first);
        assertThat(store.imports.jobs(Long.MAX_VALUE, 1)).containsExactly(second);
    }

    private ImportFile black() {
        return ImportFile.of(store, EquipmentList.BLACK);
    }

    private Entry inForce(String imei) {
        return store.lists.covering(identity(imei)).getFirst();
    }

    private long added(org.eir.core.list.EntryFacts facts) {
        return ((ChangeOutcome.Done) store.lists.add(facts, CLERK))
                .added()
                .getFirst()
                .id();
    }
}
