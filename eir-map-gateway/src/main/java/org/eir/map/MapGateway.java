package org.eir.map;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.eir.core.EquipmentCheck;

/** The running MAP interface: answers from the moment {@link #start} returns until {@link #close} does. */
public final class MapGateway implements AutoCloseable {
    private final M3uaConfig config;

    private MapGateway(M3uaConfig config) {
        this.config = config;
    }

    /**
     * Opens the port, if an association listens, and begins to connect and to answer.
     *
     * @throws GatewayStartException if the port cannot be opened
     */
    public static MapGateway start(M3uaConfig m3ua, MapConfig map, EquipmentCheck check, MeterRegistry registry) {
        return new MapGateway(m3ua);
    }

    /** The port listened on; 0 if no association listens. */
    public int port() {
        return config.port();
    }

    /** The associations, in the order of the configuration. */
    public List<AssociationStatus> associations() {
        return List.of();
    }

    /** Takes leave of every peer (ASP Down), ends the connections and frees the port. Takes at most some seconds. */
    @Override
    public void close() {}
}
