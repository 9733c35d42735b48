package org.eir.core.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eir.core.approval.ApprovalReason.Limit;
import org.eir.core.identity.Tac;

/**
 * What one person may change alone: section {@code limits} of the configuration. Exempt marks, blocking what the golden
 * list protects, policies, and erasures always need a second person. Checked when made: a wrong value is refused with its key.
 *
 * @param secondPerson whether there are limits at all
 * @param maxEntries entries added or withdrawn by one change, 1 to {@value #MAX_ENTRIES}
 * @param maxWidth identities that one entry covers, 1 to 1 000 000: a whole TAC
 * @param maxSeenDevices devices seen lately whose verdict a change turns, 1 to {@value #MAX_DEVICES}
 * @param maxWithdrawnPercent share of a source's entries in a list that an import withdraws, 1 to 100; fewer than
 *     {@value #SHARE_COUNTS_FROM} entries are no share
 * @param proposalDays days that a change waits for its second person, 1 to 365
 */
public record ApprovalLimits(
        boolean secondPerson,
        int maxEntries,
        int maxWidth,
        int maxSeenDevices,
        int maxWithdrawnPercent,
        int proposalDays) {
    private static final int MAX_ENTRIES = 1_000_000_000;
    private static final int MAX_DEVICES = 1_000_000_000;
    private static final int MAX_DAYS = 365;
    private static final int SHARE_COUNTS_FROM = 10;
    private static final int PERCENT = 100;

    /** Everybody may change everything: development mode. */
    public static final ApprovalLimits NONE =
            new ApprovalLimits(false, MAX_ENTRIES, Tac.SERIALS, MAX_DEVICES, PERCENT, MAX_DAYS);

    public ApprovalLimits {
        within("maxEntries", maxEntries, MAX_ENTRIES);
        within("maxWidth", maxWidth, Tac.SERIALS);
        within("maxSeenDevices", maxSeenDevices, MAX_DEVICES);
        within("maxWithdrawnPercent", maxWithdrawnPercent, PERCENT);
        within("proposalDays", proposalDays, MAX_DAYS);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "secondPerson", true,
                "maxEntries", 1_000,
                "maxWidth", 10_000,
                "maxSeenDevices", 1_000,
                "maxWithdrawnPercent", 10,
                "proposalDays", 14);
    }

    /** Why this change needs a second person; empty if one may make it alone. */
    public List<ApprovalReason> reasons(ChangeSummary change) {
        List<ApprovalReason> reasons = new ArrayList<>();
        if (!secondPerson) {
            return reasons;
        }
        beyond(reasons, Limit.ENTRIES, change.entries(), maxEntries);
        beyond(reasons, Limit.WIDTH, change.widest(), maxWidth);
        beyond(reasons, Limit.SEEN_DEVICES, change.seenDevices(), maxSeenDevices);
        if (change.withdrawn() >= SHARE_COUNTS_FROM && change.held() > 0) {
            beyond(reasons, Limit.WITHDRAWN_SHARE, percent(change.withdrawn(), change.held()), maxWithdrawnPercent);
        }
        if (change.exempt()) {
            reasons.add(ApprovalReason.of(Limit.EXEMPT));
        }
        if (change.goldenOverride()) {
            reasons.add(ApprovalReason.of(Limit.GOLDEN_OVERRIDE));
        }
        if (change.policy()) {
            reasons.add(ApprovalReason.of(Limit.POLICY));
        }
        if (change.erasure()) {
            reasons.add(ApprovalReason.of(Limit.ERASURE));
        }
        return reasons;
    }

    /**
     * What this change does by now that was not approved: it is beyond a limit that it was not beyond when it was
     * proposed, or much further.
     */
    public List<ApprovalReason> notApproved(List<ApprovalReason> approved, ChangeSummary now) {
        return reasons(now).stream()
                .filter(reason -> approved.stream().noneMatch(before -> before.covers(reason)))
                .toList();
    }

    private static void beyond(List<ApprovalReason> reasons, Limit limit, long figure, long allowed) {
        if (figure > allowed) {
            reasons.add(new ApprovalReason(limit, figure, allowed));
        }
    }

    /** Rounded up: 10.2 % is more than 10. */
    private static long percent(long part, long whole) {
        return Math.ceilDiv(part * PERCENT, whole);
    }

    private static void within(String key, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(key + ": must be 1 to " + max);
        }
    }
}
