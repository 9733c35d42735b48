package org.eir.core.list;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When an entry counts. It starts and expires by itself: no change is written at either moment.
 * Moments are kept to the microsecond, the precision in which they are stored and hashed.
 *
 * @param from first moment at which it counts; absent: at once
 * @param until first moment at which it no longer counts; absent: until withdrawn
 */
public record Validity(@Nullable Instant from, @Nullable Instant until) {
    /** At once, until withdrawn. */
    public static final Validity ALWAYS = new Validity(null, null);

    public Validity {
        from = from == null ? null : from.truncatedTo(ChronoUnit.MICROS);
        until = until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("validFrom has to be before validUntil");
        }
    }

    public boolean isAlways() {
        return from == null && until == null;
    }

    public boolean includes(Instant at) {
        return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }

    /** Whether it counts no more, and never will. */
    public boolean isOver(Instant at) {
        return until != null && !at.isBefore(until);
    }

    /** The first moment after {@code at} at which {@link #includes} changes; absent if it never will. */
    public @Nullable Instant nextTransition(Instant at) {
        if (from != null && at.isBefore(from)) {
            return from;
        }
        return until != null && at.isBefore(until) ? until : null;
    }
}
