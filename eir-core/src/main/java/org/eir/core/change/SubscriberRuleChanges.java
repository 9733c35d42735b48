package org.eir.core.change;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * Port: exceptions and locks as recorded, and their changes. Each change is one transaction and one revision.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached; then nothing happened.
 */
public interface SubscriberRuleChanges {

    /**
     * A rule as recorded.
     *
     * @param id number by which people name it
     * @param rule what it says
     * @param added the change that brought it
     * @param withdrawn how it ended, if it did
     * @param erased the revision that erased something of it, the last one; absent if none did
     */
    record RecordedRule(
            long id,
            SubscriberRule rule,
            Recorded added,
            @Nullable Withdrawn withdrawn,
            @Nullable Long erased) {

        /** One of which everything is there. */
        public RecordedRule(long id, SubscriberRule rule, Recorded added, @Nullable Withdrawn withdrawn) {
            this(id, rule, added, withdrawn, null);
        }
    }

    /**
     * A black or grey entry of another source that covers a device, in force or still to be: an exception would undo it.
     *
     * @param entryId its number
     * @param identity what it covers: the device, a range, or the whole model
     * @param list black or grey
     * @param source whose it is
     */
    record Listing(long entryId, ImeiRange identity, EquipmentList list, String source) {
        /** Why nobody else makes an exception from it. */
        public String rule() {
            return "is in the " + list.text() + " list of " + source + " (entry " + entryId + ", " + identity.text()
                    + "): only " + source + " or an administrator makes an exception from that";
        }
    }

    /** What became of an addition. Only {@link Added} changed anything. */
    sealed interface AddOutcome {
        record Added(RecordedRule rule) implements AddOutcome {}

        /** The source has a rule in force for this device. */
        record AlreadyRuled(RecordedRule existing) implements AddOutcome {}

        /**
         * With it, the device's rules would name more subscribers than allowed.
         *
         * @param named how many they name already
         * @param limit how many they may
         */
        record TooManySubscribers(int named, int limit) implements AddOutcome {}

        /** It would be an exception from what another source said, and may not be. */
        record ListedByOther(Listing listing) implements AddOutcome {}
    }

    /** What became of a withdrawal. Only {@link Done} changed anything. */
    sealed interface WithdrawOutcome {
        record Done(RecordedRule rule) implements WithdrawOutcome {}

        record AlreadyWithdrawn(RecordedRule rule) implements WithdrawOutcome {}

        record NoSuchRule(long id) implements WithdrawOutcome {}
    }

    /**
     * Adds a rule.
     *
     * @param mayUndoOthers whether it may be an exception for a device that another source has in the black or grey list. It
     *     is judged by what is recorded at that moment: what somebody lists later ends no exception
     */
    AddOutcome add(SubscriberRule rule, boolean mayUndoOthers, Actor actor);

    WithdrawOutcome withdraw(long id, WithdrawalReason reason, @Nullable String reference, Actor actor);

    /** What a list of pairs would change, by what is in force now. Changes nothing. */
    PairingPlan compare(PairingList list);

    /**
     * What became of a list of pairs.
     *
     * @param plan what it changed, or would have
     * @param change the one change set of all of it; absent if there was nothing to change, or it was not allowed
     */
    record Paired(PairingPlan plan, @Nullable Recorded change) {}

    /**
     * Compares a list of pairs, and applies all of it as one change set.
     *
     * @param allowed whether a plan may be carried out; asked once, of the very one that would be
     */
    Paired pair(PairingList list, Actor actor, Predicate<PairingPlan> allowed);

    Optional<RecordedRule> rule(long id);

    /** The rules of all sources for a device, not withdrawn, in force or not yet; oldest first. */
    List<RecordedRule> rulesOf(Imei device);
}
