package org.eir.map.m3ua;

import java.util.Arrays;

/** Writes one M3UA message. Lengths and padding are its business, order and content the caller's. */
public final class MessageWriter {
    private static final int INITIAL_CAPACITY = 64;
    /** Of the offending message in an ERR (RFC 4666 clause 3.8.1). */
    private static final int MAX_DIAGNOSTIC = 40;

    private byte[] octets = new byte[INITIAL_CAPACITY];
    private int length = Header.LENGTH;

    /** A message without parameters yet. */
    public MessageWriter(MessageType type) {
        octets[0] = Header.VERSION;
        octets[2] = (byte) type.messageClass();
        octets[3] = (byte) type.type();
    }

    /**
     * Any parameter.
     *
     * @param tag of {@link Parameter}
     * @param data at most 65531 octets
     */
    public MessageWriter parameter(int tag, byte[] data) {
        int at = begin(tag, data.length);
        System.arraycopy(data, 0, octets, at, data.length);
        return this;
    }

    /** A parameter that is a number. */
    public MessageWriter parameter(int tag, int value) {
        Octets.putInt32(octets, begin(tag, Integer.BYTES), value);
        return this;
    }

    private int begin(int tag, int dataLength) {
        int start = length;
        length += Octets.padded(Parameter.HEADER + dataLength);
        if (length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length, 2 * octets.length));
        }
        Octets.putInt32(octets, start, tag << 16 | Parameter.HEADER + dataLength);
        return start + Parameter.HEADER;
    }

    /** The message. */
    public byte[] octets() {
        Octets.putInt32(octets, 4, length);
        return Arrays.copyOf(octets, length);
    }

    /**
     * ERR (clause 3.8.1).
     *
     * @param message what it is about; its first octets go along as Diagnostic Information
     */
    public static byte[] error(ErrorCode code, byte[] message) {
        return new MessageWriter(MessageType.ERR)
                .parameter(Parameter.ERROR_CODE, code.code())
                .parameter(
                        Parameter.DIAGNOSTIC_INFORMATION,
                        Arrays.copyOf(message, Math.min(message.length, MAX_DIAGNOSTIC)))
                .octets();
    }
}
