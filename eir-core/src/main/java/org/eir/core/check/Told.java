package org.eir.core.check;

/**
 * How verdicts are told to a network that takes some of them amiss: one that cannot handle grey equipment is told
 * <em>permitted</em> where the register decides <em>tracked</em>; one that makes "illegal ME" of <em>unknown</em> likewise.
 * What is permitted is always told so.
 *
 * @param prohibited what is told for it
 * @param tracked what is told for it
 * @param unknown what is told for it
 */
public record Told(Verdict prohibited, Verdict tracked, Verdict unknown) {
    /** Every verdict as it is. */
    public static final Told AS_DECIDED = new Told(Verdict.PROHIBITED, Verdict.TRACKED, Verdict.UNKNOWN);

    public Told {
        if (prohibited == Verdict.REFUSED || tracked == Verdict.REFUSED || unknown == Verdict.REFUSED) {
            throw new IllegalArgumentException("a verdict on a device is never told as an error");
        }
    }

    /** What the network is told. */
    public Verdict tell(Verdict decided) {
        return switch (decided) {
            case PROHIBITED -> prohibited;
            case TRACKED -> tracked;
            case UNKNOWN -> unknown;
            case PERMITTED, REFUSED -> decided;
        };
    }
}
