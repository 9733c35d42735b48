package org.eir.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a server over some connections from one thread: at most {@value AskingConnection#OUTSTANDING}
 * questions under way on each, the next question as soon as one is answered, or at a given pace.
 */
final class LoadGenerator implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);
    private static final int WAIT_MS = 100;

    private static int opened;

    private final int questions;
    private final Tally tally;
    private final Selector selector;
    private final List<AskingConnection> connections = new ArrayList<>();
    private int next;

    private LoadGenerator(int questions, Tally tally) throws IOException {
        this.questions = questions;
        this.tally = tally;
        this.selector = Selector.open();
    }

    /**
     * Connects.
     *
     * @param questions how many there are, a power of two
     */
    static LoadGenerator connect(int port, int connections, Connecting connecting, int questions, Tally tally)
            throws IOException {
        LoadGenerator generator = new LoadGenerator(questions, tally);
        try {
            for (int i = 0; i < connections; i++) {
                AskingConnection connection = connecting.open(port, i, ++opened);
                generator.connections.add(connection);
                connection.channel().register(generator.selector, SelectionKey.OP_READ, connection);
            }
            return generator;
        } catch (IOException | RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    /** Asks as fast as the server answers. */
    void saturate(Duration duration) throws IOException {
        long endNs = System.nanoTime() + duration.toNanos();
        for (AskingConnection connection : connections) {
            askAll(connection);
        }
        while (System.nanoTime() < endNs) {
            selector.select(key -> answerAndAsk((AskingConnection) key.attachment()), WAIT_MS);
        }
        awaitLastAnswers();
    }

    private void answerAndAsk(AskingConnection connection) {
        try {
            connection.receive(tally);
            askAll(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void askAll(AskingConnection connection) throws IOException {
        long nowNs = System.nanoTime();
        while (connection.hasRoom()) {
            connection.ask(nextQuestion(), nowNs);
        }
        connection.flush();
    }

    private int nextQuestion() {
        next = next + 1 & questions - 1;
        return next;
    }

    /**
     * Asks at a pace, the connections in turn. The time of an answer counts from when its question was due, so a server
     * that stalls is charged for the questions it kept from being asked. Keeps one processor busy.
     *
     * @param perSecond questions a second
     */
    void pace(int perSecond, Duration duration) throws IOException {
        long intervalNs = 1_000_000_000L / perSecond;
        long dueNs = System.nanoTime();
        long endNs = dueNs + duration.toNanos();
        long lostNs = endNs + LAST_ANSWERS.toNanos();
        int turn = 0;
        while (dueNs < endNs && System.nanoTime() < lostNs) {
            AskingConnection connection = connections.get(turn);
            if (dueNs <= System.nanoTime() && connection.hasRoom()) {
                connection.ask(nextQuestion(), dueNs);
                connection.flush();
                turn = (turn + 1) % connections.size();
                dueNs += intervalNs;
            }
            selector.selectNow(key -> answer((AskingConnection) key.attachment()));
        }
        awaitLastAnswers();
    }

    private void answer(AskingConnection connection) {
        try {
            connection.receive(tally);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitLastAnswers() throws IOException {
        long endNs = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (underWay() > 0 && System.nanoTime() < endNs) {
            selector.select(key -> answer((AskingConnection) key.attachment()), WAIT_MS);
        }
        tally.astray(underWay());
    }

    private int underWay() {
        int underWay = 0;
        for (AskingConnection connection : connections) {
            underWay += connection.underWay();
        }
        return underWay;
    }

    @Override
    public void close() throws IOException {
        for (AskingConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
