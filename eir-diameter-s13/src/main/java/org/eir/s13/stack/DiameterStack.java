package org.eir.s13.stack;

import java.net.ServerSocket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eir.s13.peer.Connections;
import org.jdiameter.api.DisconnectCause;
import org.jdiameter.api.IllegalDiameterStateException;
import org.jdiameter.api.InternalException;
import org.jdiameter.api.Peer;
import org.jdiameter.api.PeerState;
import org.jdiameter.client.api.controller.IPeer;
import org.jdiameter.server.impl.StackImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** jDiameter, started and stopped. */
public final class DiameterStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiameterStack.class);
    private static final long STOP_TIMEOUT_MS = 3_000;
    private static final long REVIVAL_TICK_MS = 2_000;

    private final StackImpl stack;
    private final Connections connections;
    private final ScheduledExecutorService reviver = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("s13-reconnect").factory());

    private DiameterStack(StackImpl stack, Connections connections) {
        this.stack = stack;
        this.connections = connections;
    }

    /**
     * Begins to accept on the socket and to connect to the configured peers.
     *
     * @throws IllegalStateException if the stack does not take the configuration
     */
    public static DiameterStack start(Connections connections, ServerSocket listening) {
        StackImpl stack = new StackImpl();
        try {
            stack.init(new StackConfiguration(connections, listening));
            PeerTable peers = (PeerTable) stack.unwrap(org.jdiameter.api.PeerTable.class);
            connections.onForget(peers::forget);
            stack.start();
        } catch (IllegalDiameterStateException | InternalException e) {
            stack.destroy();
            throw new IllegalStateException("the Diameter stack did not start", e);
        }
        DiameterStack started = new DiameterStack(stack, connections);
        started.reviver.scheduleWithFixedDelay(
                started::revive, REVIVAL_TICK_MS, REVIVAL_TICK_MS, TimeUnit.MILLISECONDS);
        return started;
    }

    /** A peer that sent DPR is down for the stack for good; one that is configured is tried again. */
    private void revive() {
        try {
            for (Peer peer : stack.unwrap(org.jdiameter.api.PeerTable.class).getPeerTable()) {
                if (((org.jdiameter.server.api.IPeer) peer).isAttemptConnection()
                        && ((IPeer) peer).getState(PeerState.class) == PeerState.DOWN) {
                    peer.connect();
                }
            }
        } catch (Exception e) {
            LOG.debug("A peer could not be tried again", e);
        }
    }

    /** Says goodbye to every peer (DPR, cause REBOOTING: they may come back), then ends what is left. */
    @Override
    public void close() {
        reviver.shutdownNow();
        try {
            stack.stop(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS, DisconnectCause.REBOOTING);
        } catch (IllegalDiameterStateException | InternalException e) {
            LOG.warn("Not every S13 peer took leave in time: {}", e.getMessage());
        }
        connections.closeAll();
        var threads = stack.getConcurrentFactory();
        stack.destroy();
        threads.shutdownAllNow();
        threads.getThreadPool().shutdownNow();
    }
}
