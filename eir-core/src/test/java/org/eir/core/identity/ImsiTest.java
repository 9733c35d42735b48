package org.eir.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImsiTest {

    @ParameterizedTest
    @ValueSource(strings = {"001010", "262011234567890", "26201123456789"})
    void sixToFifteenDecimalDigitsAreAnImsi(String digits) {
        assertThat(Imsi.isValid(digits)).isTrue();
        assertThat(new Imsi(digits).digits()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "26201", "2620112345678901", "26201123456789F", "２６２０１１"})
    void anythingElseIsNot(String digits) {
        assertThat(Imsi.isValid(digits)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Imsi(digits));
    }

    @Test
    void inALogTheSubscriberIsMasked() {
        assertThat(new Imsi("262011234567890")).hasToString("26201**********");
    }
}
