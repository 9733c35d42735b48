package org.eir.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.eir.core.identity.ImeiRange.Level;
import org.junit.jupiter.api.Test;

class ImeiRangeTest {
    private static final ImeiRange SINGLE = ImeiRange.of(Imei.of("35693803564380"));
    private static final ImeiRange RANGE = new ImeiRange(35693803000010L, 35693803000019L);
    private static final ImeiRange WHOLE_TAC = ImeiRange.of(new Tac(35693803));

    @Test
    void theWidthTellsTheLevel() {
        assertThat(SINGLE.level()).isEqualTo(Level.SINGLE);
        assertThat(SINGLE.width()).isEqualTo(1);
        assertThat(RANGE.level()).isEqualTo(Level.RANGE);
        assertThat(RANGE.width()).isEqualTo(10);
        assertThat(WHOLE_TAC.level()).isEqualTo(Level.TAC);
        assertThat(WHOLE_TAC.width()).isEqualTo(1_000_000);
    }

    @Test
    void bothEndsAreCovered() {
        assertThat(RANGE.covers(new Imei(35693803000009L))).isFalse();
        assertThat(RANGE.covers(new Imei(35693803000010L))).isTrue();
        assertThat(RANGE.covers(new Imei(35693803000019L))).isTrue();
        assertThat(RANGE.covers(new Imei(35693803000020L))).isFalse();
    }

    @Test
    void aTacCoversAllItsSerialNumbersAndNoOthers() {
        assertThat(WHOLE_TAC.firstSerial()).isZero();
        assertThat(WHOLE_TAC.lastSerial()).isEqualTo(999_999);
        assertThat(WHOLE_TAC.covers(new Imei(35693803999999L))).isTrue();
        assertThat(WHOLE_TAC.covers(new Imei(35693804000000L))).isFalse();
        assertThat(WHOLE_TAC.covers(new Imei(35693802999999L))).isFalse();
    }

    @Test
    void itIsWrittenAsPeopleWriteIt() {
        assertThat(SINGLE.text()).isEqualTo("35693803564380");
        assertThat(RANGE.text()).isEqualTo("35693803000010-35693803000019");
        assertThat(WHOLE_TAC.text()).isEqualTo("35693803");
    }

    @Test
    void inALogSerialNumbersAreMasked() {
        assertThat(SINGLE).hasToString("35693803******");
        assertThat(RANGE).hasToString("35693803******-35693803******");
        assertThat(WHOLE_TAC).hasToString("35693803");
    }

    @Test
    void itAscendsAndStaysWithinOneTac() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImeiRange(35693803000011L, 35693803000010L));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImeiRange(35693803999999L, 35693804000000L));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImeiRange(-1, 0));
    }
}
