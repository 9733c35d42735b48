package org.eir.server.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.records.CheckRecord;
import org.jctools.queues.MpscArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries records from the answering threads to one place: a bounded ring, and a thread of its own that empties it. What
 * finds no room, and what the place does not take, is counted and gone.
 */
final class RecordQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordQueue.class);
    private static final int RING = 65_536;
    private static final int BATCH = 5_000;

    /** Where records go. Used by one thread. */
    interface Place extends AutoCloseable {
        /** Takes these; called several times a second, with none if none came. */
        void take(List<CheckRecord> records) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final String name;
    private final Place place;
    private final MpscArrayQueue<CheckRecord> ring = new MpscArrayQueue<>(RING);
    private final Counter written;
    private final Counter failed;
    private final Counter dropped;
    private final Mover mover;

    RecordQueue(String name, Place place, MeterRegistry meters, Clock clock) {
        this.name = name;
        this.place = place;
        this.mover = new Mover("eir-records-" + name, clock, log);
        this.written = counter(meters, "written");
        this.failed = counter(meters, "failed");
        this.dropped = counter(meters, "dropped");
        mover.start(last -> moveAll());
    }

    private Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("eir.records")
                .description("Records of checks written; those their place did not take; those there was no room for")
                .tag("to", name)
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Never waits. */
    void offer(CheckRecord check) {
        if (!ring.relaxedOffer(check)) {
            dropped.increment();
        }
    }

    private void moveAll() {
        boolean more;
        do {
            more = move();
        } while (more);
    }

    /** One batch; returns whether there is likely more. */
    private boolean move() {
        List<CheckRecord> batch = new ArrayList<>();
        ring.drain(batch::add, BATCH);
        try {
            place.take(batch);
            written.increment(batch.size());
        } catch (IOException | RuntimeException e) {
            // Whatever it is: thrown further, it would end the recording for good and without a word.
            failed.increment(batch.size());
            mover.complain("records of checks do not get to the " + name, e);
        }
        return batch.size() == BATCH;
    }

    /** Moves what is still there, for a while, and closes the place. */
    @Override
    public void close() {
        if (mover.end()) {
            try {
                place.close();
            } catch (IOException e) {
                log.warn("the {} of the records of checks was not closed: {}", name, e.toString());
            }
        }
    }
}
