package org.eir.bench.map;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.eir.bench.support.LoadedRegister;
import org.eir.bench.support.Supervised;
import org.eir.core.EquipmentCheck;
import org.eir.core.register.Register;
import org.eir.map.M3uaConfig;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.MapConfig;
import org.eir.map.MapGateway;
import org.eir.map.PointCode;
import org.eir.server.node.CheckRecords;

/** The register's MAP interface as a node wires it, over so many entries that nobody had to put into a database. */
final class GatewayServer {
    /** Associations that ask. */
    static final int ASKING = 4;

    /** And one more. */
    private static final int ASSOCIATIONS = ASKING + 1;

    /** Longer than any round: the load generator has no ear for heart-beats. */
    private static final int HEARTBEAT_INTERVAL_MS = 600_000;

    private GatewayServer() {}

    static void main(String[] arguments) throws IOException {
        Register register = LoadedRegister.of(Integer.parseInt(arguments[0]), 1).register();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (CheckRecords records = new CheckRecords(meters);
                MapGateway gateway = MapGateway.start(
                        m3ua(),
                        MapConfig.of(new PointCode(22), List.of("491720000099")),
                        new EquipmentCheck(register, records),
                        meters)) {
            Supervised.untilTheEnd(gateway.port());
        }
    }

    /** The address that a connection comes from. */
    static String peer(int number) {
        return "127.0.0." + (number + 1);
    }

    private static M3uaConfig m3ua() {
        List<Association> associations = IntStream.range(0, ASSOCIATIONS)
                .mapToObj(GatewayServer::association)
                .toList();
        M3uaConfig one = M3uaConfig.onLoopback(0, ApplicationServer.NO_ROUTING_CONTEXT);
        return new M3uaConfig(
                one.localAddresses(),
                one.port(),
                associations,
                List.of(new ApplicationServer(
                        "eir",
                        M3uaConfig.Role.IPSP_SERVER,
                        ApplicationServer.NO_ROUTING_CONTEXT,
                        M3uaConfig.TrafficMode.LOADSHARE,
                        associations.stream().map(Association::name).toList())),
                HEARTBEAT_INTERVAL_MS,
                one.reconnectMinMs(),
                one.reconnectMaxMs(),
                one.maxMessageBytes());
    }

    private static Association association(int number) {
        return new Association(
                "msc" + number,
                M3uaConfig.Mode.LISTEN,
                M3uaConfig.Transport.TCP,
                List.of(peer(number)),
                0,
                0,
                "bench",
                List.of(),
                List.of(),
                Association.NO_ASP_IDENTIFIER);
    }
}
