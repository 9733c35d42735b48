package org.eir.map.stack;

import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.TrafficMode;
import org.eir.map.link.AspTraffic;
import org.eir.map.link.Link;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.jspecify.annotations.Nullable;
import org.mobicents.protocols.api.AssociationListener;
import org.mobicents.protocols.api.AssociationType;
import org.mobicents.protocols.api.IpChannelType;
import org.mobicents.protocols.api.PayloadData;

/**
 * One link as jSS7 sees an association. Whatever carries it, it says it is SCTP: then each payload is one whole message,
 * and jSS7 has no stream to put together, which it could not do again after half a message.
 */
final class StackAssociation implements org.mobicents.protocols.api.Association {
    private static final long ACKNOWLEDGEMENT_TIMEOUT_MS = 2_000;
    private static final int PAYLOAD_PROTOCOL_ID = 3;

    /** An ASP Active that nobody has acknowledged (T(ack), clause 4.3.4.3). */
    private record Asked(byte[] message, long atMs) {}

    private final Link link;
    private final Map<AspTraffic, Asked> asked = new HashMap<>();
    private @Nullable AssociationListener listener;
    private byte @Nullable [] peersTrafficMode;
    private boolean started;

    StackAssociation(Link link) {
        this.link = link;
    }

    Link link() {
        return link;
    }

    void start() {
        started = true;
    }

    void stop() {
        started = false;
        link.close();
    }

    void up() {
        if (listener != null) {
            listener.onCommunicationUp(this, 1, 1);
        }
    }

    void lost() {
        asked.clear();
        peersTrafficMode = null;
        if (listener != null) {
            listener.onCommunicationLost(this);
        }
    }

    /**
     * Hands a message over. Where no traffic mode is configured jSS7 is not shown one: it would hold every later ASP to
     * what the first one said.
     */
    void take(MessageType type, byte[] message) {
        byte[] shown = Parameters.deciding(type, message);
        if (carriesMode(type) && leavesModeOpen(message)) {
            peersTrafficMode = Parameters.value(message, Parameter.TRAFFIC_MODE_TYPE);
            shown = Parameters.with(type, shown, Parameter.TRAFFIC_MODE_TYPE, null);
        }
        if (listener != null) {
            listener.onPayload(this, new PayloadData(shown.length, shown, true, false, PAYLOAD_PROTOCOL_ID, 0));
        }
    }

    private static boolean carriesMode(MessageType type) {
        return type == MessageType.ASPAC || type == MessageType.ASPAC_ACK;
    }

    private boolean leavesModeOpen(byte[] message) {
        return Conduct.named(link, message).stream()
                .allMatch(each -> each.server().trafficMode() == TrafficMode.ANY);
    }

    /** Sends what jSS7 wrote. */
    @Override
    public void send(PayloadData payload) {
        byte[] message = payload.getData();
        MessageType type = MessageType.of(message);
        if (type == MessageType.ASPUP) {
            message = Parameters.with(type, message, Parameter.ASP_IDENTIFIER, aspIdentifier());
        } else if (type != null && carriesMode(type) && leavesModeOpen(message)) {
            byte[] mode = type == MessageType.ASPAC_ACK ? peersTrafficMode : null;
            message = Parameters.with(type, message, Parameter.TRAFFIC_MODE_TYPE, mode);
        }
        if (type == MessageType.ASPAC) {
            remember(message);
        }
        link.send(message);
    }

    private byte @Nullable [] aspIdentifier() {
        long identifier = link.association().aspIdentifier();
        if (identifier == Association.NO_ASP_IDENTIFIER) {
            return null;
        }
        byte[] written = new MessageWriter(MessageType.ASPUP)
                .parameter(Parameter.ASP_IDENTIFIER, (int) identifier)
                .octets();
        return Parameters.value(written, Parameter.ASP_IDENTIFIER);
    }

    private void remember(byte[] message) {
        for (AspTraffic traffic : Conduct.named(link, message)) {
            traffic.activating();
            asked.put(traffic, new Asked(message, System.currentTimeMillis()));
        }
    }

    /** Asks again where nobody acknowledged in time; jSS7 would wait for ever. */
    void askAgain() {
        long now = System.currentTimeMillis();
        asked.keySet().removeIf(traffic -> !traffic.isActivating());
        for (Map.Entry<AspTraffic, Asked> each : List.copyOf(asked.entrySet())) {
            byte[] message = each.getValue().message();
            if (now - each.getValue().atMs() >= ACKNOWLEDGEMENT_TIMEOUT_MS) {
                asked.put(each.getKey(), new Asked(message, now));
                link.send(message);
            }
        }
    }

    @Override
    public IpChannelType getIpChannelType() {
        return IpChannelType.SCTP;
    }

    @Override
    public AssociationType getAssociationType() {
        return AssociationType.CLIENT;
    }

    @Override
    public String getName() {
        return link.name();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isConnected() {
        return link.isUp();
    }

    @Override
    public boolean isUp() {
        return link.isUp();
    }

    @Override
    public @Nullable AssociationListener getAssociationListener() {
        return listener;
    }

    @Override
    public void setAssociationListener(@Nullable AssociationListener listener) {
        this.listener = listener;
    }

    @Override
    public String getHostAddress() {
        return "";
    }

    @Override
    public int getHostPort() {
        return 0;
    }

    @Override
    public String getPeerAddress() {
        return link.address();
    }

    @Override
    public int getPeerPort() {
        return link.association().remotePort();
    }

    @Override
    public @Nullable String getServerName() {
        return null;
    }

    @Override
    public String @Nullable [] getExtraHostAddresses() {
        return null;
    }

    /** None: jSS7 writes into memory of its own and hands over octets. */
    @Override
    public @Nullable ByteBufAllocator getByteBufAllocator() {
        return null;
    }

    @Override
    public int getCongestionLevel() {
        return 0;
    }

    @Override
    public void acceptAnonymousAssociation(AssociationListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rejectAnonymousAssociation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stopAnonymousAssociation() {
        throw new UnsupportedOperationException();
    }
}
