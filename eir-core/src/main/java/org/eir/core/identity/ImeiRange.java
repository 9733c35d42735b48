package org.eir.core.identity;

/**
 * Consecutive IMEIs of one TAC: a single device, a range, or the whole TAC. It is what an entry of a list covers.
 *
 * @param from first IMEI, its 14 digits as a number
 * @param to last IMEI, inclusive; not before {@code from} and in the same TAC
 */
public record ImeiRange(long from, long to) {

    /** How wide an entry is: the narrowest kind first. */
    public enum Level {
        SINGLE,
        RANGE,
        TAC
    }

    public ImeiRange {
        Tac first = new Imei(from).tac();
        Tac last = new Imei(to).tac();
        if (to < from || !first.equals(last)) {
            throw new IllegalArgumentException("a range ascends and stays within one TAC");
        }
    }

    public static ImeiRange of(Imei imei) {
        return new ImeiRange(imei.digits(), imei.digits());
    }

    public static ImeiRange of(Tac tac) {
        long first = (long) tac.digits() * Tac.SERIALS;
        return new ImeiRange(first, first + Tac.SERIALS - 1);
    }

    public Tac tac() {
        return new Imei(from).tac();
    }

    public int firstSerial() {
        return (int) (from % Tac.SERIALS);
    }

    public int lastSerial() {
        return (int) (to % Tac.SERIALS);
    }

    /** Number of IMEIs covered, 1 to 1 000 000. An entry hides only entries of a greater width. */
    public int width() {
        return (int) (to - from) + 1;
    }

    public Level level() {
        int width = width();
        return width == 1 ? Level.SINGLE : width == Tac.SERIALS ? Level.TAC : Level.RANGE;
    }

    public boolean covers(Imei imei) {
        return from <= imei.digits() && imei.digits() <= to;
    }

    /** As people write it: 14 digits, {@code from-to}, or the 8 digits of the TAC. */
    public String text() {
        return switch (level()) {
            case SINGLE -> new Imei(from).text();
            case RANGE -> new Imei(from).text() + "-" + new Imei(to).text();
            case TAC -> tac().toString();
        };
    }

    /** Masked: the TAC in clear, serial numbers hidden. */
    @Override
    public String toString() {
        return switch (level()) {
            case SINGLE -> new Imei(from).toString();
            case RANGE -> new Imei(from) + "-" + new Imei(to);
            case TAC -> tac().toString();
        };
    }
}
