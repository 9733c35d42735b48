package org.eir.map.tcap;

import java.util.Arrays;

/**
 * Walks the elements between two offsets (X.690 clause 8.1): definite lengths, short and long, and indefinite ones. Copies
 * nothing; stops at the first element that cannot be true.
 *
 * <pre>{@code
 * BerCursor elements = new BerCursor(message, 0, message.length);
 * while (elements.next()) { ... }
 * if (elements.isBroken()) { ... }
 * }</pre>
 *
 * <p>Of an element that is longer than what encloses it, {@link #tag} and the content as far as it goes can still be read:
 * enough to find whom to tell.
 */
public final class BerCursor {
    /** Indefinite lengths within each other; TCAP with CheckIMEI needs eight. */
    static final int MAX_DEPTH = 16;

    private static final int INDEFINITE = -1;
    private static final int MAX_LENGTH = 0xffffff;
    private static final int MORE_TAG = 0x1f;
    private static final int CONSTRUCTED = 0x20;

    private final byte[] octets;
    private int end;
    private int next;
    private int tag;
    private int length;
    private int contentStart;
    private int contentEnd;
    private boolean broken;

    /** The elements from one offset up to another, both within the octets. */
    public BerCursor(byte[] octets, int from, int end) {
        this.octets = octets;
        this.end = end;
        this.next = from;
        this.contentStart = from;
        this.contentEnd = from;
    }

    /** Steps to the next element; false at the end or at one that is broken. */
    public boolean next() {
        if (broken || next >= end) {
            return false;
        }
        if (!readHeader(next)) {
            return stop(end, end);
        }
        if (length == INDEFINITE) {
            int contents = contentStart;
            int first = tag;
            int endOfContents = endOfContents(contents);
            tag = first;
            if (endOfContents < 0) {
                return stop(contents, end);
            }
            contentStart = contents;
            contentEnd = endOfContents;
            next = endOfContents + 2;
            return true;
        }
        if (length > end - contentStart) {
            return stop(contentStart, end);
        }
        contentEnd = contentStart + length;
        next = contentEnd;
        return true;
    }

    /** Steps to the next element if there is one; whether it has this tag. */
    public boolean next(int expected) {
        return next() && tag == expected;
    }

    /** Steps to the next element and, if it has this tag, goes on with what is inside instead of what follows. */
    public boolean enter(int expected) {
        if (!next(expected)) {
            return false;
        }
        next = contentStart;
        end = contentEnd;
        return true;
    }

    /** The elements inside this one. */
    public BerCursor inside() {
        return new BerCursor(octets, contentStart, contentEnd);
    }

    /** Whether the walk ended at an element that cannot be true. */
    public boolean isBroken() {
        return broken;
    }

    /** The tag's octets as a number: {@code 0xa1}, or {@code 0x9f20} for one of two octets. */
    public int tag() {
        return tag;
    }

    public int contentStart() {
        return contentStart;
    }

    public int contentEnd() {
        return contentEnd;
    }

    public int contentLength() {
        return contentEnd - contentStart;
    }

    /** An octet of the content, 0 to 255. */
    public int octet(int index) {
        return octets[contentStart + index] & 0xff;
    }

    /** Whether the content is these octets. */
    public boolean holds(byte[] expected) {
        return Arrays.equals(octets, contentStart, contentEnd, expected, 0, expected.length);
    }

    private boolean stop(int start, int stoppedAt) {
        broken = true;
        contentStart = start;
        contentEnd = stoppedAt;
        return false;
    }

    /** Where the end-of-contents octets are that close an indefinite length (X.690 clause 8.1.5); -1 if nowhere. */
    private int endOfContents(int from) {
        int open = 1;
        int at = from;
        while (end - at >= 2) {
            if (octets[at] == 0 && octets[at + 1] == 0) {
                open--;
                if (open == 0) {
                    return at;
                }
                at += 2;
            } else if (!readHeader(at)) {
                return -1;
            } else if (length == INDEFINITE) {
                open++;
                if (open > MAX_DEPTH) {
                    return -1;
                }
                at = contentStart;
            } else if (length > end - contentStart) {
                return -1;
            } else {
                at = contentStart + length;
            }
        }
        return -1;
    }

    /** Reads tag and length; false if they are no header, or the header runs past the end. */
    private boolean readHeader(int at) {
        int lengthAt = readTag(at);
        if (lengthAt < 0 || lengthAt >= end) {
            return false;
        }
        int first = octets[lengthAt] & 0xff;
        contentStart = lengthAt + 1;
        if (first < 0x80) {
            length = first;
            return true;
        }
        if (first == 0x80) {
            length = INDEFINITE;
            return (octets[at] & CONSTRUCTED) != 0;
        }
        return readLongLength(first & 0x7f);
    }

    private boolean readLongLength(int octetCount) {
        if (octetCount > end - contentStart) {
            return false;
        }
        int value = 0;
        for (int i = 0; i < octetCount; i++) {
            if (value > MAX_LENGTH >> Byte.SIZE) {
                return false;
            }
            value = value << Byte.SIZE | octets[contentStart + i] & 0xff;
        }
        contentStart += octetCount;
        length = value;
        return true;
    }

    /** Reads a tag of up to three octets; where the length begins, or -1. */
    private int readTag(int at) {
        tag = octets[at] & 0xff;
        if ((tag & MORE_TAG) != MORE_TAG) {
            return at + 1;
        }
        for (int i = at + 1; i < end && i <= at + 2; i++) {
            tag = tag << 8 | octets[i] & 0xff;
            if (octets[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
