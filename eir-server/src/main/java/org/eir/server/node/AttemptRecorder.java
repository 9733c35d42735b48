package org.eir.server.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.CheckRecorder;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.EquipmentList;
import org.eir.core.statistics.Attempt;
import org.eir.core.statistics.Effectiveness;
import org.eir.server.records.Mover;
import org.jctools.queues.MpscArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often networks ask for devices that are listed. The answering thread only puts the answer into a bounded ring;
 * a thread of its own empties it, adds up, and writes batches. What finds no room is counted.
 */
final class AttemptRecorder implements CheckRecorder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AttemptRecorder.class);
    private static final int RING = 16_384;
    private static final int BATCH = 1_000;
    private static final int MAX_PENDING = 100_000;
    private static final Duration WRITE_EVERY = Duration.ofSeconds(2);

    private record Listed(Imei imei, CheckResult result, String origin) {}

    private record Key(Imei imei, EquipmentList list, String origin, LocalDate day) {}

    private final Effectiveness effectiveness;
    private final Clock clock;
    private final MpscArrayQueue<Listed> ring = new MpscArrayQueue<>(RING);
    private final Map<Key, Attempt> pending = new HashMap<>();
    private final Counter dropped;
    private final Counter failed;
    private final Counter written;
    private final Mover mover;
    private Instant nextWrite = Instant.MIN;

    AttemptRecorder(Effectiveness effectiveness, MeterRegistry meters, Clock clock) {
        this.effectiveness = effectiveness;
        this.clock = clock;
        this.dropped = counter(meters, "dropped");
        this.failed = counter(meters, "failed");
        this.written = counter(meters, "written");
        this.mover = new Mover("eir-attempts", clock, log);
        mover.start(this::move);
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("eir.attempts")
                .description(
                        "Questions about listed devices that were counted for the statistics; those the database did"
                                + " not take; those there was no room for")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Only what the network is told as the list decided is an attempt: what its policy lets in is none. */
    @Override
    public void record(CheckRequest request, CheckResult result) {
        boolean attempt = result.rule() == Rule.BLACK_LIST && result.verdict() == Verdict.PROHIBITED
                || result.rule() == Rule.GREY_LIST && result.verdict() == Verdict.TRACKED;
        if (attempt
                && request.identity() instanceof Device device
                && !ring.relaxedOffer(
                        new Listed(device.imei(), result, request.origin().realm()))) {
            dropped.increment();
        }
    }

    private void move(boolean last) {
        Instant now = clock.instant();
        collect(now);
        if (last || !now.isBefore(nextWrite)) {
            write();
            nextWrite = now.plus(WRITE_EVERY);
        }
    }

    /** At most what the ring holds, so that writing gets its turn however much is asked. */
    private void collect(Instant now) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        for (int i = 0; i < RING; i++) {
            Listed listed = ring.relaxedPoll();
            if (listed == null) {
                return;
            }
            EquipmentList list = listed.result().match().list();
            Key key = new Key(listed.imei(), list, listed.origin(), day);
            if (pending.size() < MAX_PENDING || pending.containsKey(key)) {
                Attempt one =
                        new Attempt(listed.imei(), list, listed.result().match().reason(), listed.origin(), 1, now);
                pending.merge(key, one, Attempt::and);
            } else {
                dropped.increment();
            }
        }
    }

    private void write() {
        while (!pending.isEmpty()) {
            List<Attempt> batch = Mover.taken(pending.values(), BATCH);
            long times = batch.stream().mapToLong(Attempt::times).sum();
            try {
                effectiveness.attempted(batch);
                written.increment(times);
            } catch (RuntimeException e) {
                // Whatever it is: thrown further, it would end the counting for good and without a word.
                failed.increment(times);
                mover.complain("attempts of listed devices are not counted", e);
                return;
            }
        }
    }

    @Override
    public void close() {
        mover.end();
    }
}
