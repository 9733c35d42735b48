package org.eir.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.core.identity.PresentedIdentity.Defect;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks send. */
class PresentedIdentityTest {
    private static final Imei IMEI = Imei.of("49015420323751");

    @Test
    void fourteenDigitsAreADevice() {
        assertThat(PresentedIdentity.of("49015420323751")).isEqualTo(new Device(IMEI, Device.NO_VERSION));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void theFifteenthDigitIsNeverChecked(int digit) {
        assertThat(PresentedIdentity.of("49015420323751" + digit)).isEqualTo(new Device(IMEI, Device.NO_VERSION));
    }

    @ParameterizedTest
    @CsvSource({"00, 0", "07, 7", "98, 98", "99, 99"})
    void sixteenDigitsCarryTheSoftwareVersion(String sent, int version) {
        assertThat(PresentedIdentity.of("49015420323751" + sent)).isEqualTo(new Device(IMEI, version));
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "4901542032375, TOO_SHORT",
        "0, TOO_SHORT",
        "49015420323751789, TOO_LONG",
        "4901542032375F, NOT_DECIMAL",
        "A0000012345678, NOT_DECIMAL",
        "49015420323751#, NOT_DECIMAL",
        "' 490154203237518', NOT_DECIMAL",
        "４９０１５４２０３２３７５１, NOT_DECIMAL",
        "٤٩٠١٥٤٢٠٣٢٣٧٥١, NOT_DECIMAL",
        "490154203237\uD83D\uDCF1, NOT_DECIMAL",
        "4901542032375\uD835\uDFD9, NOT_DECIMAL",
        "4901542032375\uD83D, NOT_DECIMAL"
    })
    void whatIsNoIdentityNamesItsDefect(String sent, Defect defect) {
        assertThat(PresentedIdentity.of(sent)).isEqualTo(new Malformed(defect));
    }

    @Test
    void aNulCharacterIsNoDigit() {
        assertThat(PresentedIdentity.of("4901542032375\0")).isEqualTo(new Malformed(Defect.NOT_DECIMAL));
    }
}
