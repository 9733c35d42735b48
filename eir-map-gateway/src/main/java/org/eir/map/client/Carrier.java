package org.eir.map.client;

import java.io.IOException;

/** What carries M3UA messages: one whole message at a time, blocking. */
interface Carrier extends AutoCloseable {
    /** Longest message taken. */
    int MAX_MESSAGE_BYTES = 1 << 16;

    /** Sends octets as they are. */
    void send(byte[] octets) throws IOException;

    /**
     * Waits for the next message.
     *
     * @throws java.net.SocketTimeoutException if none comes in time
     * @throws IOException if the connection is closed, or what comes cannot be a message
     */
    byte[] receive(int timeoutMs) throws IOException;

    @Override
    void close() throws IOException;
}
