package org.eir.core.change;

import java.util.List;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * Port: writes changes. Each call is one transaction and one revision, durable when it returns; the registers of all
 * nodes, this one's too, learn of it through the feed.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached; then nothing happened.
 */
public interface ListChanges {

    /** What became of a change. Unless it is {@link Done}, nothing changed. */
    sealed interface ChangeOutcome {
        /**
         * It is recorded.
         *
         * @param change its place in history
         * @param withdrawn the entries it took out of force, as they are now, in the order of the request
         * @param added the entries it added, in force from their validity on, in the order of the request
         */
        record Done(Recorded change, List<Entry> withdrawn, List<Entry> added) implements ChangeOutcome {}

        /** The source of an addition has an entry in force for this identity and list. */
        record AlreadyListed(EntryFacts asked, Entry existing) implements ChangeOutcome {}

        /**
         * An addition would block what the golden list protects.
         *
         * @param golden the golden entries in the way, at most {@value #MAX_GOLDEN}
         */
        record GoldenConflict(EntryFacts asked, List<Entry> golden) implements ChangeOutcome {
            public static final int MAX_GOLDEN = 100;
        }

        /** An entry to be withdrawn was withdrawn before. */
        record AlreadyWithdrawn(Entry entry) implements ChangeOutcome {}

        /** There is no entry with this number. */
        record NoSuchEntry(long id) implements ChangeOutcome {}

        /** The device that it is about is no longer as the caller saw it. */
        record GroupChanged(DeviceGroup group) implements ChangeOutcome {}
    }

    /** Makes a change, all of it or nothing. The golden list is asked within the same transaction. */
    ChangeOutcome change(ListChange change, Actor actor);

    default ChangeOutcome add(EntryFacts facts, Actor actor) {
        return change(ListChange.addition(facts), actor);
    }

    default ChangeOutcome withdraw(long entryId, WithdrawalReason reason, @Nullable String reference, Actor actor) {
        return change(ListChange.withdrawal(entryId, reason, reference), actor);
    }
}
