package org.eir.server.interop;

import static org.eir.map.AssociationStatus.AspState.ACTIVE;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.eir.map.AssociationStatus;
import org.eir.map.M3uaConfig;
import org.eir.map.MapConfig;
import org.eir.map.MapGateway;
import org.eir.map.PointCode;

/** A node of the register behind the STP: the MAP gateway and lists in memory, for a machine too slow for a whole node. */
final class RegisterNode implements AutoCloseable {
    private static final int ROUTING_CONTEXT = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final MapGateway gateway;

    private RegisterNode(MapGateway gateway) {
        this.gateway = gateway;
    }

    /** Connects to the STP from these addresses and this port, as an ASP of the application server they share. */
    static RegisterNode start(String name, List<String> addresses, int port, List<String> stp) {
        M3uaConfig.Association association = new M3uaConfig.Association(
                name,
                M3uaConfig.Mode.CONNECT,
                M3uaConfig.Transport.SCTP,
                stp,
                M3uaConfig.DEFAULT_PORT,
                port,
                "",
                List.of(),
                List.of(),
                M3uaConfig.Association.NO_ASP_IDENTIFIER);
        M3uaConfig.ApplicationServer server = new M3uaConfig.ApplicationServer(
                "eir", M3uaConfig.Role.ASP, ROUTING_CONTEXT, M3uaConfig.TrafficMode.LOADSHARE, List.of(name));
        int heartbeatIntervalMs = 1_000;
        M3uaConfig m3ua = new M3uaConfig(
                addresses, 0, List.of(association), List.of(server), heartbeatIntervalMs, 200, 1_000, 8_192);
        MapConfig map = MapConfig.of(new PointCode(22), List.of("491720000099"));
        return new RegisterNode(MapGateway.start(m3ua, map, Lists.check(), new SimpleMeterRegistry()));
    }

    /** Waits until the STP may send it traffic. */
    RegisterNode active() {
        Awaitility.await(status().name() + " active")
                .atMost(LIMIT)
                .until(() -> status().applicationServers().stream().allMatch(server -> server.asp() == ACTIVE));
        return this;
    }

    /** Waits until it has noticed that the STP cannot be reached. */
    void lost() {
        Awaitility.await(status().name() + " lost")
                .atMost(LIMIT)
                .until(() -> status().state() != AssociationStatus.State.UP);
    }

    /** Its one association. */
    AssociationStatus status() {
        return gateway.associations().getFirst();
    }

    long requests() {
        return status().requests();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
