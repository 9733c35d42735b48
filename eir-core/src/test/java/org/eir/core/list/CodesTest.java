package org.eir.core.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.eir.core.change.ChangeKind;
import org.junit.jupiter.api.Test;

/** The numbers here are stored and hashed for ever: a change of this test is a change of history. */
class CodesTest {

    @Test
    void theNumbersOfTheListsAreEquipmentStatusAndNeverChange() {
        assertThat(EquipmentList.values())
                .extracting(list -> list.text() + " " + list.code() + " " + list.severity())
                .containsExactlyInAnyOrder("white 0 1", "black 1 3", "grey 2 2", "golden 3 1");
    }

    @Test
    void theNumbersOfTheReasonsNeverChange() {
        assertThat(Reason.values())
                .extracting(reason -> reason.code() + " " + reason.text())
                .containsExactly(
                        "1 stolen",
                        "2 lost",
                        "3 counterfeit",
                        "4 cloned",
                        "5 unpaid",
                        "6 fraud",
                        "7 court-order",
                        "8 test",
                        "9 other");
    }

    @Test
    void theNumbersOfTheWithdrawalReasonsNeverChange() {
        assertThat(WithdrawalReason.values())
                .extracting(reason -> reason.code() + " " + reason.text())
                .containsExactly(
                        "1 recovered",
                        "2 mistake",
                        "3 court-order",
                        "4 other",
                        "5 corrected",
                        "6 not-in-list",
                        "7 removed-by-file",
                        "8 rolled-back",
                        "9 expired");
    }

    @Test
    void theNumbersOfTheKindsOfChangeNeverChange() {
        assertThat(ChangeKind.values())
                .extracting(kind -> kind.code() + " " + kind.text())
                .containsExactly(
                        "1 entries",
                        "2 import",
                        "3 policy",
                        "4 rollback",
                        "5 subscriber-rule",
                        "6 device-group",
                        "7 access",
                        "8 api-key",
                        "9 approval",
                        "10 log-key",
                        "11 erasure");
    }

    @Test
    void everyWordAndNumberLeadsBackToItsConstant() {
        assertThat(EquipmentList.values()).allSatisfy(list -> {
            assertThat(EquipmentList.of(list.text())).contains(list);
            assertThat(EquipmentList.of(list.code())).isEqualTo(list);
        });
        assertThat(Reason.values()).allSatisfy(reason -> {
            assertThat(Reason.of(reason.text())).contains(reason);
            assertThat(Reason.of(reason.code())).isEqualTo(reason);
        });
        assertThat(WithdrawalReason.values()).allSatisfy(reason -> {
            assertThat(WithdrawalReason.of(reason.text())).contains(reason);
            assertThat(WithdrawalReason.of(reason.code())).isEqualTo(reason);
        });
    }

    @Test
    void wordsAreTakenLiterally() {
        assertThat(EquipmentList.of("Black")).isEmpty();
        assertThat(EquipmentList.of("blacklist")).isEmpty();
        assertThat(Reason.of("court_order")).isEmpty();
        assertThat(WithdrawalReason.of("")).isEmpty();
    }

    @Test
    void aNumberOfANewerVersionIsNeverGuessed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EquipmentList.of(4))
                .withMessageContaining("EquipmentList has no code 4: it was written by a newer version");
        assertThatIllegalArgumentException().isThrownBy(() -> Reason.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> WithdrawalReason.of(10));
    }

    @Test
    void peopleGiveOnlyTheReasonsThatAreTheirs() {
        assertThat(Arrays.stream(WithdrawalReason.values()).filter(WithdrawalReason::isGivenByPeople))
                .containsExactly(
                        WithdrawalReason.RECOVERED,
                        WithdrawalReason.MISTAKE,
                        WithdrawalReason.COURT_ORDER,
                        WithdrawalReason.OTHER);
    }
}
