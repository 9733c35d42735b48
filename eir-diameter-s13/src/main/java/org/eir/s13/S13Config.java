package org.eir.s13;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eir.core.input.Refusal;

/**
 * Settings of the S13 interface; the names are the keys under {@code s13:}.
 *
 * @param host address to listen on, {@code 0.0.0.0} for all
 * @param port TCP port to listen on, 0 to 65535; 0 takes any free one
 * @param originHost this node's Diameter identity; a request with another Destination-Host is refused
 * @param originRealm the realm this node serves; a request for another is refused
 * @param acceptAnyPeer whether any peer may connect; {@code knownPeers} is not asked then
 * @param knownPeers Origin-Hosts or IP addresses that may connect
 * @param connectTo peers (DRAs) this node connects to by itself
 * @param watchdogTimeoutMs quiet time after which a peer is probed (Tw of RFC 3539), 6000 to 600000
 * @param maxConnections peers connected at once, 1 to 10000; one more is closed at once
 * @param maxMessageBytes longest message taken, 1024 to 1048576; a longer one is answered 5015 and ends the connection
 */
public record S13Config(
        String host,
        int port,
        String originHost,
        String originRealm,
        boolean acceptAnyPeer,
        List<String> knownPeers,
        List<Remote> connectTo,
        int watchdogTimeoutMs,
        int maxConnections,
        int maxMessageBytes) {
    /** Product-Name in capabilities exchange. */
    public static final String PRODUCT_NAME = "Equipment Identity Register";

    public static final int DEFAULT_PORT = 3868;
    public static final int DEFAULT_WATCHDOG_TIMEOUT_MS = 30_000;
    public static final int DEFAULT_MAX_CONNECTIONS = 256;
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 65_536;

    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,253}[A-Za-z0-9])?");

    /**
     * A peer to connect to.
     *
     * @param host name or address
     * @param port TCP port
     * @param name its Diameter identity (Origin-Host)
     * @param realm its realm
     */
    public record Remote(String host, int port, String name, String realm) {
        public Remote {
            requireText("s13.connectTo.host", host);
            requireRange("s13.connectTo.port", port, 1, 65_535);
            requireIdentity("s13.connectTo.name", name);
            requireIdentity("s13.connectTo.realm", realm);
        }
    }

    public S13Config {
        requireText("s13.host", host);
        requireRange("s13.port", port, 0, 65_535);
        requireIdentity("s13.originHost", originHost);
        requireIdentity("s13.originRealm", originRealm);
        knownPeers = List.copyOf(knownPeers);
        connectTo = List.copyOf(connectTo);
        for (String peer : knownPeers) {
            require(
                    !peer.isBlank() && peer.equals(peer.strip()),
                    "s13.knownPeers",
                    peer,
                    "must be an Origin-Host or an IP address");
        }
        requireSomeone(acceptAnyPeer, knownPeers, connectTo);
        requireDistinct(originHost, connectTo);
        requireRange("s13.watchdogTimeoutMs", watchdogTimeoutMs, 6_000, 600_000);
        requireRange("s13.maxConnections", maxConnections, 1, 10_000);
        requireRange("s13.maxMessageBytes", maxMessageBytes, 1_024, 1 << 20);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "port", DEFAULT_PORT,
                "acceptAnyPeer", false,
                "knownPeers", List.of(),
                "connectTo", List.of(),
                "watchdogTimeoutMs", DEFAULT_WATCHDOG_TIMEOUT_MS,
                "maxConnections", DEFAULT_MAX_CONNECTIONS,
                "maxMessageBytes", DEFAULT_MAX_MESSAGE_BYTES);
    }

    /** Listens on loopback, lets any peer connect, and has the default limits. */
    public static S13Config onLoopback(int port, String originHost, String originRealm) {
        return new S13Config(
                "127.0.0.1",
                port,
                originHost,
                originRealm,
                true,
                List.of(),
                List.of(),
                DEFAULT_WATCHDOG_TIMEOUT_MS,
                DEFAULT_MAX_CONNECTIONS,
                DEFAULT_MAX_MESSAGE_BYTES);
    }

    private static void requireSomeone(boolean acceptAnyPeer, List<String> knownPeers, List<Remote> connectTo) {
        require(
                acceptAnyPeer || !knownPeers.isEmpty() || !connectTo.isEmpty(),
                "s13.knownPeers",
                "",
                "must name a peer when s13.acceptAnyPeer is false and s13.connectTo is empty: nobody could ask");
    }

    private static void requireDistinct(String originHost, List<Remote> connectTo) {
        Set<String> names = new HashSet<>();
        names.add(originHost.toLowerCase(Locale.ROOT));
        for (Remote remote : connectTo) {
            require(
                    names.add(remote.name().toLowerCase(Locale.ROOT)),
                    "s13.connectTo.name",
                    remote.name(),
                    "must be named once, and not be s13.originHost");
        }
    }

    private static void requireText(String key, String value) {
        require(!value.isBlank(), key, value, "must be a host name or an IP address");
    }

    private static void requireIdentity(String key, String value) {
        require(
                IDENTITY.matcher(value).matches(),
                key,
                value,
                "must be a Diameter identity: 1 to 255 letters, digits, dots, hyphens, as in eir.example.org");
    }

    private static void requireRange(String key, int value, int min, int max) {
        require(value >= min && value <= max, key, Integer.toString(value), "must be " + min + " to " + max);
    }

    private static void require(boolean holds, String key, String value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(Refusal.of(key, value, rule).sentence());
        }
    }
}
