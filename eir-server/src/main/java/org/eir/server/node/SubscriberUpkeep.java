package org.eir.server.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eir.store.PostgresSightings;
import org.eir.store.Resealing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is stored of subscribers within its limits: forgets sightings that are too old or too many, and brings what
 * an old key sealed under the new one, so that the old one can be taken away.
 */
final class SubscriberUpkeep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SubscriberUpkeep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final PostgresSightings sightings;
    private final Resealing resealing;
    private final EirNode.Subscribers limits;
    private final Counter evicted;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("eir-subscriber-upkeep").daemon().unstarted(task));
    private volatile long underOldKeys;

    SubscriberUpkeep(
            PostgresSightings sightings, Resealing resealing, EirNode.Subscribers limits, MeterRegistry meters) {
        this.sightings = sightings;
        this.resealing = resealing;
        this.limits = limits;
        this.evicted = Counter.builder("eir.sightings.evicted")
                .description("Sightings forgotten because they were too old or too many")
                .register(meters);
        Gauge.builder("eir.subscribers.old.key", () -> underOldKeys)
                .description("Stored subscribers that are not yet sealed with the first key; at 0 the others can go")
                .register(meters);
        thread.scheduleWithFixedDelay(this::run, 0, INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void run() {
        try {
            long resealed = resealing.run();
            if (resealed > 0) {
                log.info("{} stored subscribers were resealed with the first key", resealed);
            }
            underOldKeys = resealing.remaining();
            evicted.increment(sightings.evict(Duration.ofDays(limits.sightingAgeDays()), limits.maxSightings()));
        } catch (RuntimeException e) {
            // Whatever it is: thrown further, it would end the upkeep for good and without a word.
            if (!thread.isShutdown()) {
                log.warn("the upkeep of stored subscribers waits {} minutes: {}", INTERVAL.toMinutes(), e.toString());
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
