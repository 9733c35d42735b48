package org.eir.s13.peer;

import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eir.s13.PeerStatus;
import org.eir.s13.S13Config;
import org.eir.s13.S13Config.Remote;
import org.eir.s13.check.MeIdentityCheckHandler;
import org.eir.s13.check.S13Counters;
import org.eir.s13.check.S13Counters.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections, and what each of them needs. A peer has one connection: a newer one takes the place of an older, so
 * that a peer whose old connection is half open can come back at once.
 */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final S13Config config;
    private final MeIdentityCheckHandler handler;
    private final S13Counters counters;
    private final PeerScreen screen;
    private final Peers peers;
    private final Set<PeerSocket> all = ConcurrentHashMap.newKeySet();
    private final Map<String, PeerSocket> accepted = new ConcurrentHashMap<>();
    private volatile Consumer<String> forget = identity -> {};

    public Connections(S13Config config, MeIdentityCheckHandler handler, S13Counters counters, Clock clock) {
        this.config = config;
        this.handler = handler;
        this.counters = counters;
        this.screen = new PeerScreen(config);
        this.peers = new Peers(config.connectTo(), clock);
        counters.gaugePeers(peers, Peers::connected);
    }

    /** How the stack forgets a peer that is gone, by the Origin-Host it gave. */
    public void onForget(Consumer<String> stackForgets) {
        forget = stackForgets;
    }

    /** Takes a connection a peer made; null, and closed, if there are as many as may be. */
    public @Nullable PeerSocket accept(Socket socket, PeerSocket.StackSide stack) throws IOException {
        if (all.size() >= config.maxConnections()) {
            counters.refusedConnection(Refusal.LIMIT);
            LOG.warn(
                    "S13 connection from {} is refused: {} are open (s13.maxConnections)",
                    socket.getRemoteSocketAddress(),
                    config.maxConnections());
            socket.close();
            return null;
        }
        return add(new PeerSocket(socket, this, stack, null));
    }

    /** Takes a connection this node made. */
    public PeerSocket connected(Socket socket, PeerSocket.StackSide stack, Remote remote) throws IOException {
        return add(new PeerSocket(socket, this, stack, remote));
    }

    private PeerSocket add(PeerSocket socket) {
        all.add(socket);
        return socket;
    }

    /** The newest connection of a peer is the peer's connection. */
    void takePlace(PeerSocket newer) {
        PeerSocket older = accepted.put(Peers.key(newer.identity()), newer);
        if (older != null) {
            counters.replacedConnection();
            LOG.info(
                    "S13 peer {} comes again from {}; its connection {} is closed",
                    newer.identity(),
                    newer.address(),
                    older.address());
            forget.accept(older.identity());
            older.close();
        }
    }

    void leave(PeerSocket socket) {
        all.remove(socket);
        if (accepted.remove(Peers.key(socket.identity()), socket)) {
            forget.accept(socket.identity());
        }
    }

    /** Ends every connection. */
    public void closeAll() {
        all.forEach(PeerSocket::endByStack);
    }

    public List<PeerStatus> status() {
        return peers.all();
    }

    public S13Config config() {
        return config;
    }

    public S13Counters counters() {
        return counters;
    }

    MeIdentityCheckHandler handler() {
        return handler;
    }

    PeerScreen screen() {
        return screen;
    }

    Peers peers() {
        return peers;
    }
}
