package org.eir.server.records;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A thread of its own that moves on what answering threads have left in a ring: several times a second, and once more when
 * it is to end. What does not work is in the log once a minute.
 */
public final class Mover {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOG_AGAIN_AFTER = Duration.ofMinutes(1);

    private final String name;
    private final Clock clock;
    private final Logger log;
    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable Thread thread;
    private Instant complained = Instant.MIN;

    /**
     * @param name of the thread
     * @param log where {@link #complain} writes
     */
    public Mover(String name, Clock clock, Logger log) {
        this.name = name;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Begins; the last thing that whoever moves does while it is made.
     *
     * @param move told whether it is called for the last time; throws nothing
     */
    public void start(Consumer<Boolean> move) {
        thread = Thread.ofPlatform().name(name).daemon().start(() -> {
            boolean last;
            do {
                last = isEnding();
                move.accept(last);
            } while (!last);
        });
    }

    private boolean isEnding() {
        try {
            return ending.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Takes the first out of what waits, at most so many. */
    public static <T> List<T> taken(Collection<T> waiting, int most) {
        List<T> batch = new ArrayList<>(Math.min(most, waiting.size()));
        Iterator<T> next = waiting.iterator();
        while (next.hasNext() && batch.size() < most) {
            batch.add(next.next());
            next.remove();
        }
        return batch;
    }

    /** To be called on its thread. */
    public void complain(String what, Exception e) {
        Instant now = clock.instant();
        if (now.isAfter(complained.plus(LOG_AGAIN_AFTER))) {
            complained = now;
            log.warn("{}: {}", what, e.toString());
        }
    }

    /** Moves what is still there, for a while; false if that took too long. */
    public boolean end() {
        ending.countDown();
        try {
            return thread == null || thread.join(ENDS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
