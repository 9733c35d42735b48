package org.eir.map.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.eir.map.AssociationStatus.State;
import org.eir.map.GatewayStartException;
import org.eir.map.M3uaConfig;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.M3uaConfig.Transport;
import org.eir.map.sccp.Adjacent;
import org.eir.map.sccp.Msu;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every link, and the ports and event loops they share. */
public final class Links implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final int MAX_LOOPS = 4;
    private static final long STOP_TIMEOUT_MS = 2_000;

    /** Reading stops at the upper one and goes on at the lower one. */
    private static final WriteBufferWaterMark UNSENT_BYTES = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final M3uaConfig config;
    private final LinkCounters counters;
    private final List<InetAddress> local;
    private final List<Link> links = new ArrayList<>();
    private final List<Connector> connectors = new ArrayList<>();
    private final List<Channel> listening = new ArrayList<>();
    private final EventLoopGroup loops;

    /**
     * Knows the links, but does not start them.
     *
     * @param receiver takes what DATA messages carry, on the event loop that read it
     */
    public Links(M3uaConfig config, BiConsumer<Msu, Adjacent> receiver, LinkCounters counters, Clock clock) {
        this.config = config;
        this.counters = counters;
        this.local =
                config.localAddresses().stream().map(InetAddress::ofLiteral).toList();
        for (Association association : config.associations()) {
            links.add(new Link(association, config.applicationServers(), receiver, counters, clock));
        }
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOOPS);
        loops = new MultiThreadIoEventLoopGroup(
                threads, Thread.ofPlatform().daemon().name("m3ua-", 0).factory(), NioIoHandler.newFactory());
        counters.gaugeUp(this, Links::up);
    }

    private int up() {
        int up = 0;
        for (Link link : links) {
            up += link.isUp() ? 1 : 0;
        }
        return up;
    }

    /** In the order of the configuration. */
    public List<Link> all() {
        return List.copyOf(links);
    }

    /**
     * Listens, and begins to connect.
     *
     * @throws GatewayStartException if a port cannot be opened, or SCTP is wanted on a machine that has none
     */
    public void start(LinkUser user) {
        Carrier tcp = new TcpCarrier();
        Carrier sctp = wants(Transport.SCTP) || wants(Transport.SCTP_IF_AVAILABLE) ? sctp() : null;
        for (Link link : links) {
            Carrier carrier = link.association().transport() == Transport.TCP ? tcp : sctp;
            if (carrier == null || link.association().mode() == Mode.LISTEN) {
                link.start(user, State.DOWN, () -> {});
            } else {
                connect(link, carrier, user);
            }
        }
        if (listens(true)) {
            listen(tcp);
        }
        if (sctp != null && listens(false)) {
            listen(sctp);
        }
        connectors.forEach(Connector::connect);
    }

    private boolean wants(Transport transport) {
        return config.associations().stream().anyMatch(each -> each.transport() == transport);
    }

    private boolean listens(boolean onTcp) {
        return config.associations().stream()
                .anyMatch(each -> each.mode() == Mode.LISTEN && (each.transport() == Transport.TCP) == onTcp);
    }

    /** Why this machine has no SCTP; null if it has. */
    public static @Nullable String whyNoSctp() {
        return SctpCarrier.unavailable();
    }

    private @Nullable Carrier sctp() {
        String why = SctpCarrier.unavailable();
        if (why == null) {
            return new SctpCarrier();
        }
        for (Association association : config.associations()) {
            if (association.transport() == Transport.SCTP) {
                throw new GatewayStartException(
                        "m3ua.associations '" + association.name() + "': this machine has no SCTP (" + why
                                + "); load its kernel module sctp and install libsctp1, or set transport: tcp",
                        null);
            }
        }
        LOG.info("This machine has no SCTP ({}); associations with transport sctp-if-available stay down", why);
        return null;
    }

    private void connect(Link link, Carrier carrier, LinkUser user) {
        Backoff backoff = new Backoff(
                config.reconnectMinMs(),
                config.reconnectMaxMs(),
                () -> ThreadLocalRandom.current().nextDouble());
        Connector connector = new Connector(
                link, carrier, loops, local, new Initializer(carrier, link), backoff, config.reconnectMaxMs());
        link.start(user, State.CONNECTING, connector::lost);
        connectors.add(connector);
    }

    private void listen(Carrier carrier) {
        int port = listening.isEmpty() ? config.port() : port();
        ChannelFuture bound = carrier.listen(loops, local, port, new Initializer(carrier, null))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(carrier, port, bound.cause());
        }
        listening.add(bound.channel());
        LOG.info("M3UA listens on {} port {} of {}", carrier.name(), port(), config.localAddresses());
    }

    private GatewayStartException cannotListen(Carrier carrier, int port, Throwable cause) {
        String where = carrier.name() + " port " + port + " on " + String.join(", ", config.localAddresses());
        String sentence = cause instanceof BindException
                ? where + " is in use or not ours (" + cause.getMessage()
                        + "); set m3ua.port or m3ua.localAddresses to another"
                : where + " cannot be opened (" + cause.getMessage() + "); set m3ua.localAddresses";
        return new GatewayStartException(sentence, cause);
    }

    /** The port listened on; 0 if none is. */
    public int port() {
        return listening.isEmpty()
                ? 0
                : ((InetSocketAddress) listening.getFirst().localAddress()).getPort();
    }

    /** Makes a connection out of a new channel, or closes it. */
    private final class Initializer extends ChannelInitializer<Channel> {
        private final Carrier carrier;
        /** Whose connection it is; null if the peer connected and has to be recognised. */
        private final @Nullable Link known;

        Initializer(Carrier carrier, @Nullable Link known) {
            this.carrier = carrier;
            this.known = known;
        }

        @Override
        protected void initChannel(Channel channel) {
            Link link = known != null ? known : recognise(carrier, channel);
            if (link == null) {
                counters.refused();
                LOG.warn("An M3UA connection from {} is refused: it is no association's", channel.remoteAddress());
                channel.close();
            } else {
                serve(channel, link);
            }
        }

        private void serve(Channel channel, Link link) {
            channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES);
            channel.pipeline().addLast(new IdleStateHandler(config.heartbeatIntervalMs(), 0, 0, TimeUnit.MILLISECONDS));
            Outlet outlet = carrier.addCutter(channel.pipeline(), config.maxMessageBytes(), counters);
            channel.pipeline().addLast(new Connection(link, carrier, channel, outlet, counters));
        }
    }

    private @Nullable Link recognise(Carrier carrier, Channel channel) {
        Set<InetSocketAddress> addresses = carrier.remoteAddresses(channel);
        Link fromAnyPort = null;
        for (Link link : links) {
            boolean carried = (link.association().transport() == Transport.TCP) == carrier instanceof TcpCarrier;
            if (carried && link.association().remotePort() != 0 && link.isAwaitedFrom(addresses, true)) {
                return link;
            }
            if (carried && link.isAwaitedFrom(addresses, false)) {
                fromAnyPort = link;
            }
        }
        return fromAnyPort;
    }

    /** Takes no new connection and makes none; those that are there stay. */
    public void stopConnecting() {
        connectors.forEach(Connector::stop);
        listening.forEach(each -> each.close().awaitUninterruptibly(STOP_TIMEOUT_MS));
    }

    /** Ends every connection, frees the ports, and stops the event loops. Takes at most some seconds. */
    @Override
    public void close() {
        stopConnecting();
        links.forEach(Link::close);
        loops.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_TIMEOUT_MS);
    }
}
