package org.eir.map.stack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.map.AssociationStatus.AsState;
import org.eir.map.AssociationStatus.AspState;
import org.eir.map.GatewayStartException;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.link.AspTraffic;
import org.eir.map.link.Link;
import org.eir.map.link.LinkCounters;
import org.eir.map.link.LinkCounters.Drop;
import org.eir.map.link.LinkCounters.End;
import org.eir.map.link.LinkUser;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.jspecify.annotations.Nullable;
import org.restcomm.protocols.ss7.m3ua.ExchangeType;
import org.restcomm.protocols.ss7.m3ua.Functionality;
import org.restcomm.protocols.ss7.m3ua.IPSPType;
import org.restcomm.protocols.ss7.m3ua.impl.parameter.ParameterFactoryImpl;
import org.restcomm.protocols.ss7.m3ua.parameter.ParameterFactory;
import org.restcomm.protocols.ss7.m3ua.parameter.RoutingContext;
import org.restcomm.protocols.ss7.m3ua.parameter.TrafficModeType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * jSS7's M3UA above the links. Its monitor is held whenever jSS7 runs: messages come from several event loops, its timers
 * from a thread of their own, and it is made for one.
 */
public final class M3uaStack implements LinkUser, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(M3uaStack.class);
    private static final long LEAVE_TIMEOUT_MS = 2_000;
    private static final int ONE_ASP_IS_ENOUGH = 1;

    private final Map<String, StackAssociation> associations = new HashMap<>();
    private final LinkCounters counters;
    private final StateMachines machines;
    private final StateListener states;
    private boolean leaving;

    private M3uaStack(List<Link> links, LinkCounters counters) {
        for (Link link : links) {
            associations.put(link.name(), new StackAssociation(link));
        }
        this.counters = counters;
        this.machines = new StateMachines(this::tick);
        this.states = new StateListener(associations);
    }

    /**
     * Makes the state machines of all links, which are not yet started.
     *
     * @throws GatewayStartException if jSS7 does not take the configuration
     */
    public static M3uaStack start(List<Link> links, List<ApplicationServer> servers, LinkCounters counters) {
        M3uaStack stack = new M3uaStack(links, counters);
        try {
            stack.setUp(links, servers);
            return stack;
        } catch (Exception e) {
            stack.close();
            throw new GatewayStartException("m3ua: jSS7 does not start with these settings: " + e.getMessage(), e);
        }
    }

    private synchronized void setUp(List<Link> links, List<ApplicationServer> servers) throws Exception {
        machines.setTransportManagement(new Transport(associations).asManagement());
        machines.setDeliveryMessageThreadCount(1);
        machines.start();
        machines.addM3UAManagementEventListener(states);
        long aspIdentifier = 0;
        for (Link link : links) {
            machines.createAspFactory(link.name(), link.name(), ++aspIdentifier, false);
        }
        for (ApplicationServer server : servers) {
            create(server);
            for (String association : server.associations()) {
                machines.assignAspToAs(server.name(), association);
            }
        }
        // Last: a connection that is there before its ASP is started would be dropped.
        for (Link link : links) {
            machines.startAsp(link.name());
        }
    }

    private void create(ApplicationServer server) throws Exception {
        ParameterFactory parameters = new ParameterFactoryImpl();
        RoutingContext context = server.hasRoutingContext()
                ? parameters.createRoutingContext(new long[] {server.routingContext()})
                : null;
        TrafficModeType mode = switch (server.trafficMode()) {
            case ANY -> null;
            case OVERRIDE -> parameters.createTrafficModeType(TrafficModeType.Override);
            case LOADSHARE -> parameters.createTrafficModeType(TrafficModeType.Loadshare);
        };
        machines.createAs(
                server.name(),
                server.role() == Role.ASP ? Functionality.AS : Functionality.IPSP,
                ExchangeType.SE,
                server.role() == Role.IPSP_SERVER ? IPSPType.SERVER : IPSPType.CLIENT,
                context,
                mode,
                ONE_ASP_IS_ENOUGH,
                null);
    }

    /** The state of an application server over all its associations. */
    public AsState state(ApplicationServer server) {
        return states.state(server);
    }

    @Override
    public synchronized void up(Link link) {
        guarded(link, () -> association(link).up());
    }

    @Override
    public synchronized void lost(Link link) {
        guarded(link, () -> association(link).lost());
        for (AspTraffic traffic : link.traffic()) {
            traffic.enter(AspState.DOWN);
        }
        notifyAll();
    }

    @Override
    public synchronized void take(Link link, MessageType type, byte[] message) {
        switch (Conduct.of(link, type, message, leaving)) {
            case Conduct.Proceed _
            when type == MessageType.NTFY && !tells(link, message) -> counters.dropped(Drop.IGNORED);
            case Conduct.Proceed _ -> guarded(link, () -> association(link).take(type, message));
            case Conduct.Refuse refuse -> link.send(error(refuse.code(), message));
            case Conduct.Acknowledge acknowledge -> {
                message[3] = (byte) acknowledge.type().type();
                link.send(message);
            }
            case Conduct.Ignore _ -> counters.dropped(Drop.IGNORED);
            case Conduct.Restart _ -> {
                LOG.warn("M3UA association {}: the peer took this node out of service ({})", link.name(), type);
                link.end(End.TAKEN_DOWN);
            }
        }
    }

    private boolean tells(Link link, byte[] notification) {
        return Conduct.named(link, notification).stream()
                .anyMatch(each -> Notification.tells(notification, each.state(), states.seenByStack(each.server())));
    }

    /** Names the routing contexts if they are what is wrong (clause 3.8.1). */
    private static byte[] error(ErrorCode code, byte[] message) {
        byte[] contexts = Parameters.value(message, Parameter.ROUTING_CONTEXT);
        if (code != ErrorCode.INVALID_ROUTING_CONTEXT || contexts == null) {
            return MessageWriter.error(code, message);
        }
        return new MessageWriter(MessageType.ERR)
                .parameter(Parameter.ERROR_CODE, code.code())
                .parameter(Parameter.ROUTING_CONTEXT, contexts)
                .octets();
    }

    private StackAssociation association(Link link) {
        StackAssociation found = associations.get(link.name());
        if (found == null) {
            throw new IllegalArgumentException(link.name());
        }
        return found;
    }

    private synchronized void tick() {
        guarded(null, machines::runTimers);
        for (StackAssociation association : associations.values()) {
            guarded(association.link(), association::askAgain);
        }
    }

    /** What jSS7 throws, a missing class included, must end neither an event loop nor its timers. */
    private void guarded(@Nullable Link link, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            counters.stackFailed();
            LOG.error("M3UA association {}: its state could not be kept", link == null ? "any" : link.name(), e);
        }
    }

    /** Says goodbye (ASP Down) where this node is the ASP, waits for the answers a moment, and ends the connections. */
    @Override
    public void close() {
        synchronized (this) {
            leaving = true;
            for (StackAssociation association : associations.values()) {
                leave(association);
            }
            awaitLeave();
        }
        try {
            machines.stop();
        } catch (Exception e) {
            LOG.warn("jSS7 did not stop as it should", e);
        }
    }

    private void leave(StackAssociation association) {
        try {
            if (association.isStarted()) {
                machines.stopAsp(association.getName());
            }
        } catch (Exception e) {
            LOG.warn("M3UA association {} could not take leave", association.getName(), e);
        }
    }

    private synchronized void awaitLeave() {
        long untilNs = System.nanoTime() + LEAVE_TIMEOUT_MS * 1_000_000;
        try {
            long leftMs = LEAVE_TIMEOUT_MS;
            while (leftMs > 0 && associations.values().stream().anyMatch(StackAssociation::isConnected)) {
                wait(leftMs);
                leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
