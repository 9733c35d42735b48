package org.eir.map.m3ua;

import java.util.Arrays;

/**
 * Walks a message's parameters (RFC 4666 clause 3.2). Copies nothing; stops at the first parameter whose length cannot be
 * true.
 *
 * <pre>{@code
 * ParameterCursor parameters = new ParameterCursor(message);
 * while (parameters.next()) { ... }
 * if (parameters.isBroken()) { ... }
 * }</pre>
 */
public final class ParameterCursor {
    private final byte[] message;
    private int next = Header.LENGTH;
    private int start;
    private int dataEnd;
    private boolean broken;

    /** Stands before the first parameter of a whole message. */
    public ParameterCursor(byte[] message) {
        this.message = message;
    }

    /** Steps to the next parameter; false at the end or at one that is broken. */
    public boolean next() {
        int left = message.length - next;
        if (left <= 0 || broken) {
            return false;
        }
        if (left < Parameter.HEADER) {
            broken = true;
            return false;
        }
        start = next;
        int length = Octets.unsigned16(message, start + 2);
        if (length < Parameter.HEADER || length > left) {
            broken = true;
            return false;
        }
        dataEnd = start + length;
        // The message's length may leave the last parameter's padding out (clause 3.1.4).
        next = start + Octets.padded(length);
        return true;
    }

    /** Whether the walk ended before the message did. */
    public boolean isBroken() {
        return broken;
    }

    public int tag() {
        return Octets.unsigned16(message, start);
    }

    /** Where the value begins. */
    public int dataStart() {
        return start + Parameter.HEADER;
    }

    /** Where the value ends, padding not included. */
    public int dataEnd() {
        return dataEnd;
    }

    public int dataLength() {
        return dataEnd - dataStart();
    }

    /** The value as a number; only for a value of four octets. */
    public int int32() {
        return Octets.int32(message, dataStart());
    }

    /** A copy of the value. */
    public byte[] data() {
        return Arrays.copyOfRange(message, dataStart(), dataEnd);
    }
}
