package org.eir.server.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.CheckRecorder;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.eir.server.records.Mover;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which device was seen with which subscriber. The answering thread only puts the question into a bounded ring;
 * a thread of its own empties it, makes one sighting of many questions, and writes batches.
 *
 * <p>A pair that was written lately is not written again, unless another network element asks: phones ask at every attach.
 * What finds no room, and what the database does not take, is counted and forgotten; the phone will ask again.
 */
final class SightingRecorder implements CheckRecorder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SightingRecorder.class);
    private static final int RING = 65_536;
    private static final int BATCH = 1_000;
    private static final int MAX_PENDING = 100_000;
    private static final int MAX_WRITTEN = 100_000;
    private static final Duration REWRITE_AFTER = Duration.ofMinutes(5);

    private record Pair(Imei imei, @Nullable Imsi subscriber) {}

    private record Written(Origin origin, Instant at) {}

    /** Oldest out: a pair that falls out of it is only written once more than needed. */
    private static final class WrittenLately extends LinkedHashMap<Pair, Written> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Written> eldest) {
            return size() > MAX_WRITTEN;
        }
    }

    private final Sightings sightings;
    private final Clock clock;
    private final MpscArrayQueue<CheckRequest> ring = new MpscArrayQueue<>(RING);
    private final Map<Pair, Sighting> pending = new LinkedHashMap<>();
    private final Map<Pair, Written> written = new WrittenLately();
    private final Counter dropped;
    private final Counter failed;
    private final Counter stored;
    private final Mover mover;
    private volatile int waiting;

    SightingRecorder(Sightings sightings, MeterRegistry meters, Clock clock) {
        this.sightings = sightings;
        this.clock = clock;
        this.dropped = counter(meters, "dropped");
        this.failed = counter(meters, "failed");
        this.stored = counter(meters, "written");
        Gauge.builder("eir.sightings.waiting", () -> waiting)
                .description("Sightings that wait to be written")
                .register(meters);
        this.mover = new Mover("eir-sightings", clock, log);
        mover.start(last -> {
            collect();
            write();
        });
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("eir.sightings")
                .description("Sightings written; those the database did not take; those there was no room for")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public void record(CheckRequest request, CheckResult result) {
        if (request.identity() instanceof Device && !ring.relaxedOffer(request)) {
            dropped.increment();
        }
    }

    /** At most what the ring holds, so that writing gets its turn however much is asked. */
    private void collect() {
        Instant now = clock.instant();
        for (int i = 0; i < RING; i++) {
            CheckRequest request = ring.relaxedPoll();
            if (request == null) {
                break;
            }
            if (request.identity() instanceof Device device) {
                see(Sighting.of(device, request, now));
            }
        }
        waiting = pending.size();
    }

    private void see(Sighting sighting) {
        Pair pair = new Pair(sighting.imei(), sighting.subscriber());
        Written before = written.get(pair);
        boolean isKnown = before != null
                && before.origin().equals(sighting.origin())
                && sighting.lastSeen().isBefore(before.at().plus(REWRITE_AFTER));
        if (isKnown) {
            return;
        }
        if (pending.size() < MAX_PENDING || pending.containsKey(pair)) {
            pending.merge(pair, sighting, Sighting::until);
        } else {
            dropped.increment();
        }
    }

    private void write() {
        while (!pending.isEmpty()) {
            List<Sighting> batch = Mover.taken(pending.values(), BATCH);
            waiting = pending.size();
            try {
                sightings.remember(batch);
                stored.increment(batch.size());
                batch.forEach(this::remember);
            } catch (RuntimeException e) {
                // Whatever it is: thrown further, it would end the recording for good and without a word.
                failed.increment(batch.size());
                mover.complain("sightings are not written", e);
                return;
            }
        }
    }

    private void remember(Sighting sighting) {
        Pair pair = new Pair(sighting.imei(), sighting.subscriber());
        written.remove(pair);
        written.put(pair, new Written(sighting.origin(), sighting.lastSeen()));
    }

    @Override
    public void close() {
        mover.end();
    }
}
