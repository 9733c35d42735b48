package org.eir.server.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.eir.core.CheckRecorder;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.Traces;
import org.eir.server.records.RecordsConfig.Subscriber;
import org.jctools.queues.MpscArrayQueue;

/**
 * Shows checks to whoever watches. While nobody does, an answering thread reads one volatile field; for each watcher it
 * compares, and puts what is wanted into a bounded ring. Watchers look into it ten times a second: nobody has to be woken.
 */
public final class CheckTraces implements Traces, CheckRecorder, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    private final boolean maySeeSubscribers;
    private final Clock clock;
    private final Counter droppedOfAll;
    /** Replaced as a whole. */
    private volatile Watch[] open = {};

    private volatile boolean closed;

    public CheckTraces(Subscriber subscriber, MeterRegistry meters, Clock clock) {
        this.maySeeSubscribers = subscriber == Subscriber.SEALED;
        this.clock = clock;
        this.droppedOfAll = Counter.builder("eir.trace.dropped")
                .description("Checks that somebody wanted to see as they passed, and who did not keep up")
                .register(meters);
        Gauge.builder("eir.trace.open", this, traces -> traces.open.length)
                .description("Traces that are shown to somebody now")
                .register(meters);
    }

    @Override
    public void record(CheckRequest request, CheckResult result) {
        for (Watch watch : open) {
            if (watch.wanted.wants(request)) {
                watch.offer(request, result);
            }
        }
    }

    @Override
    public synchronized Optional<Trace> open(Wanted wanted) {
        if (open.length >= MAX_OPEN || closed) {
            return Optional.empty();
        }
        Watch watch = new Watch(wanted);
        List<Watch> more = new ArrayList<>(List.of(open));
        more.add(watch);
        open = more.toArray(Watch[]::new);
        return Optional.of(watch);
    }

    private synchronized void remove(Watch watch) {
        List<Watch> fewer = new ArrayList<>(List.of(open));
        fewer.remove(watch);
        open = fewer.toArray(Watch[]::new);
    }

    @Override
    public boolean maySeeSubscribers() {
        return maySeeSubscribers;
    }

    /** Ends all of them. */
    @Override
    public void close() {
        closed = true;
    }

    private final class Watch implements Trace {
        private final Wanted wanted;
        private final MpscArrayQueue<CheckRecord> ring = new MpscArrayQueue<>(MAX_WAITING);
        private final LongAdder dropped = new LongAdder();

        private Watch(Wanted wanted) {
            this.wanted = wanted;
        }

        private void offer(CheckRequest request, CheckResult result) {
            if (!ring.relaxedOffer(CheckRecord.of(request, result, clock.instant()))) {
                dropped.increment();
                droppedOfAll.increment();
            }
        }

        @Override
        public List<CheckRecord> take(Duration patience) throws InterruptedException {
            List<CheckRecord> passed = new ArrayList<>();
            long end = System.nanoTime() + patience.toNanos();
            while (ring.drain(passed::add, MAX_WAITING) == 0 && !closed && System.nanoTime() < end) {
                Thread.sleep(TICK);
            }
            return passed;
        }

        @Override
        public long dropped() {
            return dropped.sumThenReset();
        }

        @Override
        public boolean isOver() {
            return closed && ring.isEmpty();
        }

        @Override
        public void close() {
            remove(this);
        }
    }
}
