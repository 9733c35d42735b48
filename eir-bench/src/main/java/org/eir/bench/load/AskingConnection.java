package org.eir.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection with up to {@value #OUTSTANDING} questions under way. What is asked and answered is the interface's
 * matter: it puts an identifier of 32 bits into each question that comes back in the answer. Its low bits are the slot
 * that waits. Not blocking, and for one thread.
 */
public abstract class AskingConnection implements AutoCloseable {
    static final int OUTSTANDING = 32;

    /** {@link #length}: too few octets are there to say. */
    protected static final int NOT_YET_KNOWN = Integer.MAX_VALUE;

    private static final int SLOT_BITS = 5;
    private static final int BUFFER = 1 << 16;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

    private final int[] free = new int[OUTSTANDING];
    private final int[] asked = new int[OUTSTANDING];
    private final int[] identifiers = new int[OUTSTANDING];
    private final long[] sinceNs = new long[OUTSTANDING];
    private int freeSlots = OUTSTANDING;
    private int sequence;

    /**
     * @param channel connected, still blocking
     */
    protected AskingConnection(SocketChannel channel) {
        this.channel = channel;
        for (int slot = 0; slot < OUTSTANDING; slot++) {
            free[slot] = slot;
        }
    }

    /** Puts a question at the buffer's position. */
    protected abstract void write(ByteBuffer out, int identifier, int question);

    /** Length of the message that begins at {@code at}, its header included; {@code in} is filled up to its position. */
    protected abstract int length(ByteBuffer in, int at);

    /** Whether a message answers a question; what does not is passed over. */
    protected abstract boolean isAnswer(ByteBuffer in, int at);

    /** The identifier in an answer. */
    protected abstract int identifier(ByteBuffer in, int at, int end);

    /** What an answer says: EquipmentStatus, another code of the interface, or {@link Tally#UNREADABLE}. */
    protected abstract int answer(ByteBuffer in, int at, int end);

    SocketChannel channel() {
        return channel;
    }

    boolean hasRoom() {
        return freeSlots > 0;
    }

    int underWay() {
        return OUTSTANDING - freeSlots;
    }

    /**
     * Puts a question into the buffer; {@link #flush} sends it.
     *
     * @param timeNs when it is asked, or should have been
     */
    void ask(int question, long timeNs) {
        int slot = free[--freeSlots];
        int identifier = ++sequence << SLOT_BITS | slot;
        asked[slot] = question;
        identifiers[slot] = identifier;
        sinceNs[slot] = timeNs;
        write(out, identifier, question);
    }

    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Takes in what has come. */
    void receive(Tally tally) throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed the connection");
        }
        long nowNs = System.nanoTime();
        int at = 0;
        int length = length(in, at);
        while (length <= in.position() - at) {
            if (isAnswer(in, at)) {
                take(at, at + length, nowNs, tally);
            }
            at += length;
            length = length(in, at);
        }
        in.flip().position(at);
        in.compact();
    }

    private void take(int at, int end, long nowNs, Tally tally) {
        int identifier = identifier(in, at, end);
        int slot = identifier & OUTSTANDING - 1;
        if (identifiers[slot] != identifier) {
            tally.astray(1);
            return;
        }
        identifiers[slot] = 0;
        free[freeSlots++] = slot;
        tally.answered(asked[slot], answer(in, at, end), nowNs - sinceNs[slot]);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
