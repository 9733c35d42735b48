package org.eir.core.list;

/**
 * What the lists say about one identity at one moment, packed into eight bits for the register: severity (2), exempt
 * (1), golden (1) and reason (4). 0 is "nothing".
 */
public final class Listing {
    /** Nothing is listed. */
    public static final int NONE = 0;

    /** Every listing is below this. */
    public static final int LIMIT = 256;

    private static final int SEVERITY_SHIFT = 6;
    private static final int EXEMPT = 1 << 5;
    private static final int GOLDEN = 1 << 4;
    private static final int REASON_MASK = 15;
    private static final EquipmentList[] BY_SEVERITY = {
        EquipmentList.WHITE, EquipmentList.WHITE, EquipmentList.GREY, EquipmentList.BLACK
    };

    private Listing() {}

    /** What one entry says; a golden one is exempt whatever {@code exempt} says. */
    public static int of(EquipmentList list, Reason reason, boolean exempt) {
        int golden = list == EquipmentList.GOLDEN ? GOLDEN | EXEMPT : 0;
        return list.severity() << SEVERITY_SHIFT | golden | (exempt ? EXEMPT : 0) | reason.code();
    }

    /**
     * What two entries of the same width say together: the more severe one decides and gives the reason (golden before
     * white, then the lower code of the reason, where both are as severe), and they are exempt if either is. Order does
     * not matter.
     */
    public static int combine(int a, int b) {
        if (a == NONE || b == NONE) {
            return a | b;
        }
        return moreSevere(a, b) | (a | b) & EXEMPT;
    }

    /**
     * What a narrower and a wider entry say together: the more severe one decides, and where both are as severe the
     * narrower one; they are exempt if either is.
     */
    public static int combineWithWider(int narrower, int wider) {
        int decisive = severity(wider) > severity(narrower) ? wider : narrower;
        return decisive | (narrower | wider) & EXEMPT;
    }

    /** The more severe of two; where they are alike a golden one, then the lower reason code, then {@code a}. */
    private static int moreSevere(int a, int b) {
        if (severity(a) != severity(b)) {
            return severity(a) > severity(b) ? a : b;
        }
        if (isGolden(a) != isGolden(b)) {
            return isGolden(a) ? a : b;
        }
        return (a & REASON_MASK) <= (b & REASON_MASK) ? a : b;
    }

    /** 0 nothing, 1 white or golden, 2 grey, 3 black. */
    public static int severity(int listing) {
        return listing >> SEVERITY_SHIFT;
    }

    public static boolean isExempt(int listing) {
        return (listing & EXEMPT) != 0;
    }

    static boolean isGolden(int listing) {
        return (listing & GOLDEN) != 0;
    }

    static EquipmentList list(int listing) {
        return isGolden(listing) ? EquipmentList.GOLDEN : BY_SEVERITY[severity(listing)];
    }

    static Reason reason(int listing) {
        return Reason.of(listing & REASON_MASK);
    }
}
