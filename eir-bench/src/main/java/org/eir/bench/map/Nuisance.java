package org.eir.bench.map;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer of the kind that makes registers grow: opens dialogues and never asks, sends what is cut off, continues what it
 * never began, and now and then is gone in the middle of a message.
 */
final class Nuisance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nuisance.class);
    private static final int MESSAGES_A_CONNECTION = 3_000;
    private static final long PAUSE_NS = 200_000;
    private static final int PATIENCE_MS = 5_000;

    private final int port;
    private final Thread thread;
    private volatile boolean ended;
    private int transaction;

    private Nuisance(int port) {
        this.port = port;
        this.thread = Thread.ofPlatform().name("nuisance").unstarted(this::run);
    }

    /** Begins, as the association after those that ask. */
    static Nuisance start(int port) {
        Nuisance nuisance = new Nuisance(port);
        nuisance.thread.start();
        return nuisance;
    }

    private void run() {
        while (!ended) {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(GatewayServer.peer(GatewayServer.ASKING), 0));
                socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
                annoy(socket);
            } catch (IOException e) {
                // It is the register's right to close such a connection.
                LOG.debug("closed: {}", e.toString());
            }
        }
    }

    private void annoy(Socket socket) throws IOException {
        socket.getOutputStream().write(Octets.bare(Octets.ASP_UP));
        socket.getOutputStream().write(Octets.bare(Octets.ASP_ACTIVE));
        for (int i = 0; i < MESSAGES_A_CONNECTION && !ended; i++) {
            socket.getOutputStream().write(message(i));
            socket.getInputStream().skip(socket.getInputStream().available());
            LockSupport.parkNanos(PAUSE_NS);
        }
        socket.getOutputStream().write(Arrays.copyOf(Octets.question(), Octets.SCCP));
    }

    private byte[] message(int number) {
        byte[] message = switch (number % 3) {
            case 0 -> Octets.emptyBegin();
            case 1 -> Octets.truncated();
            default -> Octets.straying();
        };
        transaction++;
        for (int i = 0; i < 4; i++) {
            message[Octets.QUESTION_TRANSACTION + i] = (byte) (transaction >> 8 * i);
        }
        return message;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
