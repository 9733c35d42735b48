package org.eir.core.approval;

import java.util.Collection;
import org.eir.core.list.EntryFacts;

/**
 * What a change would do, as far as the limits ask.
 *
 * @param entries entries added or withdrawn; a correction is one of each
 * @param widest identities that the widest of them covers, 1 to 1 000 000 (a whole TAC); 0 if it changes no entry
 * @param seenDevices devices seen on the network lately whose verdict would change; 0 where nobody looked
 * @param withdrawn entries withdrawn of what one source has in one list; only of changes that concern all of that
 * @param held entries in force that this source has in this list before the change
 * @param exempt whether an exempt mark is set or taken away
 * @param goldenOverride whether it blocks what the golden list protects
 * @param policy whether it changes what networks are answered
 * @param erasure whether it erases personal data
 */
public record ChangeSummary(
        long entries,
        int widest,
        long seenDevices,
        long withdrawn,
        long held,
        boolean exempt,
        boolean goldenOverride,
        boolean policy,
        boolean erasure) {
    public static final ChangeSummary NOTHING = new ChangeSummary(0, 0, 0, 0, 0, false, false, false, false);

    /** A policy, of every network or of one. */
    public static final ChangeSummary POLICY = new ChangeSummary(0, 0, 0, 0, 0, false, false, true, false);

    /** Personal data erased. */
    public static final ChangeSummary ERASURE = new ChangeSummary(0, 0, 0, 0, 0, false, false, false, true);

    /** One entry added, or withdrawn. */
    public static ChangeSummary entry(EntryFacts facts) {
        return new ChangeSummary(1, facts.identity().width(), 0, 0, 0, facts.exempt(), false, false, false);
    }

    /** Several of them in one change. */
    public static ChangeSummary entries(Collection<EntryFacts> entries) {
        return entries.stream().map(ChangeSummary::entry).reduce(NOTHING, ChangeSummary::and);
    }

    /** Both in one change. */
    public ChangeSummary and(ChangeSummary other) {
        return new ChangeSummary(
                entries + other.entries,
                Math.max(widest, other.widest),
                seenDevices + other.seenDevices,
                withdrawn + other.withdrawn,
                held + other.held,
                exempt || other.exempt,
                goldenOverride || other.goldenOverride,
                policy || other.policy,
                erasure || other.erasure);
    }

    /** The same, hitting so many devices that were seen lately. */
    public ChangeSummary hitting(long devices) {
        return new ChangeSummary(entries, widest, devices, withdrawn, held, exempt, goldenOverride, policy, erasure);
    }

    /** The same, withdrawing so many of the entries that the source has in this list. */
    public ChangeSummary withdrawing(long count, long ofEntries) {
        return new ChangeSummary(
                entries, widest, seenDevices, count, ofEntries, exempt, goldenOverride, policy, erasure);
    }

    /** The same, blocking what the golden list protects, if it does. */
    public ChangeSummary overridingGolden(boolean overrides) {
        return new ChangeSummary(entries, widest, seenDevices, withdrawn, held, exempt, overrides, policy, erasure);
    }
}
