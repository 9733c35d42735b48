package org.eir.core.change;

import java.util.List;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * What is to change in the lists as one change set: all of it or nothing. Withdrawals come before additions, so an entry
 * can give way to a corrected one.
 *
 * @param withdrawals entries to take out of force
 * @param additions entries to add
 * @param overrideGolden whether additions may block what the golden list protects; what they override is recorded with
 *     them
 * @param group the device that it is about, as the caller saw it: it is made only while that is so
 */
public record ListChange(
        List<Withdrawal> withdrawals,
        List<EntryFacts> additions,
        boolean overrideGolden,
        @Nullable DeviceGroup group) {
    /** A change by hand is small; what is larger is an import. */
    public static final int MAX_STEPS = 100;

    /**
     * An entry to take out of force.
     *
     * @param entryId its number
     * @param reason why
     * @param reference case or order behind it; may name a person
     */
    public record Withdrawal(
            long entryId, WithdrawalReason reason, @Nullable String reference) {}

    public ListChange {
        withdrawals = List.copyOf(withdrawals);
        additions = List.copyOf(additions);
        int steps = withdrawals.size() + additions.size();
        if (steps == 0 || steps > MAX_STEPS) {
            throw new IllegalArgumentException("a change has 1 to " + MAX_STEPS + " steps, not " + steps);
        }
    }

    /** A change that is about no device group. */
    public ListChange(List<Withdrawal> withdrawals, List<EntryFacts> additions, boolean overrideGolden) {
        this(withdrawals, additions, overrideGolden, null);
    }

    /** How many entries it concerns, 1 to {@value #MAX_STEPS}. */
    public int steps() {
        return withdrawals.size() + additions.size();
    }

    public static ListChange addition(EntryFacts facts) {
        return new ListChange(List.of(), List.of(facts), false);
    }

    public static ListChange withdrawal(long entryId, WithdrawalReason reason, @Nullable String reference) {
        return new ListChange(List.of(new Withdrawal(entryId, reason, reference)), List.of(), false);
    }

    /** The entry is withdrawn as {@link WithdrawalReason#CORRECTED}, and what should have been there is added. */
    public static ListChange correction(long entryId, @Nullable String reference, EntryFacts corrected) {
        return new ListChange(
                List.of(new Withdrawal(entryId, WithdrawalReason.CORRECTED, reference)), List.of(corrected), false);
    }

    /** The same change, made in spite of the golden list. */
    public ListChange overridingGolden() {
        return new ListChange(withdrawals, additions, true, group);
    }
}
