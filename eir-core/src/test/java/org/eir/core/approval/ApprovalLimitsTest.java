package org.eir.core.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.eir.core.approval.ApprovalReason.Limit;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.junit.jupiter.api.Test;

class ApprovalLimitsTest {
    private static final ApprovalLimits LIMITS = new ApprovalLimits(true, 1_000, 10_000, 500, 10, 14);
    private static final ImeiRange MODEL = ImeiRange.of(new Tac(35693803));
    private static final ImeiRange DEVICE = new ImeiRange(35693803564380L, 35693803564380L);

    @Test
    void onePersonBlocksOneDevice() {
        assertThat(LIMITS.reasons(ChangeSummary.entry(facts(EquipmentList.BLACK, DEVICE))))
                .isEmpty();
    }

    @Test
    void aWholeModelNeedsASecondPersonAndTheReasonHasTheFigures() {
        List<ApprovalReason> reasons = LIMITS.reasons(ChangeSummary.entry(facts(EquipmentList.BLACK, MODEL)));

        assertThat(reasons).containsExactly(new ApprovalReason(Limit.WIDTH, 1_000_000, 10_000));
        assertThat(reasons.getFirst().text())
                .isEqualTo("it has an entry that covers 1,000,000 identities, one person's covers at most 10,000");
    }

    @Test
    void whatIsExemptNeedsASecondPersonHoweverNarrow() {
        assertThat(LIMITS.reasons(ChangeSummary.entry(facts(EquipmentList.GOLDEN, DEVICE))))
                .extracting(ApprovalReason::limit)
                .containsExactly(Limit.EXEMPT);
    }

    @Test
    void aLimitIsReachedWithoutBeingBeyondIt() {
        ChangeSummary most = new ChangeSummary(1_000, 10_000, 500, 100, 1_000, false, false, false, false);
        ChangeSummary more = new ChangeSummary(1_001, 10_001, 501, 101, 1_000, false, false, false, false);

        assertThat(LIMITS.reasons(most)).isEmpty();
        assertThat(LIMITS.reasons(more))
                .containsExactly(
                        new ApprovalReason(Limit.ENTRIES, 1_001, 1_000),
                        new ApprovalReason(Limit.WIDTH, 10_001, 10_000),
                        new ApprovalReason(Limit.SEEN_DEVICES, 501, 500),
                        new ApprovalReason(Limit.WITHDRAWN_SHARE, 11, 10));
    }

    @Test
    void aHandfulOfWithdrawalsIsNoShare() {
        assertThat(LIMITS.reasons(ChangeSummary.NOTHING.withdrawing(9, 9))).isEmpty();
        assertThat(LIMITS.reasons(ChangeSummary.NOTHING.withdrawing(10, 10))).hasSize(1);
    }

    @Test
    void policiesAndTheGoldenListAreNeverOnePersons() {
        ChangeSummary both = ChangeSummary.POLICY.and(ChangeSummary.NOTHING.overridingGolden(true));

        assertThat(LIMITS.reasons(both))
                .extracting(ApprovalReason::limit)
                .containsExactly(Limit.GOLDEN_OVERRIDE, Limit.POLICY);
    }

    @Test
    void withoutLimitsOnePersonMayDoEverything() {
        ChangeSummary all = new ChangeSummary(1L << 40, 1_000_000, 1L << 40, 100, 100, true, true, true, true);

        assertThat(ApprovalLimits.NONE.reasons(all)).isEmpty();
    }

    @Test
    void whatGrewByMoreThanATenthWasNotApproved() {
        List<ApprovalReason> approved = LIMITS.reasons(ChangeSummary.NOTHING.hitting(1_000));

        assertThat(LIMITS.notApproved(approved, ChangeSummary.NOTHING.hitting(1_100)))
                .isEmpty();
        assertThat(LIMITS.notApproved(approved, ChangeSummary.NOTHING.hitting(1_101)))
                .containsExactly(new ApprovalReason(Limit.SEEN_DEVICES, 1_101, 500));
        assertThat(LIMITS.notApproved(
                        approved, ChangeSummary.NOTHING.hitting(1_000).overridingGolden(true)))
                .containsExactly(ApprovalReason.of(Limit.GOLDEN_OVERRIDE));
    }

    @Test
    void aWrongValueIsRefusedWithItsKey() {
        assertThatThrownBy(() -> new ApprovalLimits(true, 0, 10_000, 500, 10, 14))
                .hasMessage("maxEntries: must be 1 to 1000000000");
        assertThatThrownBy(() -> new ApprovalLimits(true, 1_000, 1_000_001, 500, 10, 14))
                .hasMessage("maxWidth: must be 1 to 1000000");
        assertThatThrownBy(() -> new ApprovalLimits(true, 1_000, 10_000, 500, 101, 14))
                .hasMessage("maxWithdrawnPercent: must be 1 to 100");
    }

    private static EntryFacts facts(EquipmentList list, ImeiRange identity) {
        return new EntryFacts(
                identity, list, "op-a", EntryFacts.EVERYONE, Reason.STOLEN, null, null, false, null, Validity.ALWAYS);
    }
}
