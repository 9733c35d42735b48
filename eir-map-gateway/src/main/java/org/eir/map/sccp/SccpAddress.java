package org.eir.map.sccp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A called or calling party address (Q.713 clause 3.4). Keeps its octets, so that it goes back exactly as it came, and
 * shows what is in them.
 *
 * <pre>
 * address indicator: reserved | route on SSN | global title indicator (4 bits) | SSN present | point code present
 * point code (2 octets, low one first), subsystem number, global title: each only if present
 * </pre>
 */
public final class SccpAddress {
    /** There is no point code in it. */
    public static final int NO_POINT_CODE = -1;

    /** Subsystem not known or not used (Q.713 clause 3.4.2.2): the same as none. */
    public static final int NO_SUBSYSTEM = 0;

    private static final int POINT_CODE_PRESENT = 0x01;
    private static final int SUBSYSTEM_PRESENT = 0x02;
    private static final int ROUTE_ON_SUBSYSTEM = 0x40;
    private static final int E164 = 1;
    private static final int INTERNATIONAL_NUMBER = 4;

    private static final int BCD_ODD = 1;
    private static final int BCD_EVEN = 2;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);
    private static final int FILLER = 0x0f;

    private final byte[] octets;
    private final int pointCode;
    private final int subsystemNumber;
    private final @Nullable String globalTitle;

    private SccpAddress(byte[] octets, int pointCode, int subsystemNumber, @Nullable String globalTitle) {
        this.octets = octets;
        this.pointCode = pointCode;
        this.subsystemNumber = subsystemNumber;
        this.globalTitle = globalTitle;
    }

    /** Reads the octets from one offset to another, without their length; null if they end before their indicator says. */
    public static @Nullable SccpAddress read(byte[] message, int from, int to) {
        if (from >= to) {
            return null;
        }
        byte[] octets = Arrays.copyOfRange(message, from, to);
        int indicator = octets[0];
        boolean hasPointCode = (indicator & POINT_CODE_PRESENT) != 0;
        boolean hasSubsystem = (indicator & SUBSYSTEM_PRESENT) != 0;
        int next = 1 + (hasPointCode ? 2 : 0) + (hasSubsystem ? 1 : 0);
        int digits = next + globalTitleHeader(globalTitleIndicator(indicator));
        if (digits > octets.length) {
            return null;
        }
        return new SccpAddress(
                octets,
                hasPointCode ? octets[1] & 0xff | (octets[2] & 0x3f) << 8 : NO_POINT_CODE,
                hasSubsystem ? octets[next - 1] & 0xff : NO_SUBSYSTEM,
                globalTitle(octets, next, digits));
    }

    private static int globalTitleIndicator(int addressIndicator) {
        return addressIndicator >> 2 & 0x0f;
    }

    /** Octets before the digits (Q.713 clauses 3.4.2.3.1 to 3.4.2.3.4). */
    private static int globalTitleHeader(int indicator) {
        return switch (indicator) {
            case 1, 2 -> 1;
            case 3 -> 2;
            case 4 -> 3;
            default -> 0;
        };
    }

    private static @Nullable String globalTitle(byte[] octets, int header, int from) {
        if (from == octets.length) {
            return null;
        }
        return switch (globalTitleIndicator(octets[0])) {
            case 1 -> digits(octets, from, (octets[header] & 0x80) != 0 ? BCD_ODD : BCD_EVEN);
            case 2 -> digits(octets, from, 0);
            case 3, 4 -> digits(octets, from, octets[header + 1] & 0x0f);
            default -> null;
        };
    }

    /**
     * The digits, low half of an octet first; codes above 9 as a to f. What no encoding scheme tells is the whole octets
     * without a filler at their end. A scheme that is not BCD is none that can be compared, and read like an unknown one.
     */
    private static String digits(byte[] octets, int from, int scheme) {
        int count = 2 * (octets.length - from);
        boolean filled = (octets[octets.length - 1] >> 4 & 0x0f) == FILLER;
        if (scheme == BCD_ODD || scheme != BCD_EVEN && filled) {
            count--;
        }
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++) {
            int octet = octets[from + (i >> 1)];
            digits[i] = DIGITS[((i & 1) == 0 ? octet : octet >> 4) & 0x0f];
        }
        return new String(digits, ISO_8859_1);
    }

    /** Routed on a point code and a subsystem number, without a global title. */
    public static SccpAddress ofPointCode(int pointCode, int subsystemNumber) {
        byte[] octets = {
            ROUTE_ON_SUBSYSTEM | SUBSYSTEM_PRESENT | POINT_CODE_PRESENT,
            (byte) pointCode,
            (byte) (pointCode >> 8),
            (byte) subsystemNumber
        };
        return new SccpAddress(octets, pointCode, subsystemNumber, null);
    }

    /**
     * Routed on a global title: an international number of E.164, translation type 0.
     *
     * @param digits decimal, at least one
     */
    public static SccpAddress ofGlobalTitle(String digits, int subsystemNumber) {
        byte[] octets = new byte[5 + (digits.length() + 1) / 2];
        octets[0] = 4 << 2 | SUBSYSTEM_PRESENT;
        octets[1] = (byte) subsystemNumber;
        octets[3] = (byte) (E164 << 4 | (digits.length() % 2 == 0 ? BCD_EVEN : BCD_ODD));
        octets[4] = INTERNATIONAL_NUMBER;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 10);
            octets[5 + i / 2] |= (byte) (i % 2 == 0 ? digit : digit << 4);
        }
        return new SccpAddress(octets, NO_POINT_CODE, subsystemNumber, digits);
    }

    /** Routed on its subsystem number, not on its global title (Q.713 clause 3.4.1). */
    public boolean routesOnSubsystem() {
        return (octets[0] & ROUTE_ON_SUBSYSTEM) != 0;
    }

    /** {@link #NO_POINT_CODE} without one. */
    public int pointCode() {
        return pointCode;
    }

    /** 1 to 255, or {@link #NO_SUBSYSTEM}. */
    public int subsystemNumber() {
        return subsystemNumber;
    }

    /** The global title's digits; null without one, and for a global title indicator that Q.713 does not define. */
    public @Nullable String globalTitle() {
        return globalTitle;
    }

    /** How many octets it takes, without its length. */
    int length() {
        return octets.length;
    }

    /** Writes its length and itself; returns where it ended. */
    int writeTo(byte[] target, int at) {
        target[at] = (byte) octets.length;
        System.arraycopy(octets, 0, target, at + 1, octets.length);
        return at + 1 + octets.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SccpAddress address && Arrays.equals(octets, address.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** For a log: {@code 491720000099 SSN 9}, {@code PC 22 SSN 9}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (globalTitle != null) {
            text.append(globalTitle).append(' ');
        }
        if (pointCode != NO_POINT_CODE) {
            text.append("PC ").append(pointCode).append(' ');
        }
        return text.append("SSN ").append(subsystemNumber).toString();
    }
}
