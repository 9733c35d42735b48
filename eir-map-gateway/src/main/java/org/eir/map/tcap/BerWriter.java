package org.eir.map.tcap;

import java.util.Arrays;

/** Writes elements with definite lengths (X.690 clause 8.1). Lengths are its business, order and content the caller's. */
public final class BerWriter {
    /** More than a usual answer; a longer one doubles it. */
    private static final int INITIAL_CAPACITY = 96;

    private byte[] octets = new byte[INITIAL_CAPACITY];
    private int length;

    /** Opens an element of this one-octet tag; give what comes back to {@link #end}. */
    public int begin(int tag) {
        reserve(2);
        octets[length] = (byte) tag;
        length += 2;
        return length;
    }

    /** Closes the element that began there: fills in its length. */
    public BerWriter end(int contentStart) {
        int size = length - contentStart;
        if (size < 0x80) {
            octets[contentStart - 1] = (byte) size;
            return this;
        }
        int more = (Integer.SIZE - Integer.numberOfLeadingZeros(size) + 7) / Byte.SIZE;
        reserve(more);
        System.arraycopy(octets, contentStart, octets, contentStart + more, size);
        octets[contentStart - 1] = (byte) (0x80 | more);
        for (int i = 0; i < more; i++) {
            octets[contentStart + i] = (byte) (size >> Byte.SIZE * (more - 1 - i));
        }
        length += more;
        return this;
    }

    /** An element whose content is one octet: INTEGER -128 to 127, ENUMERATED 0 to 127. */
    public BerWriter octet(int tag, int value) {
        reserve(3);
        octets[length] = (byte) tag;
        octets[length + 1] = 1;
        octets[length + 2] = (byte) value;
        length += 3;
        return this;
    }

    /** An element with this content. */
    public BerWriter element(int tag, byte[] source, int from, int to) {
        int start = begin(tag);
        append(source, from, to);
        return end(start);
    }

    public BerWriter element(int tag, byte[] content) {
        return element(tag, content, 0, content.length);
    }

    /** Four octets of an element's content. */
    public BerWriter int32(int value) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            octets[length++] = (byte) (value >> shift);
        }
        return this;
    }

    /** Elements as they stand elsewhere. */
    public BerWriter raw(byte[] elements) {
        append(elements, 0, elements.length);
        return this;
    }

    /** Whether nothing was written since this content began. */
    public boolean isEmptySince(int contentStart) {
        return length == contentStart;
    }

    /** What was written. */
    public byte[] octets() {
        return Arrays.copyOf(octets, length);
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
