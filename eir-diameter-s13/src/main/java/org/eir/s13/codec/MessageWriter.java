package org.eir.s13.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one Diameter message. Lengths and padding are its business, order and content the caller's. */
public final class MessageWriter {
    private static final int INITIAL_CAPACITY = 512;

    private byte[] octets = new byte[INITIAL_CAPACITY];
    private int length = Header.LENGTH;

    /**
     * A message without AVPs yet.
     *
     * @param flags of {@link Header}
     */
    public MessageWriter(int flags, int command, int application, int hopByHop, int endToEnd) {
        Octets.putInt32(octets, 4, flags << 24 | command);
        octets[0] = Header.VERSION;
        Octets.putInt32(octets, 8, application);
        Octets.putInt32(octets, 12, hopByHop);
        Octets.putInt32(octets, 16, endToEnd);
    }

    /** An answer to a request: its command, application, identifiers and P bit, and never its T bit. */
    public static MessageWriter answerTo(byte[] request, boolean error) {
        int flags = Header.flags(request) & Header.PROXIABLE | (error ? Header.ERROR : 0);
        return new MessageWriter(
                flags,
                Header.command(request),
                Header.application(request),
                Header.hopByHop(request),
                Header.endToEnd(request));
    }

    /** An AVP of the base protocol, M bit set. */
    public MessageWriter avp(int code, byte[] data) {
        return avp(code, AvpCursor.MANDATORY, Avp.NO_VENDOR, data);
    }

    /** An AVP of the base protocol, M bit set, in ASCII or UTF-8. */
    public MessageWriter avp(int code, String text) {
        return avp(code, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An AVP of the base protocol, M bit set: Unsigned32 or Enumerated. */
    public MessageWriter avp(int code, int value) {
        int start = begin(code, AvpCursor.MANDATORY, Avp.NO_VENDOR);
        append32(value);
        return end(start);
    }

    /** An AVP of 3GPP, M and V bits set. */
    public MessageWriter avp3gpp(int code, String text) {
        return avp(
                code, AvpCursor.MANDATORY | AvpCursor.VENDOR, Avp.VENDOR_3GPP, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An AVP of 3GPP, M and V bits set: Unsigned32 or Enumerated. */
    public MessageWriter avp3gpp(int code, int value) {
        int start = begin3gpp(code);
        append32(value);
        return end(start);
    }

    /**
     * Any AVP.
     *
     * @param flags of {@link AvpCursor}; the V bit says whether {@code vendor} is written
     */
    public MessageWriter avp(int code, int flags, int vendor, byte[] data) {
        int start = begin(code, flags, vendor);
        append(data, 0, data.length);
        return end(start);
    }

    /** AVPs as they stand in another message, padded. */
    public MessageWriter raw(byte[] source, int from, int to) {
        append(source, from, to);
        pad();
        return this;
    }

    public MessageWriter raw(byte[] avp) {
        return raw(avp, 0, avp.length);
    }

    /** Opens a grouped AVP of the base protocol; give what comes back to {@link #end}. */
    public int begin(int code) {
        return begin(code, AvpCursor.MANDATORY, Avp.NO_VENDOR);
    }

    /** Opens a grouped AVP of 3GPP; give what comes back to {@link #end}. */
    public int begin3gpp(int code) {
        return begin(code, AvpCursor.MANDATORY | AvpCursor.VENDOR, Avp.VENDOR_3GPP);
    }

    private int begin(int code, int flags, int vendor) {
        int start = length;
        append32(code);
        append32(flags << 24);
        if ((flags & AvpCursor.VENDOR) != 0) {
            append32(vendor);
        }
        return start;
    }

    /** Closes the AVP that began there: fills in its length and pads. */
    public MessageWriter end(int start) {
        int flags = octets[start + 4];
        Octets.putInt32(octets, start + 4, flags << 24 | length - start);
        pad();
        return this;
    }

    /** The message. */
    public byte[] octets() {
        Octets.putInt32(octets, 0, Header.VERSION << 24 | length);
        return Arrays.copyOf(octets, length);
    }

    private void pad() {
        int padded = Octets.padded(length);
        reserve(padded - length);
        length = padded;
    }

    private void append32(int value) {
        reserve(4);
        Octets.putInt32(octets, length, value);
        length += 4;
    }

    private void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, octets, length, to - from);
        length += to - from;
    }

    private void reserve(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
