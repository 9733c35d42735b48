package org.eir.map.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.eir.map.link.LinkCounters.Drop;
import org.eir.map.link.LinkCounters.End;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.Header;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.eir.map.m3ua.ParameterCursor;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.m3ua.PayloadData.Refused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with a peer: takes whole messages one after the other, on one event loop.
 *
 * <p>Reading stops while the peer leaves too much of what it was sent unread, and goes on when it has caught up. A peer
 * of which nothing is heard is sent BEATs (RFC 4666 clause 4.3.4.6) and given up when it does not even answer them.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** The peer began anew on the same SCTP association. */
    static final Object RESTARTED = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int UNANSWERED_BEATS_ALLOWED = 2;
    private static final byte[] HEARTBEAT = new MessageWriter(MessageType.BEAT)
            .parameter(Parameter.HEARTBEAT_DATA, new byte[] {'e', 'i', 'r', 0})
            .octets();

    private final Link link;
    private final Carrier carrier;
    private final Channel channel;
    private final LinkCounters counters;
    private final Outlet outlet;
    private final List<Route> routes = new ArrayList<>();
    private int quietIntervals;
    private boolean errorLogged;

    Connection(Link link, Carrier carrier, Channel channel, Outlet outlet, LinkCounters counters) {
        this.link = link;
        this.carrier = carrier;
        this.channel = channel;
        this.outlet = outlet;
        this.counters = counters;
        List<AspTraffic> traffic = link.traffic();
        for (AspTraffic each : traffic) {
            routes.add(new Route(this, each, each.server().routingContext()));
        }
        if (traffic.size() == 1 && traffic.getFirst().server().hasRoutingContext()) {
            routes.add(new Route(this, traffic.getFirst(), PayloadData.NO_ROUTING_CONTEXT));
        }
    }

    Link link() {
        return link;
    }

    /** {@code address:port} of the peer. */
    String address() {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? Link.text(remote) : "";
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        link.attach(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.detach(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        byte[] message = (byte[]) read;
        quietIntervals = 0;
        if (message.length < Header.LENGTH) {
            counters.dropped(Drop.IGNORED);
        } else if (Header.isData(message)) {
            data(message);
        } else {
            maintenance(message);
        }
    }

    private void data(byte[] message) {
        switch (PayloadData.read(message)) {
            case Refused refused -> refuse(refused.code(), message);
            case Carried carried -> {
                Route route = route(carried.routingContext());
                if (route == null) {
                    refuseContext(carried.routingContext(), message);
                } else if (route.flows()) {
                    link.deliver(carried.msu(), route);
                } else {
                    refuse(ErrorCode.UNEXPECTED_MESSAGE, message);
                }
            }
        }
    }

    private @Nullable Route route(long routingContext) {
        for (Route route : routes) {
            if (route.routingContext() == routingContext) {
                return route;
            }
        }
        return null;
    }

    private void maintenance(byte[] message) {
        MessageType type = MessageType.of(message);
        ErrorCode defect = defect(message);
        if (type == null || defect != null && type != MessageType.ERR) {
            refuse(defect == null ? ErrorCode.PROTOCOL_ERROR : defect, message);
            return;
        }
        switch (type) {
            case BEAT -> send(asAcknowledged(message));
            case BEAT_ACK -> {
                // Something came: that is all it is for.
            }
            case ERR -> errorReceived(message);
            case DUNA, DAVA, DAUD, SCON, DUPU, DRST -> counters.dropped(Drop.IGNORED);
            case REG_REQ, REG_RSP, DEREG_REQ, DEREG_RSP -> refuse(ErrorCode.UNSUPPORTED_MESSAGE_CLASS, message);
            default -> link.take(this, type, message);
        }
    }

    private static @Nullable ErrorCode defect(byte[] message) {
        ErrorCode defect = Header.defect(message);
        if (defect != null) {
            return defect;
        }
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            // Only the lengths matter.
        }
        return parameters.isBroken() ? ErrorCode.PARAMETER_FIELD_ERROR : null;
    }

    /** The same octets: "unchanged" says clause 3.5.6. */
    private static byte[] asAcknowledged(byte[] heartbeat) {
        heartbeat[3] = (byte) MessageType.BEAT_ACK.type();
        return heartbeat;
    }

    private void errorReceived(byte[] message) {
        ErrorCode code = errorCode(message);
        counters.errorReceived(code);
        if (!errorLogged) {
            errorLogged = true;
            LOG.warn("M3UA association {}: the peer sent ERR {}; further ones are only counted", link.name(), code);
        }
    }

    private static @Nullable ErrorCode errorCode(byte[] message) {
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            if (parameters.tag() == Parameter.ERROR_CODE && parameters.dataLength() == Integer.BYTES) {
                for (ErrorCode code : ErrorCode.values()) {
                    if (code.code() == parameters.int32()) {
                        return code;
                    }
                }
            }
        }
        return null;
    }

    private void refuse(ErrorCode code, byte[] message) {
        send(MessageWriter.error(code, message));
    }

    /** Names the routing context, as clause 3.8.1 asks for. */
    private void refuseContext(long routingContext, byte[] message) {
        if (routingContext == PayloadData.NO_ROUTING_CONTEXT) {
            refuse(ErrorCode.INVALID_ROUTING_CONTEXT, message);
            return;
        }
        send(new MessageWriter(MessageType.ERR)
                .parameter(Parameter.ERROR_CODE, ErrorCode.INVALID_ROUTING_CONTEXT.code())
                .parameter(Parameter.ROUTING_CONTEXT, (int) routingContext)
                .octets());
    }

    /** Sends anything but DATA, or drops and counts it if the peer does not read what it is sent. */
    void send(byte[] message) {
        if (MessageType.of(message) == MessageType.ERR) {
            counters.errorSent(errorCode(message));
        }
        if (!channel.isWritable()) {
            counters.dropped(Drop.PEER_SLOW);
            return;
        }
        channel.writeAndFlush(carrier.frame(message));
    }

    /** Writes DATA, on the event loop that reads; it is sent when nothing more waits to be read. */
    void sendData(byte[] message, int sls) {
        outlet.add(message, sls);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        channel.config().setAutoRead(channel.isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == RESTARTED) {
            link.restarted(this);
        } else if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
            quiet();
        }
    }

    private void quiet() {
        quietIntervals++;
        if (quietIntervals > UNANSWERED_BEATS_ALLOWED) {
            LOG.warn("M3UA association {} with {} is closed: nothing is heard of the peer", link.name(), address());
            end(End.SILENT);
        } else {
            send(HEARTBEAT);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("M3UA association {} with {} ended: {}", link.name(), address(), cause.toString());
        } else {
            counters.ended(End.FAILURE);
            LOG.error("M3UA association {} with {} is closed: it could not be served", link.name(), address(), cause);
        }
        close();
    }

    void end(End reason) {
        counters.ended(reason);
        close();
    }

    void close() {
        channel.close();
    }
}
