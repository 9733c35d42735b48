package org.eir.server.node;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;
import org.eir.map.M3uaConfig;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.M3uaConfig.Transport;
import org.eir.map.MapConfig;

/**
 * Where a node's MAP interface is asked by its own staff: what {@code eir check --via map} needs to know.
 *
 * @param host address that M3UA listens on, by TCP
 * @param port its port
 * @param networkIndicator 0 to 3
 * @param pointCode the node's
 * @param routingContext of the staff's application server; -1: none
 */
public record MapAddress(String host, int port, int networkIndicator, int pointCode, long routingContext) {
    /** In the directory of a running node. */
    public static final String FILE = "map.address";

    /** Where staff ask from: no MSC does, so that a connection from there takes nobody's place. */
    public static final String STAFF = "127.0.0.2";

    /** The address of a node; empty if no association of its configuration lets staff ask. */
    public static Optional<MapAddress> of(M3uaConfig m3ua, MapConfig map, int port) {
        return m3ua.associations().stream()
                .filter(MapAddress::isOfStaff)
                .flatMap(association -> m3ua.applicationServers().stream()
                        .filter(server -> server.role() == Role.IPSP_SERVER
                                && server.associations().contains(association.name())))
                .mapToLong(ApplicationServer::routingContext)
                .mapToObj(context -> new MapAddress(
                        NodeAddresses.reachable(m3ua.localAddresses().getFirst()),
                        port,
                        map.networkIndicator().ordinal(),
                        map.pointCode().value(),
                        context))
                .findFirst();
    }

    private static boolean isOfStaff(Association association) {
        return association.mode() == Mode.LISTEN
                && association.transport() == Transport.TCP
                && association.remoteAddresses().contains(STAFF);
    }

    /** Reads what {@link #text} wrote; empty if it is something else. */
    public static Optional<MapAddress> parse(String text) {
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
