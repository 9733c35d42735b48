package org.eir.core.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Port: keeps changes that wait for a second person. Whoever records an approved change names its proposal in
 * {@link org.eir.core.change.Actor#proposal}; the proposal is then {@code done} in the same transaction, so that no crash
 * can make the change twice, or leave it made and the proposal open.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface Approvals {
    /** Most that wait at once. */
    int MAX_PENDING = 1_000;

    /** What became of a wish to wait. */
    sealed interface ProposeOutcome {
        /** It waits; or the very same was asked for the same organisation before, and still waits. */
        record Waiting(Proposal proposal) implements ProposeOutcome {}

        /** {@link #MAX_PENDING} wait already; nothing was kept. */
        record TooMany() implements ProposeOutcome {}
    }

    /** What became of a decision. */
    sealed interface DecideOutcome {
        /** It is recorded. */
        record Decided(Proposal proposal) implements DecideOutcome {}

        /** It was approved, rejected or given up before; nothing changed. */
        record AlreadyDecided(Proposal proposal) implements DecideOutcome {}

        /**
         * Whoever decides has asked for it: nobody approves a change of their own. An API key and the account that made it
         * count as one, and so do keys made by one account, over however many keys.
         */
        record Own(Proposal proposal) implements DecideOutcome {}

        record NoSuchProposal(long id) implements DecideOutcome {}
    }

    /**
     * Those that wait.
     *
     * @param pending how many
     * @param oldest when the first of them was asked for; absent if there is none
     * @param expired how many were given up just now
     */
    record Queue(long pending, @Nullable Instant oldest, long expired) {}

    /** Keeps a change until somebody decides, at most so long. */
    ProposeOutcome propose(Asked asked, Duration lifetime);

    Optional<Proposal> find(long id);

    /** The first pending one of this operation and request, for whatever organisation. */
    Optional<Proposal> pending(Operation operation, String request);

    /** Those with a number below {@code before}, the newest first, at most {@code limit}; pending ones, or all. */
    List<Proposal> page(boolean pendingOnly, long before, int limit);

    /** Approves a pending one: from now on the change may be made, once. */
    DecideOutcome approve(long id, String approver);

    /** Rejects a pending one. */
    DecideOutcome reject(long id, String approver, String reason);

    /** The approved change could not be tried: it is pending again, and nobody has approved it. */
    void release(long id);

    /** The approved change was tried, and nothing was recorded; {@code outcome} says why. No effect if it was. */
    void notDone(long id, String outcome);

    /**
     * Gives up those whose time is over, and approved ones whose change was not made within an hour: their node stopped.
     */
    Queue sweep();
}
