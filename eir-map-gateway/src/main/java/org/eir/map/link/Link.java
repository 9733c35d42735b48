package org.eir.map.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.eir.map.AssociationStatus.State;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.PointCode;
import org.eir.map.link.LinkCounters.Drop;
import org.eir.map.link.LinkCounters.End;
import org.eir.map.m3ua.MessageType;
import org.eir.map.sccp.Adjacent;
import org.eir.map.sccp.Msu;
import org.eir.map.sccp.Screen;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configured association, with a connection or without.
 *
 * <pre>
 *  listening:  DOWN ------- peer connects ------> UP --- connection ends ---> DOWN
 *                                                 UP --- newcomer: lost, then up again, on the new connection
 *  connecting: CONNECTING - connected ----------> UP --- connection ends ---> CONNECTING
 * </pre>
 */
public final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final Association association;
    private final List<AspTraffic> traffic = new ArrayList<>();
    private final List<InetAddress> remotes;
    private final Screen screen;
    private final BiConsumer<Msu, Adjacent> receiver;
    private final LinkCounters counters;
    private final Clock clock;
    private final LongAdder requests = new LongAdder();
    private volatile @Nullable LinkUser user;
    private volatile @Nullable Connection connection;
    private volatile State state;
    private volatile Instant since;
    private volatile Runnable whenLost = () -> {};

    Link(
            Association association,
            List<ApplicationServer> servers,
            BiConsumer<Msu, Adjacent> receiver,
            LinkCounters counters,
            Clock clock) {
        this.association = association;
        for (ApplicationServer server : servers) {
            if (server.associations().contains(association.name())) {
                traffic.add(new AspTraffic(server));
            }
        }
        this.remotes = association.remoteAddresses().stream()
                .map(InetAddress::ofLiteral)
                .toList();
        this.screen = new Screen(
                association.allowedGlobalTitles(),
                association.allowedPointCodes().stream().map(PointCode::value).collect(Collectors.toSet()));
        this.receiver = receiver;
        this.counters = counters;
        this.clock = clock;
        this.state = State.DOWN;
        this.since = clock.instant();
    }

    public String name() {
        return association.name();
    }

    public Association association() {
        return association;
    }

    /** What it carries; at least one, and all with the same role. */
    public List<AspTraffic> traffic() {
        return List.copyOf(traffic);
    }

    Screen screen() {
        return screen;
    }

    List<InetAddress> remotes() {
        return remotes;
    }

    public State state() {
        return state;
    }

    public Instant since() {
        return since;
    }

    /** How many DATA messages were taken since the node started. */
    public long requests() {
        return requests.sum();
    }

    /** {@code address:port} of the peer, or where it is looked for or awaited from. */
    public String address() {
        Connection current = connection;
        String connected = current == null ? "" : current.address();
        if (!connected.isEmpty()) {
            return connected;
        }
        String port = association.remotePort() == 0 ? "" : ":" + association.remotePort();
        return String.join(", ", association.remoteAddresses()) + port;
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Whether a peer that comes from there is this association's. */
    boolean isAwaitedFrom(Set<InetSocketAddress> addresses, boolean fromItsPort) {
        int port = fromItsPort ? association.remotePort() : 0;
        return association.mode() == Mode.LISTEN
                && association.remotePort() == port
                && addresses.stream()
                        .anyMatch(each -> remotes.contains(each.getAddress()) && (port == 0 || each.getPort() == port));
    }

    void start(LinkUser above, State without, Runnable lost) {
        user = above;
        whenLost = lost;
        enter(without);
    }

    void enter(State entered) {
        state = entered;
        since = clock.instant();
    }

    private LinkUser user() {
        LinkUser above = user;
        if (above == null) {
            throw new IllegalStateException("the link is not started");
        }
        return above;
    }

    /** Takes a connection, in place of the one it had. */
    void attach(Connection newcomer) {
        LinkUser above = user();
        synchronized (above) {
            Connection older = connection;
            if (older != null) {
                counters.replaced();
                LOG.info("M3UA association {}: a connection from {} replaces an older one", name(), newcomer.address());
                above.lost(this);
                older.close();
            }
            connection = newcomer;
            enter(State.UP);
            above.up(this);
        }
        LOG.info("M3UA association {} with {} is up", name(), newcomer.address());
    }

    /** A connection ended. */
    void detach(Connection ended) {
        LinkUser above = user();
        synchronized (above) {
            if (connection != ended) {
                return;
            }
            connection = null;
            enter(association.mode() == Mode.CONNECT ? State.CONNECTING : State.DOWN);
            above.lost(this);
        }
        LOG.info("M3UA association {} with {} is down", name(), address());
        whenLost.run();
    }

    /** The peer began anew without ending the connection. */
    void restarted(Connection current) {
        LinkUser above = user();
        synchronized (above) {
            if (connection == current) {
                above.lost(this);
                above.up(this);
            }
        }
    }

    void take(Connection from, MessageType type, byte[] message) {
        LinkUser above = user();
        synchronized (above) {
            if (connection == from) {
                above.take(this, type, message);
            }
        }
    }

    void deliver(Msu msu, Route route) {
        requests.increment();
        receiver.accept(msu, route);
    }

    /** Sends anything but DATA, or drops and counts it. */
    public void send(byte[] message) {
        Connection current = connection;
        if (current == null) {
            counters.dropped(Drop.IGNORED);
        } else {
            current.send(message);
        }
    }

    /** Ends the connection, if there is one; one that this node made is made again. */
    public void end(End reason) {
        Connection current = connection;
        if (current != null) {
            current.end(reason);
        }
    }

    /** Ends the connection, if there is one. */
    public void close() {
        Connection current = connection;
        if (current != null) {
            current.close();
        }
    }

    public boolean isUp() {
        return connection != null;
    }
}
