package org.eir.map;

import java.util.Arrays;
import java.util.List;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.M3uaConfig.TrafficMode;
import org.eir.map.M3uaConfig.Transport;

/** Settings for tests. */
final class M3ua {
    static final int RECONNECT_MIN_MS = 100;
    static final int HEARTBEAT_INTERVAL_MS = 1_000;

    private M3ua() {}

    static Association listening(String name, String from) {
        return new Association(name, Mode.LISTEN, Transport.TCP, List.of(from), 0, 0, "", List.of(), List.of(), -1);
    }

    static Association connecting(String name, int port) {
        return connecting(name, port, Association.NO_ASP_IDENTIFIER);
    }

    static Association connecting(String name, int port, long aspIdentifier) {
        return new Association(
                name,
                Mode.CONNECT,
                Transport.TCP,
                List.of("127.0.0.1"),
                port,
                0,
                "",
                List.of(),
                List.of(),
                aspIdentifier);
    }

    static ApplicationServer server(
            String name, Role role, long routingContext, TrafficMode mode, String... associations) {
        return new ApplicationServer(name, role, routingContext, mode, List.of(associations));
    }

    static M3uaConfig of(List<Association> associations, ApplicationServer... servers) {
        return of(associations, 30_000, 8_192, servers);
    }

    static M3uaConfig of(
            List<Association> associations,
            int heartbeatIntervalMs,
            int maxMessageBytes,
            ApplicationServer... servers) {
        return new M3uaConfig(
                List.of("127.0.0.1"),
                0,
                associations,
                Arrays.asList(servers),
                heartbeatIntervalMs,
                RECONNECT_MIN_MS,
                1_000,
                maxMessageBytes);
    }
}
