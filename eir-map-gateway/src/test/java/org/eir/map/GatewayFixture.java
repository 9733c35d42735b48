package org.eir.map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.eir.map.AssociationStatus.ApplicationServerState;
import org.junit.jupiter.api.AfterEach;

/** Starts gateways with {@link Echo} above M3UA, and ends all that a test opened. */
abstract class GatewayFixture {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    MapGateway start(M3uaConfig config) {
        return opened(MapGateway.start(config, new Echo(), meters));
    }

    double count(String meter, String label, String value) {
        return meters.get(meter).tag(label, value).counter().count();
    }

    static AssociationStatus status(MapGateway gateway, String name) {
        return gateway.associations().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    static ApplicationServerState server(MapGateway gateway, String association) {
        return status(gateway, association).applicationServers().getFirst();
    }
}
