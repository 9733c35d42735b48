package org.eir.server.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eir.core.register.Register;
import org.eir.core.statistics.Effectiveness;

/**
 * Tells the statistics when this node applied which revisions: how long a block takes to count in every network. A thread of
 * its own waits for the register; what the database does not take is tried again, and the oldest dropped where it is too
 * much.
 */
final class AppliedRevisions implements AutoCloseable {
    private static final int MAX_PENDING = 10_000;
    private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

    private record Applied(long first, long last, Instant at) {}

    private final Effectiveness effectiveness;
    private final Register register;
    private final Clock clock;
    private final Counter dropped;
    private final Deque<Applied> pending = new ArrayDeque<>();
    private final Thread thread;
    private long known;
    private volatile boolean closed;

    AppliedRevisions(Effectiveness effectiveness, Register register, MeterRegistry meters, Clock clock) {
        this.effectiveness = effectiveness;
        this.register = register;
        this.clock = clock;
        this.known = register.view().revision();
        this.dropped = Counter.builder("eir.statistics.applied.dropped")
                .description("Changes of which the statistics do not know when this node applied them")
                .register(meters);
        this.thread = Thread.ofPlatform().name("eir-applied").daemon().start(this::run);
    }

    private void run() {
        Instant nextWrite = clock.instant().plus(WRITE_EVERY);
        while (!closed) {
            try {
                notice();
            } catch (InterruptedException e) {
                return;
            }
            if (!clock.instant().isBefore(nextWrite)) {
                write();
                nextWrite = clock.instant().plus(WRITE_EVERY);
            }
        }
    }

    private void notice() throws InterruptedException {
        if (register.awaitRevision(known + 1, WRITE_EVERY)) {
            Instant now = clock.instant();
            long head = register.view().revision();
            if (pending.size() == MAX_PENDING) {
                pending.removeFirst();
                dropped.increment();
            }
            pending.addLast(new Applied(known + 1, head, now));
            known = head;
        }
    }

    private void write() {
        try {
            while (!pending.isEmpty()) {
                Applied oldest = pending.getFirst();
                effectiveness.applied(oldest.first(), oldest.last(), oldest.at());
                pending.removeFirst();
            }
        } catch (RuntimeException databaseAway) {
            // It stays pending. Whatever it is: thrown further, it would end this for good and without a word.
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
