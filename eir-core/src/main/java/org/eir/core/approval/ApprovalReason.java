package org.eir.core.approval;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a change needs a second person.
 *
 * @param limit what is beyond the limits
 * @param figure how much of it the change does; 0 where the limit is no number
 * @param allowed how much of it one person may do; 0 where that is nothing
 */
public record ApprovalReason(Limit limit, long figure, long allowed) {
    /** By how much a figure may have grown until the change is made: more than a tenth is not what was approved. */
    private static final int GROWTH_PERCENT = 10;

    /** What is limited. */
    public enum Limit {
        /** Entries added or withdrawn. */
        ENTRIES,
        /** Identities covered by one entry. */
        WIDTH,
        /** Devices seen lately whose verdict changes. */
        SEEN_DEVICES,
        /** Percent of a source's entries in a list that are withdrawn. */
        WITHDRAWN_SHARE,
        EXEMPT,
        GOLDEN_OVERRIDE,
        POLICY,
        ERASURE;

        /** As programs read it: {@code seen-devices}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A reason without figures. */
    static ApprovalReason of(Limit limit) {
        return new ApprovalReason(limit, 0, 0);
    }

    /** Whether who approved this has approved {@code now} as well: the same limit, and not much further beyond it. */
    boolean covers(ApprovalReason now) {
        return limit == now.limit && now.figure <= figure + figure * GROWTH_PERCENT / 100;
    }

    /** Several in words. */
    public static String texts(List<ApprovalReason> reasons) {
        return reasons.stream().map(ApprovalReason::text).collect(Collectors.joining("; "));
    }

    /** In words, with the figures: a sentence fragment that begins with "it". */
    public String text() {
        return switch (limit) {
            case ENTRIES -> "it adds or withdraws %s entries, one person at most %s".formatted(n(figure), n(allowed));
            case WIDTH ->
                "it has an entry that covers %s identities, one person's covers at most %s"
                        .formatted(n(figure), n(allowed));
            case SEEN_DEVICES ->
                "it changes the verdict on %s devices seen lately, one person on at most %s"
                        .formatted(n(figure), n(allowed));
            case WITHDRAWN_SHARE ->
                "it withdraws %s %% of what the source has in the list, one person at most %s %%"
                        .formatted(n(figure), n(allowed));
            case EXEMPT -> "it sets or takes away an exempt mark, which keeps a device permitted in a blocked model";
            case GOLDEN_OVERRIDE -> "it blocks what the golden list protects";
            case POLICY -> "it changes what networks are answered";
            case ERASURE -> "it erases personal data, which cannot be taken back";
        };
    }

    private static String n(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
