package org.eir.core.list;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a list as recorded. It is never deleted: a withdrawal is recorded beside it.
 *
 * @param id number by which people name it
 * @param facts what it says
 * @param added the change that brought it
 * @param withdrawn the change that took it out of force, if one did
 * @param erased the revision that erased something of what was noted with it, the last one; absent if none did
 */
public record Entry(
        long id,
        EntryFacts facts,
        Recorded added,
        @Nullable Withdrawn withdrawn,
        @Nullable Long erased) {

    /** One of which everything is there that was noted. */
    public Entry(long id, EntryFacts facts, Recorded added, @Nullable Withdrawn withdrawn) {
        this(id, facts, added, withdrawn, null);
    }

    /**
     * A place in the history of the lists.
     *
     * @param revision the revision that recorded it
     * @param at when it was recorded
     */
    public record Recorded(long revision, Instant at) {}

    /**
     * How an entry ended.
     *
     * @param by the change that did it
     * @param reason why
     * @param reference case or order behind it
     */
    public record Withdrawn(
            Recorded by, WithdrawalReason reason, @Nullable String reference) {

        /** Leaves out the reference, which may name a person. */
        @Override
        public String toString() {
            return "withdrawn at revision " + by.revision() + " (" + reason.text() + ")";
        }
    }

    /** Whether it counts at a moment: not withdrawn by now, and within its dates. */
    public boolean countsAt(Instant at) {
        return withdrawn == null && facts.validity().includes(at);
    }
}
