package org.eir.map.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheLimit() {
        Backoff longest = new Backoff(1_000, 5_000, () -> 1);
        assertThat(longest.nextMs()).isEqualTo(1_000);
        assertThat(longest.nextMs()).isEqualTo(2_000);
        assertThat(longest.nextMs()).isEqualTo(4_000);
        assertThat(longest.isSlowest()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(longest.nextMs()).isEqualTo(5_000);
        }
    }

    @Test
    void itIsJitteredByUpToAHalf() {
        Backoff shortest = new Backoff(1_000, 5_000, () -> 0);

        assertThat(shortest.nextMs()).isEqualTo(500);
        assertThat(shortest.nextMs()).isEqualTo(1_000);
    }

    @Test
    void itBeginsAnewWhenAConnectionLasted() {
        Backoff backoff = new Backoff(1_000, 5_000, () -> 1);
        backoff.nextMs();
        backoff.nextMs();
        backoff.reset();

        assertThat(backoff.isSlowest()).isFalse();
        assertThat(backoff.nextMs()).isEqualTo(1_000);
    }
}
