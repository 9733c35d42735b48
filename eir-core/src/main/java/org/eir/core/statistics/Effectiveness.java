package org.eir.core.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Port: remembers attempts and when nodes applied revisions, for a bounded time, and counts. No check waits for it.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface Effectiveness {
    /** Most groups that {@link #count} returns. */
    int MAX_GROUPS = 10_000;

    /** What figures may be told apart by. Days are those of UTC. */
    enum Dimension {
        DAY,
        LIST,
        REASON,
        SOURCE,
        /** The network that asked; only attempts have one. */
        ORIGIN;

        /** As people write it: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Dimension> of(String text) {
            return Arrays.stream(values())
                    .filter(dimension -> dimension.text().equals(text))
                    .findFirst();
        }
    }

    /** What the figures are of; absent where they are not told apart. */
    record Group(
            @Nullable LocalDate day,
            @Nullable EquipmentList list,
            @Nullable Reason reason,
            @Nullable String source,
            @Nullable String origin) {}

    /**
     * Devices blocked: single identities that came to the black or grey list. Corrections of what was listed before, and what
     * came back by taking an import back, are no blocks.
     *
     * @param devices how many entries of single devices
     * @param wider how many entries of ranges and whole TACs besides
     * @param neverSeenAgain those of the devices that no network asked for since
     * @param reportToBlock from when it was reported to when the last node applied it
     * @param recordToBlock from when it was recorded to when the last node applied it
     */
    record Blocked(long devices, long wider, long neverSeenAgain, Spread reportToBlock, Spread recordToBlock) {
        public static final Blocked NONE = new Blocked(0, 0, 0, Spread.NONE, Spread.NONE);
    }

    /**
     * How long something took, in seconds; absent where it is not known of any.
     *
     * @param median half took no longer
     * @param p95 95 of 100 took no longer
     */
    record Spread(@Nullable Double median, @Nullable Double p95) {
        public static final Spread NONE = new Spread(null, null);
    }

    /**
     * Devices that left the lists, by why.
     *
     * @param recovered they came back to their owners
     * @param mistakes they should never have been listed
     * @param rolledBack an import was taken back
     * @param otherwise by a court, by a file of their source, for another reason
     */
    record Unblocked(long recovered, long mistakes, long rolledBack, long otherwise) {
        public static final Unblocked NONE = new Unblocked(0, 0, 0, 0);
    }

    /**
     * Questions about listed devices.
     *
     * @param times how many
     * @param devices about how many different devices
     */
    record Attempts(long times, long devices) {
        public static final Attempts NONE = new Attempts(0, 0);
    }

    /** All figures of one group. */
    record Figures(Group group, Blocked blocked, Unblocked unblocked, Attempts attempts) {}

    /**
     * Counts.
     *
     * @param from first day
     * @param to last day, not before the first
     * @param by what is told apart; nothing: one group
     * @return the groups in order, at most {@value #MAX_GROUPS}
     */
    List<Figures> count(LocalDate from, LocalDate to, Set<Dimension> by);

    /** Remembers attempts, at most one of a device, list, network and day. */
    void attempted(List<Attempt> attempts);

    /** Remembers that a node applied revisions at a moment. */
    void applied(long firstRevision, long lastRevision, Instant at);

    /**
     * Forgets what is too old, and the oldest days of what is too much.
     *
     * @return how many attempts were forgotten; 0 if another node is at it
     */
    long forget(Instant before, long maxAttempts);
}
