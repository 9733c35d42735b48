package org.eir.server;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;
import org.eir.map.M3uaConfig;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.MapConfig;

/**
 * Where a node's MAP interface is asked by its own staff: what {@code eir check --via map} needs to know.
 *
 * @param host address that M3UA listens on
 * @param port its port
 * @param networkIndicator 0 to 3
 * @param pointCode the node's
 * @param routingContext of the staff's application server; -1: none
 */
public record MapAddress(String host, int port, int networkIndicator, int pointCode, long routingContext) {
    /** In the data directory of a development node. */
    public static final String FILE = "map.address";

    /** The association and the application server of {@code eir check} in development mode. */
    private static final String STAFF = "eir-check";

    /** The address of a development node. */
    public static MapAddress of(M3uaConfig m3ua, MapConfig map, int port) {
        long routingContext = m3ua.applicationServers().stream()
                .filter(server -> server.name().equals(STAFF))
                .mapToLong(ApplicationServer::routingContext)
                .findFirst()
                .orElse(ApplicationServer.NO_ROUTING_CONTEXT);
        return new MapAddress(
                m3ua.localAddresses().getFirst(),
                port,
                map.networkIndicator().ordinal(),
                map.pointCode().value(),
                routingContext);
    }

    /** Reads what {@link #text} wrote; empty if it is something else. */
    static Optional<MapAddress> parse(String text) {
        try {
            Properties values = new Properties();
            values.load(new StringReader(text));
            return Optional.of(new MapAddress(
                    values.getProperty("host", "127.0.0.1"),
                    number(values, "port"),
                    number(values, "networkIndicator"),
                    number(values, "pointCode"),
                    number(values, "routingContext")));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int number(Properties values, String name) {
        return Integer.parseInt(values.getProperty(name, ""));
    }

    /** As the file holds it. */
    public String text() {
        return """
                host=%s
                port=%d
                networkIndicator=%d
                pointCode=%d
                routingContext=%d
                """.formatted(host, port, networkIndicator, pointCode, routingContext);
    }
}
