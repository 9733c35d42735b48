package org.eir.s13.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What leaves on a connection. Answers are kept back by the one thread that makes them and written together; the stack's
 * messages are written at once, by any thread. Writing waits for a peer that does not read.
 */
final class Outbox {
    private static final int FLUSH_AT = 1 << 16;
    private static final int PATIENCE_MS = 10_000;

    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private byte[] answers = new byte[FLUSH_AT];
    private int length;
    private int waiting;

    Outbox(OutputStream out) {
        this.out = out;
    }

    /** Adds an answer; writes what was there before if there is no room. */
    void append(byte[] answer) throws IOException {
        if (length + answer.length > FLUSH_AT) {
            flush();
        }
        if (answer.length > answers.length) {
            answers = Arrays.copyOf(answers, answer.length);
        }
        System.arraycopy(answer, 0, answers, length, answer.length);
        length += answer.length;
        waiting++;
    }

    /** Writes the answers. */
    void flush() throws IOException {
        if (length == 0) {
            return;
        }
        writing.lock();
        try {
            out.write(answers, 0, length);
            length = 0;
            waiting = 0;
        } finally {
            writing.unlock();
        }
    }

    /** Answers that are not written yet. */
    int waiting() {
        return waiting;
    }

    /**
     * Writes a message now.
     *
     * @throws IOException if the peer has not read for a while, or is gone
     */
    void write(byte[] message) throws IOException {
        try {
            if (!writing.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                throw new IOException("the peer does not read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            out.write(message);
        } finally {
            writing.unlock();
        }
    }
}
