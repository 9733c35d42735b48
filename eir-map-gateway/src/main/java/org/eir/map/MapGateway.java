package org.eir.map;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.eir.core.EquipmentCheck;
import org.eir.map.AssociationStatus.ApplicationServerState;
import org.eir.map.check.CheckImeiService;
import org.eir.map.check.DialogueSettings;
import org.eir.map.check.MapCounters;
import org.eir.map.link.AspTraffic;
import org.eir.map.link.Link;
import org.eir.map.link.LinkCounters;
import org.eir.map.link.Links;
import org.eir.map.sccp.Adjacent;
import org.eir.map.sccp.LocalAddress;
import org.eir.map.sccp.Msu;
import org.eir.map.sccp.SccpCounters;
import org.eir.map.sccp.SignallingPoint;
import org.eir.map.stack.M3uaStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running MAP interface: answers from the moment {@link #start} returns until {@link #close} does. */
public final class MapGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MapGateway.class);

    private final Links links;
    private final M3uaStack stack;
    private final int port;

    private MapGateway(Links links, M3uaStack stack) {
        this.links = links;
        this.stack = stack;
        this.port = links.port();
    }

    /**
     * Opens the port, if an association listens, and begins to connect and to answer.
     *
     * @throws GatewayStartException if the port cannot be opened, or SCTP is wanted on a machine that has none
     */
    public static MapGateway start(M3uaConfig m3ua, MapConfig map, EquipmentCheck check, MeterRegistry registry) {
        return start(m3ua, signallingPoint(map, check, registry)::receive, registry);
    }

    private static SignallingPoint signallingPoint(MapConfig map, EquipmentCheck check, MeterRegistry registry) {
        DialogueSettings dialogues = new DialogueSettings(
                Set.copyOf(map.subscriberExtensions()), map.maxOpenDialogues(), map.dialogueTimeoutMs());
        CheckImeiService service = new CheckImeiService(check, new MapCounters(registry), dialogues);
        LocalAddress local = new LocalAddress(
                map.networkIndicator().ordinal(), map.pointCode().value(), map.subsystemNumber(), map.globalTitles());
        return new SignallingPoint(local, new MapUser(service, map.screenedOut()), new SccpCounters(registry));
    }

    /** Does the same with somebody else above M3UA. */
    static MapGateway start(M3uaConfig m3ua, BiConsumer<Msu, Adjacent> receiver, MeterRegistry registry) {
        LinkCounters counters = new LinkCounters(registry);
        Links links = new Links(m3ua, receiver, counters, Clock.systemUTC());
        try {
            M3uaStack stack = M3uaStack.start(links.all(), m3ua.applicationServers(), counters);
            try {
                links.start(stack);
                return new MapGateway(links, stack);
            } catch (RuntimeException e) {
                stack.close();
                throw e;
            }
        } catch (RuntimeException e) {
            links.close();
            throw e;
        }
    }

    /** The port listened on; 0 if no association listens. */
    public int port() {
        return port;
    }

    /** The associations, in the order of the configuration. */
    public List<AssociationStatus> associations() {
        return links.all().stream().map(this::status).toList();
    }

    private AssociationStatus status(Link link) {
        List<ApplicationServerState> servers = new ArrayList<>();
        for (AspTraffic traffic : link.traffic()) {
            servers.add(new ApplicationServerState(
                    traffic.server().name(), traffic.state(), stack.state(traffic.server())));
        }
        return new AssociationStatus(
                link.name(),
                link.association().network(),
                link.address(),
                link.state(),
                link.since(),
                link.requests(),
                servers);
    }

    /** Takes leave of every peer (ASP Down), ends the connections and frees the port. Takes at most some seconds. */
    @Override
    public void close() {
        links.stopConnecting();
        stack.close();
        links.close();
        LOG.info("M3UA on port {} is closed", port);
    }
}
