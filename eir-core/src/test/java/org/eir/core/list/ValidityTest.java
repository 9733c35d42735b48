package org.eir.core.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");
    private static final Validity NOVEMBER = new Validity(FROM, UNTIL);

    @Test
    void theFirstMomentCountsAndTheLastDoesNot() {
        assertThat(NOVEMBER.includes(FROM.minusNanos(1))).isFalse();
        assertThat(NOVEMBER.includes(FROM)).isTrue();
        assertThat(NOVEMBER.includes(UNTIL.minusNanos(1))).isTrue();
        assertThat(NOVEMBER.includes(UNTIL)).isFalse();
    }

    @Test
    void anOpenEndNeverEnds() {
        assertThat(new Validity(FROM, null).includes(Instant.MAX)).isTrue();
        assertThat(new Validity(null, UNTIL).includes(Instant.MIN)).isTrue();
        assertThat(Validity.ALWAYS.isAlways()).isTrue();
        assertThat(new Validity(FROM, null).isAlways()).isFalse();
        assertThat(new Validity(null, UNTIL).isAlways()).isFalse();
    }

    @Test
    void theNextTransitionIsTheStartThenTheEndThenNone() {
        assertThat(NOVEMBER.nextTransition(FROM.minusSeconds(1))).isEqualTo(FROM);
        assertThat(NOVEMBER.nextTransition(FROM)).isEqualTo(UNTIL);
        assertThat(NOVEMBER.nextTransition(UNTIL)).isNull();
        assertThat(new Validity(FROM, null).nextTransition(FROM)).isNull();
        assertThat(Validity.ALWAYS.nextTransition(FROM)).isNull();
    }

    @Test
    void itHasToStartBeforeItEnds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Validity(FROM, FROM));
        assertThatIllegalArgumentException().isThrownBy(() -> new Validity(UNTIL, FROM));
    }

    @Test
    void momentsAreKeptAsPreciselyAsTheyAreStoredAndHashed() {
        Instant tooPrecise = Instant.parse("2026-11-23T10:00:00.123456789Z");

        assertThat(new Validity(null, tooPrecise).until()).isEqualTo(Instant.parse("2026-11-23T10:00:00.123456Z"));
    }
}
