package org.eir.s13.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into messages. One thread. Memory is bounded by the longest message allowed. */
public final class FrameReader {
    private static final int CHUNK = 1 << 16;

    /** What the stream holds next. */
    public enum Next {
        /** A message, in {@link #message}. */
        MESSAGE,
        /** Nothing: the other side closed. */
        END,
        /** Not Diameter version 1. The stream cannot be followed any further. */
        BAD_VERSION,
        /** A header whose message length is below 20, no multiple of 4, or above the limit: the same. */
        BAD_LENGTH
    }

    private final InputStream in;
    private final int maxMessageBytes;
    private byte[] buffer = new byte[CHUNK];
    private int from;
    private int to;
    private byte[] message = new byte[0];

    public FrameReader(InputStream in, int maxMessageBytes) {
        this.in = in;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Waits for the next message. */
    public Next next() throws IOException {
        if (!fill(Header.LENGTH)) {
            return Next.END;
        }
        if (buffer[from] != Header.VERSION) {
            message = Arrays.copyOfRange(buffer, from, from + Header.LENGTH);
            return Next.BAD_VERSION;
        }
        int length = Header.messageLength(buffer, from);
        if (length < Header.LENGTH || length % 4 != 0 || length > maxMessageBytes) {
            message = Arrays.copyOfRange(buffer, from, from + Header.LENGTH);
            return Next.BAD_LENGTH;
        }
        if (!fill(length)) {
            return Next.END;
        }
        message = Arrays.copyOfRange(buffer, from, from + length);
        from += length;
        return Next.MESSAGE;
    }

    /** The message {@link #next} found; after a bad header, that header. */
    public byte[] message() {
        return message;
    }

    /** Whether a whole message waits in memory already, so that answers may be kept back a moment and sent together. */
    public boolean hasMore() {
        return to - from >= Header.LENGTH && to - from >= Header.messageLength(buffer, from);
    }

    private boolean fill(int wanted) throws IOException {
        while (to - from < wanted) {
            makeRoom(wanted);
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                return false;
            }
            to += read;
        }
        return true;
    }

    private void makeRoom(int wanted) {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (buffer.length - from < wanted) {
            byte[] target = wanted > buffer.length ? new byte[wanted] : buffer;
            System.arraycopy(buffer, from, target, 0, to - from);
            buffer = target;
            to -= from;
            from = 0;
        }
    }
}
