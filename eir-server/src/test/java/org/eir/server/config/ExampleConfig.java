package org.eir.server.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration as a module might declare it. */
record ExampleConfig(
        Diameter s13, Storage database, @Nullable Tls tls) {

    record Diameter(
            String host,
            int port,
            String originHost,
            boolean acceptAnyPeer,
            List<String> knownPeers,
            List<Remote> connectTo,
            Mode mode) {
        public static Map<String, Object> defaults() {
            return Map.of(
                    "port",
                    3868,
                    "acceptAnyPeer",
                    false,
                    "knownPeers",
                    List.of(),
                    "connectTo",
                    List.of(),
                    "mode",
                    "known-peers");
        }

        Diameter {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("s13.port '" + port + "': must be 0 to 65535");
            }
            if (originHost.isBlank()) {
                throw new IllegalArgumentException("originHost '' has to be a Diameter identity");
            }
        }
    }

    enum Mode {
        KNOWN_PEERS,
        ANYBODY
    }

    record Remote(String host, int port) {
        Remote {
            if (port == 0) {
                throw new IllegalArgumentException("port: must be 1 to 65535");
            }
        }
    }

    record Storage(String url, String password, @Nullable String ownerUser, int maxConnections) {
        public static Map<String, Object> defaults() {
            return Map.of("password", "", "maxConnections", 10);
        }

        Storage {
            if (maxConnections < 2) {
                throw new IllegalArgumentException("maxConnections: must be 2 to 100");
            }
            if (url.equals(ownerUser)) {
                throw new IllegalArgumentException("url and ownerUser: must differ");
            }
        }
    }

    record Tls(String certificate, String keyPassword) {}
}
