package org.eir.bench.s13;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import org.eir.bench.support.LoadedRegister;
import org.eir.bench.support.Supervised;
import org.eir.core.EquipmentCheck;
import org.eir.core.register.Register;
import org.eir.s13.S13Config;
import org.eir.s13.S13Gateway;
import org.eir.server.node.CheckRecords;

/** The register's S13 interface as a node wires it, over so many entries that nobody had to put into a database. */
final class GatewayServer {
    static final String HOST = "eir.bench.example.org";
    static final String REALM = "bench.example.org";

    private GatewayServer() {}

    static void main(String[] arguments) throws IOException {
        Register register = LoadedRegister.of(Integer.parseInt(arguments[0]), 1).register();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (CheckRecords records = new CheckRecords(meters);
                S13Gateway gateway = S13Gateway.start(
                        S13Config.onLoopback(0, HOST, REALM), new EquipmentCheck(register, records), meters)) {
            Supervised.untilTheEnd(gateway.port());
        }
    }
}
