package org.eir.core.list;

/**
 * What the lists say about one identity at one moment, packed into eight bits for the register: severity (2), exempt
 * (1), whether a rule about the subscriber exists (1) and reason (4). 0 is "nothing".
 */
public final class Listing {
    /** Nothing is listed. */
    public static final int NONE = 0;

    /** Every listing is below this. */
    public static final int LIMIT = 256;

    private static final int SEVERITY_SHIFT = 6;
    private static final int EXEMPT = 1 << 5;
    private static final int SUBSCRIBER_RULE = 1 << 4;
    private static final int REASON_MASK = 15;
    private static final EquipmentList[] BY_SEVERITY = {
        EquipmentList.WHITE, EquipmentList.WHITE, EquipmentList.GREY, EquipmentList.BLACK
    };

    private Listing() {}

    public static int of(EquipmentList list, Reason reason, boolean exempt) {
        return list.severity() << SEVERITY_SHIFT | (exempt ? EXEMPT : 0) | reason.code();
    }

    /** The same listing, with a rule about the subscriber beside it. */
    public static int withSubscriberRule(int listing) {
        return listing | SUBSCRIBER_RULE;
    }

    /**
     * What two entries of the same width say together: the more severe one decides and gives the reason (the lower code
     * where both are as severe), exempt and subscriber rule hold if either says so. Order does not matter.
     */
    public static int combine(int a, int b) {
        if (a == NONE || b == NONE) {
            return a | b;
        }
        return moreSevere(a, b) | (a | b) & (EXEMPT | SUBSCRIBER_RULE);
    }

    /**
     * What a narrower and a wider entry say together: the more severe one decides, and where both are as severe the
     * narrower one gives the reason; exempt and subscriber rule hold if either says so.
     */
    public static int combineWithWider(int narrower, int wider) {
        int decisive = severity(wider) > severity(narrower) ? wider : narrower;
        return decisive | (narrower | wider) & (EXEMPT | SUBSCRIBER_RULE);
    }

    /** The more severe of two, the lower reason code where they are alike, {@code a} where they are the same. */
    private static int moreSevere(int a, int b) {
        if (severity(a) != severity(b)) {
            return severity(a) > severity(b) ? a : b;
        }
        return (a & REASON_MASK) <= (b & REASON_MASK) ? a : b;
    }

    /** 0 nothing, 1 white, 2 grey, 3 black. */
    public static int severity(int listing) {
        return listing >> SEVERITY_SHIFT;
    }

    public static boolean isExempt(int listing) {
        return (listing & EXEMPT) != 0;
    }

    static boolean hasSubscriberRule(int listing) {
        return (listing & SUBSCRIBER_RULE) != 0;
    }

    static EquipmentList list(int listing) {
        return BY_SEVERITY[severity(listing)];
    }

    static Reason reason(int listing) {
        return Reason.of(listing & REASON_MASK);
    }
}
