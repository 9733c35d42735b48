package org.eir.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImeiTest {

    @ParameterizedTest
    @ValueSource(strings = {"49015420323751", "490154203237518", "490154203237510", "4901542032375178"})
    void allFormsOfOneDeviceAreOneImei(String digits) {
        assertThat(Imei.of(digits)).isEqualTo(new Imei(49015420323751L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4901542032375", "49015420323751789", "4901542032375A", "４９０１５４２０３２３７５１"})
    void anythingButFourteenToSixteenDecimalDigitsIsNoImei(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Imei.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "26053179311383, 7",
        "49015420323751, 8",
        "00499901064000, 0",
        "35693803564380, 9",
        "35209900176148, 1",
        "99999999999999, 4",
        "00000000000000, 0"
    })
    void theCheckDigitIsLuhnsOverFourteenDigits(String digits, int checkDigit) {
        assertThat(Imei.of(digits).checkDigit()).isEqualTo(checkDigit);
    }

    @Test
    void theTacIsTheFirstEightDigitsAndTheSerialNumberTheOtherSix() {
        Imei imei = Imei.of("00499901064003");
        assertThat(imei.tac()).isEqualTo(new Tac(499901));
        assertThat(imei.serial()).isEqualTo(64003);
    }

    @Test
    void leadingZerosAreKeptInText() {
        assertThat(Imei.of("00499901064003").text()).isEqualTo("00499901064003");
        assertThat(new Tac(499901)).hasToString("00499901");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000",
                "11111111111111",
                "77777777777777",
                "99999999999999",
                "12345678901234",
                "01234567890123"
            })
    void aValueNoMakerAllocatesIsAPlaceholder(String digits) {
        assertThat(Imei.of(digits).isPlaceholder()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"49015420323751", "11111111111112", "12345678901235", "00000000000001", "10000000000000"})
    void anOrdinaryValueIsNoPlaceholder(String digits) {
        assertThat(Imei.of(digits).isPlaceholder()).isFalse();
    }

    @Test
    void reportingBodyZeroZeroIsForTests() {
        assertThat(Imei.of("00999999000000").tac().isTest()).isTrue();
        assertThat(Imei.of("01000000000000").tac().isTest()).isFalse();
    }

    @Test
    void inALogTheSerialNumberIsMasked() {
        assertThat(Imei.of("49015420323751")).hasToString("49015420******");
        assertThat(PresentedIdentity.of("490154203237518").toString()).doesNotContain("323751");
    }

    @Test
    void numbersOutsideFourteenDigitsAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Imei(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Imei(100_000_000_000_000L));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tac(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tac(100_000_000));
    }

    @Test
    void aSoftwareVersionHasTwoDigits() {
        Imei imei = Imei.of("49015420323751");
        assertThat(new Imeisv(imei, 99).softwareVersion()).isEqualTo(99);
        assertThatIllegalArgumentException().isThrownBy(() -> new Imeisv(imei, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Imeisv(imei, -1));
    }
}
