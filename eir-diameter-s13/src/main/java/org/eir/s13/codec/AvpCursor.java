package org.eir.s13.codec;

import java.util.Arrays;

/**
 * Walks the AVPs between two offsets (RFC 6733 clause 4.1). Copies nothing; stops at the first AVP that cannot be true,
 * and says why.
 *
 * <pre>{@code
 * AvpCursor avps = AvpCursor.ofMessage(message);
 * while (avps.next()) { ... }
 * if (avps.defect() != AvpCursor.Defect.NONE) { ... }
 * }</pre>
 */
public final class AvpCursor {
    /** Why a walk ended. */
    public enum Defect {
        /** It came to the end. */
        NONE,
        /** The AVP's length is below its header's, or it runs past the end of what encloses it. */
        LENGTH,
        /** The AVP has flag bits that nobody defined. */
        BITS
    }

    public static final int VENDOR = 0x80;
    public static final int MANDATORY = 0x40;
    /** Defined by RFC 3588, ignored since. */
    private static final int PROTECTED = 0x20;

    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 12;

    private final byte[] octets;
    private final int end;
    private int next;
    private int start;
    private int dataStart;
    private int dataEnd;
    private Defect defect = Defect.NONE;

    private AvpCursor(byte[] octets, int from, int end) {
        this.octets = octets;
        this.next = from;
        this.end = end;
    }

    /** The AVPs of a message. */
    public static AvpCursor ofMessage(byte[] message) {
        return new AvpCursor(message, Header.LENGTH, message.length);
    }

    /** The AVPs inside a grouped one, given by where its data begin and end. */
    public static AvpCursor ofGroup(byte[] message, int dataStart, int dataEnd) {
        return new AvpCursor(message, dataStart, dataEnd);
    }

    /** Steps to the next AVP; false at the end or at a defect. */
    public boolean next() {
        if (next >= end || defect != Defect.NONE) {
            return false;
        }
        start = next;
        if (end - start < SHORT_HEADER) {
            return stop(Defect.LENGTH);
        }
        int length = Octets.unsigned24(octets, start + 5);
        int header = headerLength();
        if (length < header || length > end - start) {
            return stop(Defect.LENGTH);
        }
        dataStart = start + header;
        dataEnd = start + length;
        if ((flags() & ~(VENDOR | MANDATORY | PROTECTED)) != 0) {
            return stop(Defect.BITS);
        }
        // The last AVP of a group may come without its padding.
        next = Math.min(start + Octets.padded(length), end);
        return true;
    }

    private boolean stop(Defect found) {
        defect = found;
        return false;
    }

    private int headerLength() {
        return (octets[start + 4] & VENDOR) != 0 ? LONG_HEADER : SHORT_HEADER;
    }

    public Defect defect() {
        return defect;
    }

    public int code() {
        return Octets.int32(octets, start);
    }

    public int flags() {
        return octets[start + 4] & 0xff;
    }

    public boolean isMandatory() {
        return (flags() & MANDATORY) != 0;
    }

    /** {@link Avp#NO_VENDOR} without the V bit. */
    public int vendor() {
        return headerLength() == LONG_HEADER ? Octets.int32(octets, start + SHORT_HEADER) : Avp.NO_VENDOR;
    }

    public boolean is(int code, int vendor) {
        return code() == code && vendor() == vendor;
    }

    /** Where the AVP's header begins. */
    public int start() {
        return start;
    }

    public int dataStart() {
        return dataStart;
    }

    public int dataEnd() {
        return dataEnd;
    }

    public String text() {
        return Octets.text(octets, dataStart, dataEnd);
    }

    /** The AVP with its header, padding not included. */
    public byte[] copy() {
        return Arrays.copyOfRange(octets, start, dataEnd);
    }

    /**
     * The AVP that stopped the walk, fit for a Failed-AVP: its header with a length that is true and no data (RFC 6733
     * clause 7.1.5, 5014).
     */
    public byte[] defective() {
        byte[] copy = Arrays.copyOf(Arrays.copyOfRange(octets, start, Math.min(start + LONG_HEADER, end)), LONG_HEADER);
        int length = (copy[4] & VENDOR) != 0 ? LONG_HEADER : SHORT_HEADER;
        copy[4] &= (byte) (VENDOR | MANDATORY);
        copy[5] = 0;
        copy[6] = 0;
        copy[7] = (byte) length;
        return Arrays.copyOf(copy, length);
    }
}
