package org.eir.map.sccp;

import java.util.concurrent.atomic.AtomicLong;

/** Between two lines of a log about the same thing, so that what every message does cannot drown it. Thread safe. */
final class Pause {
    private final long lengthNs;
    private final AtomicLong overAtNs;

    Pause(long lengthNs, long nowNs) {
        this.lengthNs = lengthNs;
        this.overAtNs = new AtomicLong(nowNs);
    }

    /** Whether it is over; if so, the next one begins. */
    boolean isOver(long nowNs) {
        long overAt = overAtNs.get();
        return nowNs - overAt >= 0 && overAtNs.compareAndSet(overAt, nowNs + lengthNs);
    }
}
