package org.eir.s13.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Backoff backoff = new Backoff(0);

    @Test
    void theFirstAttemptIsDueAtOnceAndDelaysDoubleUpTo32Seconds() {
        long nowNs = 0;
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 32, 32}) {
            assertThat(backoff.isDue(nowNs)).isTrue();
            assertThat(backoff.attempt(nowNs)).isEqualTo(seconds * 1_000);
            assertThat(backoff.isDue(nowNs + seconds * SECOND_NS - 1)).isFalse();
            nowNs += seconds * SECOND_NS;
        }
        assertThat(backoff.isSlowest()).isTrue();
    }

    @Test
    void aSuccessBeginsAnew() {
        backoff.attempt(0);
        backoff.attempt(SECOND_NS);
        backoff.succeeded(2 * SECOND_NS);

        assertThat(backoff.isDue(2 * SECOND_NS)).isTrue();
        assertThat(backoff.attempt(2 * SECOND_NS)).isEqualTo(1_000);
    }
}
