package org.eir.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private RateLimiter limiter(int callsPerSecond, int burst, int maxCallers) {
        return new RateLimiter(new RateLimit(callsPerSecond, burst, maxCallers), now::get, meters);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aCallerMayCallBurstTimesAtOnceAndThenAtTheRate() {
        RateLimiter limiter = limiter(10, 3, 100);

        assertThat(IntStream.range(0, 4).map(i -> limiter.take("a"))).containsExactly(0, 0, 0, 1);
        pass(Duration.ofMillis(100));
        assertThat(limiter.take("a")).isZero();
        assertThat(limiter.take("a")).isEqualTo(1);
        assertThat(meters.counter("eir.http.rate.limited").count()).isEqualTo(2);
    }

    @Test
    void howeverLongThePauseItGivesBackNoMoreThanTheBurst() {
        RateLimiter limiter = limiter(10, 2, 100);
        limiter.take("a");
        pass(Duration.ofHours(1));

        assertThat(IntStream.range(0, 3).map(i -> limiter.take("a"))).containsExactly(0, 0, 1);
    }

    @Test
    void oneCallerTakesNothingFromAnother() {
        RateLimiter limiter = limiter(1, 1, 100);
        limiter.take("a");

        assertThat(limiter.take("a")).isEqualTo(1);
        assertThat(limiter.take("b")).isZero();
    }

    @Test
    void theCallerWhoIsQuietLongestIsForgottenWhenThereAreTooMany() {
        RateLimiter limiter = limiter(1, 1, 10);
        IntStream.range(0, 10).forEach(i -> limiter.take("caller " + i));
        limiter.take("caller 0");
        limiter.take("one more");

        assertThat(limiter.take("caller 0")).isEqualTo(1);
        assertThat(limiter.take("caller 1")).isZero();
        assertThat(meters.counter("eir.http.rate.callers.forgotten").count()).isEqualTo(2);
    }

    @Test
    void withoutALimitNobodyWaits() {
        RateLimiter limiter = new RateLimiter(RateLimit.NONE, now::get, meters);

        assertThat(IntStream.range(0, 1_000).map(i -> limiter.take("a"))).containsOnly(0);
    }
}
