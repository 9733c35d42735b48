package org.eir.s13;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import org.eir.core.EquipmentCheck;
import org.eir.s13.check.MeIdentityCheckHandler;
import org.eir.s13.check.S13Counters;
import org.eir.s13.peer.Connections;
import org.eir.s13.stack.DiameterStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running S13 interface: answers from the moment {@link #start} returns until {@link #close} does. */
public final class S13Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S13Gateway.class);
    private static final int BACKLOG = 128;

    private final ServerSocket listening;
    private final Connections connections;
    private final DiameterStack stack;

    private S13Gateway(ServerSocket listening, Connections connections, DiameterStack stack) {
        this.listening = listening;
        this.connections = connections;
        this.stack = stack;
    }

    /**
     * Opens the port and begins to answer and to connect.
     *
     * @throws S13StartException if the port cannot be opened
     */
    public static S13Gateway start(S13Config config, EquipmentCheck check, MeterRegistry registry) {
        ServerSocket listening = listen(config);
        try {
            return start(config, check, registry, listening);
        } catch (RuntimeException e) {
            closeQuietly(listening);
            throw e;
        }
    }

    private static S13Gateway start(
            S13Config config, EquipmentCheck check, MeterRegistry registry, ServerSocket listening) {
        S13Counters counters = new S13Counters(registry);
        MeIdentityCheckHandler handler =
                new MeIdentityCheckHandler(config.originHost(), config.originRealm(), check, counters);
        Connections connections = new Connections(config, handler, counters, Clock.systemUTC());
        DiameterStack stack = DiameterStack.start(connections, listening);
        LOG.info("S13 listens on {}:{} as {}", config.host(), listening.getLocalPort(), config.originHost());
        return new S13Gateway(listening, connections, stack);
    }

    private static void closeQuietly(ServerSocket listening) {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("closing port {}: {}", listening.getLocalPort(), e.toString());
        }
    }

    private static ServerSocket listen(S13Config config) {
        String where = "port " + config.port() + " on " + config.host();
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(config.host(), config.port()), BACKLOG);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (BindException e) {
            throw new S13StartException(
                    where + " is in use or not ours (" + e.getMessage() + "); set s13.port or s13.host to another", e);
        } catch (IOException e) {
            throw new S13StartException(where + " cannot be opened (" + e.getMessage() + "); set s13.host", e);
        }
    }

    /** The TCP port it listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** The peers, by identity: the connected ones, and those this node tries to connect to. */
    public List<PeerStatus> peers() {
        return connections.status();
    }

    /** Takes leave of every peer (DPR), ends the connections and frees the port. Takes at most some seconds. */
    @Override
    public void close() {
        stack.close();
        LOG.info("S13 on port {} is closed", listening.getLocalPort());
    }
}
