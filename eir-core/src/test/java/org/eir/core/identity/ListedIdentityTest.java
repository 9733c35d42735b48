package org.eir.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type or upload. */
class ListedIdentityTest {

    @ParameterizedTest
    @CsvSource({"260531793113837", "490154203237518", "004999010640000"})
    void theRightCheckDigitIsAccepted(String text) {
        assertThat(accepted(text)).isEqualTo(single(text.substring(0, 14), false));
    }

    @Test
    void zeroInPlaceOfTheCheckDigitIsTheSpareDigitAndIsFlagged() {
        assertThat(accepted("490154203237510")).isEqualTo(single("49015420323751", true));
    }

    @Test
    void zeroThatIsTheCheckDigitIsNoSpareDigit() {
        assertThat(accepted("004999010640000")).isEqualTo(single("00499901064000", false));
    }

    @Test
    void aWrongCheckDigitIsRefusedAndTheExpectedOneNamed() {
        assertThat(refused("490154203237517"))
                .startsWith("imei '490154203237517': the check digit of these 14 digits is 8, not 7");
        assertThat(refused("260531793113831")).contains("is 7, not 1");
    }

    @Test
    void whoAsksToIgnoreTheCheckDigitMayWriteAny() {
        assertThat(ListedIdentity.parse("imei", "490154203237517", CheckDigit.IGNORE))
                .isEqualTo(Outcome.accepted(single("49015420323751", false)));
        assertThat(ListedIdentity.parse("imei", "490154203237510", CheckDigit.IGNORE))
                .isEqualTo(Outcome.accepted(single("49015420323751", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"49015420323751", "4901542032375101", "4901542032375199"})
    void fourteenAndSixteenDigitsHaveNoCheckDigit(String text) {
        assertThat(accepted(text)).isEqualTo(single("49015420323751", false));
    }

    @Test
    void eightDigitsAreATac() {
        assertThat(accepted("35693803")).isEqualTo(new ListedIdentity(ImeiRange.of(new Tac(35693803)), false));
    }

    @Test
    void twoImeisOfOneTacWithADashAreARange() {
        assertThat(accepted("35693803000010-35693803000019"))
                .isEqualTo(new ListedIdentity(new ImeiRange(35693803000010L, 35693803000019L), false));
    }

    @Test
    void aRangeOfAllSerialNumbersIsTheTac() {
        assertThat(accepted("35693803000000-35693803999999")).isEqualTo(accepted("35693803"));
    }

    @Test
    void aRangeOfOneIsASingleImei() {
        assertThat(accepted("49015420323751-49015420323751")).isEqualTo(accepted("49015420323751"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "35693803999990-35693804000009 | enter it as 35693803999990-35693803999999 and 35693804000000-35693804000009",
                "35693803000000-35693804999999 | enter it as 35693803 and 35693804",
                "35693803999999-35693805000000 | enter it as 35693803999999, 35693804 and 35693805000000",
                "35693803500000-35693807000001 | enter it as 35693803500000-35693803999999, the 3 TACs 35693804 to 35693806, and 35693807000000-35693807000001"
            })
    void aRangeWiderThanOneTacIsRefusedWithTheSplitThatWouldDo(String text, String split) {
        assertThat(refused(text)).contains("a range stays within one TAC").endsWith(split);
    }

    @Test
    void theSplitNamedInARefusalIsItselfAccepted() {
        assertThat(accepted("35693803999990-35693803999999").range().width()).isEqualTo(10);
        assertThat(accepted("35693804000000-35693804000009").range().width()).isEqualTo(10);
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefused() {
        assertThat(refused("35693803000019-35693803000010")).endsWith("the range ends before it begins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "49015420323751-",
                "-49015420323751",
                "490154203237518-490154203237526",
                "35693803-35693804",
                "35693803000010-35693803000019-35693803000020",
                "35693803000010–35693803000019"
            })
    void anythingElseWithADashIsRefused(String text) {
        assertThat(refused(text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4901542",
                "4901542032375",
                "49015420323751789",
                "49015420323751A",
                " 490154203237518",
                "490154203237518 ",
                "A0000012345678",
                "４９０１５４２０３２３７５１８",
                "4901542032375\uD83D\uDCF1"
            })
    void whatIsNoneOfTheFormsIsRefused(String text) {
        assertThat(refused(text)).contains("an identity is an IMEI (14 to 16 digits)");
    }

    @Test
    void aRefusalForLengthCountsTheDigits() {
        assertThat(refused("4901542032375")).endsWith("this has 13 digits");
    }

    @Test
    void aColumnThatHoldsOnlyImeisTakesNoTac() {
        assertThat(ListedIdentity.imei("imei", "35693803", CheckDigit.VERIFY))
                .isEqualTo(Outcome.refused("imei", "35693803", "an IMEI has 14 to 16 decimal digits"));
    }

    @Test
    void aColumnThatHoldsOnlyTacsTakesNoImei() {
        assertThat(ListedIdentity.tac("tac", "35693803"))
                .isEqualTo(Outcome.accepted(new ListedIdentity(ImeiRange.of(new Tac(35693803)), false)));
        assertThat(ListedIdentity.tac("tac", "490154203237518"))
                .isEqualTo(Outcome.refused("tac", "490154203237518", "a TAC has 8 decimal digits"));
        assertThat(ListedIdentity.tac("tac", "3569380x"))
                .isEqualTo(Outcome.refused("tac", "3569380x", "a TAC has 8 decimal digits"));
    }

    private static ListedIdentity single(String fourteenDigits, boolean spareDigit) {
        return new ListedIdentity(ImeiRange.of(Imei.of(fourteenDigits)), spareDigit);
    }

    private static ListedIdentity accepted(String text) {
        return switch (ListedIdentity.parse("imei", text, CheckDigit.VERIFY)) {
            case Outcome.Accepted<ListedIdentity> accepted -> accepted.value();
            case Outcome.Refused<ListedIdentity> refused ->
                throw new AssertionError(refused.refusal().sentence());
        };
    }

    private static String refused(String text) {
        return switch (ListedIdentity.parse("imei", text, CheckDigit.VERIFY)) {
            case Outcome.Accepted<ListedIdentity> accepted -> throw new AssertionError("accepted: " + accepted.value());
            case Outcome.Refused<ListedIdentity> refused -> refused.refusal().sentence();
        };
    }
}
