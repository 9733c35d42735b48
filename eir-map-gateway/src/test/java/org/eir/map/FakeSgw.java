package org.eir.map;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.eir.map.m3ua.MessageType;

/** A signalling gateway: waits for ASPs. */
final class FakeSgw implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;
    private static final int AS_STATE_CHANGE = 1;

    private final ServerSocket listening;

    FakeSgw() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(TIMEOUT_MS);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next ASP that connects. */
    RawPeer accept() throws IOException {
        return new RawPeer(listening.accept());
    }

    /** The next ASP that connects, brought up: the SGW says "AS inactive" and has been asked to activate. */
    RawPeer acceptUp() throws IOException {
        RawPeer asp = accept();
        asp.expect(MessageType.ASPUP);
        asp.send(RawPeer.of(MessageType.ASPUP_ACK));
        asp.send(RawPeer.notify(AS_STATE_CHANGE, 2));
        return asp;
    }

    /** The next ASP that connects, made active. */
    RawPeer acceptActive() throws IOException {
        RawPeer asp = acceptUp();
        asp.expect(MessageType.ASPAC);
        asp.send(RawPeer.of(MessageType.ASPAC_ACK));
        asp.send(RawPeer.notify(AS_STATE_CHANGE, 3));
        return asp;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
