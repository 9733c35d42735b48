package org.eir.s13.stack;

/** When the next attempt to connect is due: after 1 s, 2 s, 4 s and so on up to 32 s. */
final class Backoff {
    private static final long FIRST_MS = 1_000;
    private static final int MAX_DOUBLINGS = 5;

    private int attempts;
    private long dueNs;

    Backoff(long nowNs) {
        dueNs = nowNs;
    }

    synchronized boolean isDue(long nowNs) {
        return nowNs - dueNs >= 0;
    }

    /** An attempt is made; returns how long it is until the next, should this one fail, in ms. */
    synchronized long attempt(long nowNs) {
        long delayMs = FIRST_MS << Math.min(attempts, MAX_DOUBLINGS);
        attempts++;
        dueNs = nowNs + delayMs * 1_000_000;
        return delayMs;
    }

    /** Whether attempts have failed so often that no more need to be said of it. */
    synchronized boolean isSlowest() {
        return attempts > MAX_DOUBLINGS;
    }

    synchronized void succeeded(long nowNs) {
        attempts = 0;
        dueNs = nowNs;
    }
}
