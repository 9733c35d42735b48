package org.eir.s13.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.eir.s13.peer.PeerSocket;
import org.jdiameter.client.api.parser.IMessageParser;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
import org.jdiameter.server.api.IMetaData;
import org.jdiameter.server.api.io.INetworkConnectionListener;
import org.jdiameter.server.api.io.INetworkGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections and shows each to the stack before its first octet is read. Made by the stack. */
public final class ListeningPoint implements INetworkGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningPoint.class);
    private static final int PAUSE_AFTER_FAILURE_MS = 200;

    private final StackConfiguration configuration;
    private final ServerSocket listening;
    private final IMessageParser parser;

    /** The signature the stack looks for. */
    public ListeningPoint(
            InetAddress[] addresses,
            int port,
            IConcurrentFactory concurrentFactory,
            IMessageParser parser,
            IMetaData metaData) {
        this.configuration = (StackConfiguration) metaData.getConfiguration();
        this.listening = configuration.listening();
        this.parser = parser;
    }

    @Override
    public void addListener(INetworkConnectionListener stack) {
        Thread.ofPlatform()
                .daemon()
                .name("s13-accept-" + listening.getLocalPort())
                .start(() -> acceptAll(stack));
    }

    private void acceptAll(INetworkConnectionListener stack) {
        while (!listening.isClosed()) {
            try {
                accept(listening.accept(), stack);
            } catch (IOException | RuntimeException e) {
                if (!listening.isClosed()) {
                    LOG.warn("An S13 connection could not be accepted", e);
                    pause();
                }
            }
        }
    }

    private void accept(Socket socket, INetworkConnectionListener stack) throws IOException {
        PeerConnection connection = new PeerConnection(configuration, parser);
        try {
            PeerSocket accepted = configuration.connections().accept(socket, connection);
            if (accepted != null) {
                connection.carriedBy(accepted);
                stack.newNetworkConnection(connection);
                accepted.start();
            }
        } catch (IOException | RuntimeException e) {
            connection.disconnect();
            socket.close();
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void remListener(INetworkConnectionListener stack) {
        destroy();
    }

    @Override
    public void destroy() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("closing port {}: {}", listening.getLocalPort(), e.toString());
        }
    }
}
