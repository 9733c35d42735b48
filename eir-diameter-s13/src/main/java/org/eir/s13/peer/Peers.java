package org.eir.s13.peer;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eir.s13.PeerStatus;
import org.eir.s13.PeerStatus.State;
import org.eir.s13.S13Config.Remote;

/** The peers by identity: those this node connects to always, others while they are connected. */
final class Peers {
    /** One peer; counts its requests. */
    static final class Peer {
        private final String identity;
        private final LongAdder requests = new LongAdder();
        private volatile PeerStatus.State state;
        private volatile String realm;
        private volatile String address;
        private volatile Instant since;

        private Peer(String identity, String realm, String address, State state, Instant since) {
            this.identity = identity;
            this.realm = realm;
            this.address = address;
            this.state = state;
            this.since = since;
        }

        String identity() {
            return identity;
        }

        void asked() {
            requests.increment();
        }

        private PeerStatus status() {
            return new PeerStatus(identity, realm, address, state, since, requests.sum());
        }
    }

    private final Clock clock;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    Peers(List<Remote> connectTo, Clock clock) {
        this.clock = clock;
        for (Remote remote : connectTo) {
            String address = remote.host() + ":" + remote.port();
            peers.put(
                    key(remote.name()),
                    new Peer(remote.name(), remote.realm(), address, State.CONNECTING, clock.instant()));
        }
    }

    /** A peer that connected and exchanged capabilities. */
    Peer accepted(String identity, String realm, String address) {
        Peer peer = new Peer(identity, realm, address, State.OPEN, clock.instant());
        peers.put(key(identity), peer);
        return peer;
    }

    /** A peer this node connected to, and which exchanged capabilities. */
    Peer reached(Remote remote) {
        Peer peer = peers.getOrDefault(
                key(remote.name()),
                new Peer(remote.name(), remote.realm(), remote.host(), State.OPEN, clock.instant()));
        peer.state = State.OPEN;
        peer.since = clock.instant();
        return peer;
    }

    /** An accepted peer that is gone, unless another connection of it is here already. */
    void left(Peer peer) {
        peers.remove(key(peer.identity), peer);
    }

    /** A peer this node connects to, and which is gone. */
    void lost(Peer peer) {
        peer.state = State.CONNECTING;
        peer.since = clock.instant();
    }

    int connected() {
        int connected = 0;
        for (Peer peer : peers.values()) {
            connected += peer.state == State.OPEN ? 1 : 0;
        }
        return connected;
    }

    List<PeerStatus> all() {
        List<PeerStatus> all = new ArrayList<>();
        for (Peer peer : peers.values()) {
            all.add(peer.status());
        }
        all.sort(Comparator.comparing(PeerStatus::identity));
        return all;
    }

    static String key(String identity) {
        return identity.toLowerCase(Locale.ROOT);
    }
}
