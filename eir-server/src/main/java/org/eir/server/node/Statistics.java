package org.eir.server.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eir.core.CheckRecorder;
import org.eir.core.register.Register;
import org.eir.core.statistics.Effectiveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what is counted of this node's work, and keeps what is stored of it within its limits. */
final class Statistics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Statistics.class);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(15);

    private final Effectiveness effectiveness;
    private final EirNode.StatisticsLimits limits;
    private final Clock clock;
    private final Counter forgotten;
    private final AttemptRecorder attempts;
    private final AppliedRevisions applied;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("eir-statistics").daemon().unstarted(task));

    Statistics(
            Effectiveness effectiveness,
            Register register,
            EirNode.StatisticsLimits limits,
            MeterRegistry meters,
            Clock clock) {
        this.effectiveness = effectiveness;
        this.limits = limits;
        this.clock = clock;
        this.forgotten = Counter.builder("eir.attempts.forgotten")
                .description("Attempts of devices on days that are no longer kept")
                .register(meters);
        this.attempts = new AttemptRecorder(effectiveness, meters, clock);
        this.applied = new AppliedRevisions(effectiveness, register, meters, clock);
        thread.scheduleWithFixedDelay(this::forget, 0, FORGET_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** What has to be told of every answered check. */
    CheckRecorder recorder() {
        return attempts;
    }

    private void forget() {
        try {
            forgotten.increment(
                    effectiveness.forget(clock.instant().minus(Duration.ofDays(limits.days())), limits.maxAttempts()));
        } catch (RuntimeException e) {
            // Whatever it is: thrown further, it would end this for good and without a word.
            if (!thread.isShutdown()) {
                log.warn("old statistics stay for {} minutes more: {}", FORGET_EVERY.toMinutes(), e.toString());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        applied.close();
        attempts.close();
    }
}
