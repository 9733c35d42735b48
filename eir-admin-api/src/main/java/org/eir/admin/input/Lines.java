package org.eir.admin.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a UTF-8 stream, read as it arrives and numbered as an editor numbers them. A line ends with LF, CR LF or
 * CR. Memory is bounded: of a line longer than {@value #MAX_BYTES} bytes only the beginning is kept.
 */
final class Lines {
    static final int MAX_BYTES = 8192;

    private static final int BUFFER = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line = new byte[MAX_BYTES];
    private int position;
    private int filled;
    private int length;
    private long number;
    private boolean afterCarriageReturn;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false if there is none. */
    boolean next() throws IOException {
        length = 0;
        boolean any = false;
        while (position < filled || fill()) {
            byte b = buffer[position++];
            boolean restOfCrLf = afterCarriageReturn && b == '\n';
            afterCarriageReturn = b == '\r';
            if (restOfCrLf) {
                continue;
            }
            any = true;
            if (b == '\n' || b == '\r') {
                break;
            }
            if (length < MAX_BYTES) {
                line[length] = b;
            }
            length++;
        }
        if (any) {
            number++;
        }
        return any;
    }

    /** The number of this line; the first is 1. */
    long number() {
        return number;
    }

    boolean isTooLong() {
        return length > MAX_BYTES;
    }

    /** The line without its end; bytes that are no UTF-8 appear as U+FFFD. */
    String text() {
        String text = new String(line, 0, Math.min(length, MAX_BYTES), StandardCharsets.UTF_8);
        return number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }
}
