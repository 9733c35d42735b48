package org.eir.map.link;

import java.util.function.DoubleSupplier;

/** How long to wait before connecting again: doubles up to a limit, and is jittered so that nodes do not call in step. */
final class Backoff {
    private static final int MAX_DOUBLINGS = 20;

    private final int minMs;
    private final int maxMs;
    private final DoubleSupplier random;
    private int attempts;

    /**
     * @param random 0 (inclusive) to 1 (exclusive)
     */
    Backoff(int minMs, int maxMs, DoubleSupplier random) {
        this.minMs = minMs;
        this.maxMs = maxMs;
        this.random = random;
    }

    /** The wait before the next attempt: half of what is due to all of it. */
    synchronized long nextMs() {
        long dueMs = Math.min(maxMs, (long) minMs << attempts);
        attempts = Math.min(attempts + 1, MAX_DOUBLINGS);
        return dueMs / 2 + (long) (random.getAsDouble() * (dueMs - dueMs / 2));
    }

    /** Whether attempts have failed so often that no more need to be said of it. */
    synchronized boolean isSlowest() {
        return (long) minMs << attempts > maxMs;
    }

    /** A connection lasted. */
    synchronized void reset() {
        attempts = 0;
    }
}
