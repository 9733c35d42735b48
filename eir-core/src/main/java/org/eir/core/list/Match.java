package org.eir.core.list;

import org.eir.core.identity.ImeiRange.Level;

/**
 * The entry, or the combined entries of one width, that decide for an identity.
 *
 * <p>There are so few different ones that all of them exist beforehand: a look-up allocates nothing.
 *
 * @param listing packed content, {@link Listing#NONE} if nothing covers the identity
 * @param level how wide the deciding entry is
 */
public record Match(int listing, Level level) {
    private static final Level[] LEVELS = Level.values();
    private static final Match[] ALL = new Match[Listing.LIMIT * LEVELS.length];

    static {
        for (int i = 0; i < ALL.length; i++) {
            ALL[i] = new Match(i / LEVELS.length, LEVELS[i % LEVELS.length]);
        }
    }

    /** No entry covers the identity. */
    public static final Match NONE = of(Listing.NONE, Level.SINGLE);

    public static Match of(int listing, Level level) {
        return ALL[listing * LEVELS.length + level.ordinal()];
    }

    /**
     * The precedence: the most severe entry decides whatever its width, and of equally severe ones the narrowest is
     * named; an exempt entry hides wider ones, never one of its own width.
     *
     * @param single what single entries say, combined
     * @param range what ranges say, already resolved among themselves by the same rule
     * @param tac what entries for the whole TAC say, combined
     */
    public static Match resolve(int single, int range, int tac) {
        if ((single | range | tac) == Listing.NONE) {
            return NONE;
        }
        int decisive = single;
        Level level = Level.SINGLE;
        if (!Listing.isExempt(single)) {
            if (Listing.severity(range) > Listing.severity(decisive)) {
                decisive = range;
                level = Level.RANGE;
            }
            if (!Listing.isExempt(range) && Listing.severity(tac) > Listing.severity(decisive)) {
                decisive = tac;
                level = Level.TAC;
            }
        }
        return of(decisive, level);
    }

    public boolean isListed() {
        return listing != Listing.NONE;
    }

    /** The list that decides; only where {@link #isListed}. */
    public EquipmentList list() {
        return Listing.list(listing);
    }

    /** Why it is listed; only where {@link #isListed}. */
    public Reason reason() {
        return Listing.reason(listing);
    }
}
