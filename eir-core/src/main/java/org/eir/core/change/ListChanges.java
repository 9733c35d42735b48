package org.eir.core.change;

import org.eir.core.list.Entry;
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

    /** What became of an addition. */
    sealed interface AddOutcome {
        /** It is recorded and in force (from its validity on). */
        record Added(Entry entry) implements AddOutcome {}

        /** The source has an entry in force for this identity and list; nothing changed. */
        record AlreadyListed(Entry existing) implements AddOutcome {}
    }

    /** What became of a withdrawal. */
    sealed interface WithdrawOutcome {
        /** It is recorded. */
        record Done(Entry entry) implements WithdrawOutcome {}

        /** It was withdrawn before; nothing changed. */
        record AlreadyWithdrawn(Entry entry) implements WithdrawOutcome {}

        /** There is no entry with this number. */
        record NoSuchEntry(long id) implements WithdrawOutcome {}
    }

    AddOutcome add(EntryFacts facts, Actor actor);

    WithdrawOutcome withdraw(long entryId, WithdrawalReason reason, @Nullable String reference, Actor actor);
}
