package org.eir.map;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eir.core.input.Refusal;

/**
 * Settings of M3UA (RFC 4666) and of what carries it; the names are the keys under {@code m3ua:}.
 *
 * @param localAddresses addresses of this node, to listen on and to connect from. SCTP is multi-homed over all of them,
 *     TCP uses the first
 * @param port port listened on, by TCP and SCTP alike, if any association listens; 0 takes any free one
 * @param associations who is connected, and how
 * @param applicationServers what traffic they carry
 * @param heartbeatIntervalMs quiet time after which a peer is sent BEAT, 1000 to 600000; it is given up when it leaves two
 *     of them unanswered
 * @param reconnectMinMs first wait before connecting again, 100 to 600000; each further one doubles it
 * @param reconnectMaxMs longest such wait, {@code reconnectMinMs} to 600000
 * @param maxMessageBytes longest M3UA message taken, 512 to 65536; a longer one ends the connection
 */
public record M3uaConfig(
        List<String> localAddresses,
        int port,
        List<Association> associations,
        List<ApplicationServer> applicationServers,
        int heartbeatIntervalMs,
        int reconnectMinMs,
        int reconnectMaxMs,
        int maxMessageBytes) {
    public static final int DEFAULT_PORT = 2905;
    public static final int DEFAULT_HEARTBEAT_INTERVAL_MS = 10_000;
    public static final int DEFAULT_RECONNECT_MIN_MS = 1_000;
    public static final int DEFAULT_RECONNECT_MAX_MS = 30_000;
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 8_192;

    private static final long MAX_32_BITS = 0xFFFF_FFFFL;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62})");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    /** Who begins. */
    public enum Mode {
        /** This node connects, again and again if need be. */
        CONNECT,
        /** The peer connects; a new connection replaces an older one of the same association. */
        LISTEN
    }

    /** What carries an association. */
    public enum Transport {
        SCTP,
        TCP,
        /** SCTP; but on a kernel without it the association stays down instead of keeping the node from starting. */
        SCTP_IF_AVAILABLE
    }

    /** Who maintains whose state (RFC 4666 clause 1.4 and 5). */
    public enum Role {
        /** This node is the ASP of a signalling gateway or STP: it sends ASP Up and ASP Active. */
        ASP,
        /** Point to point: the peer sends ASP Up and ASP Active. Single exchange. */
        IPSP_SERVER,
        /** Point to point: this node sends ASP Up and ASP Active. Single exchange. */
        IPSP_CLIENT
    }

    /**
     * How traffic is shared among the associations of an application server (RFC 4666 clause 3.7.1). Not broadcast: every
     * question would be answered once for each association.
     */
    public enum TrafficMode {
        /** Nobody names one: a peer may. */
        ANY,
        OVERRIDE,
        LOADSHARE
    }

    /**
     * A connection to one peer.
     *
     * @param name how logs, metrics and {@code eir peers} call it: letters, digits, {@code . _ -}
     * @param mode who begins
     * @param transport what carries it
     * @param remoteAddresses the peer's addresses. Connecting: tried in turn. Listening: whoever comes from one of them is
     *     the peer
     * @param remotePort the peer's port; 0 when listening: any
     * @param localPort port to connect from; 0: any, and when listening
     * @param network which operator's network asks over it: the realm of the origin. Empty: {@code name}
     * @param allowedGlobalTitles first digits of calling global titles that may ask
     * @param allowedPointCodes calling point codes that may ask. Without either list everybody may; a caller needs to be
     *     in one of them otherwise
     * @param aspIdentifier what this node calls itself in ASP Up, 0 to 4294967295, where the peer wants it; -1: nothing
     */
    public record Association(
            String name,
            Mode mode,
            Transport transport,
            List<String> remoteAddresses,
            int remotePort,
            int localPort,
            String network,
            List<String> allowedGlobalTitles,
            List<PointCode> allowedPointCodes,
            long aspIdentifier) {
        public static final long NO_ASP_IDENTIFIER = -1;

        public Association {
            require(
                    NAME.matcher(name).matches(),
                    "m3ua.associations.name",
                    name,
                    "must be 1 to 63 letters, digits, dots, hyphens or underscores");
            network = network.isBlank() ? name : network;
            remoteAddresses = List.copyOf(remoteAddresses);
            requireAddresses(
                    "m3ua.associations.remoteAddresses",
                    remoteAddresses,
                    "must be one or more IP addresses of the peer '" + name + "'");
            require(
                    transport != Transport.TCP || mode == Mode.LISTEN || remoteAddresses.size() == 1,
                    "m3ua.associations.remoteAddresses",
                    String.join(", ", remoteAddresses),
                    "must be one address for TCP, which has one path; '" + name + "' can be multi-homed with SCTP");
            requireRange("m3ua.associations.remotePort", remotePort, mode == Mode.CONNECT ? 1 : 0, 65_535);
            requireRange("m3ua.associations.localPort", localPort, 0, 65_535);
            require(
                    mode == Mode.CONNECT || localPort == 0,
                    "m3ua.associations.localPort",
                    Integer.toString(localPort),
                    "must be left out: '" + name + "' comes to m3ua.port");
            allowedGlobalTitles = List.copyOf(allowedGlobalTitles);
            for (String prefix : allowedGlobalTitles) {
                require(
                        DIGITS.matcher(prefix).matches(),
                        "m3ua.associations.allowedGlobalTitles",
                        prefix,
                        "must be the first 1 to 15 digits of global titles");
            }
            allowedPointCodes = List.copyOf(allowedPointCodes);
            require(
                    aspIdentifier >= NO_ASP_IDENTIFIER && aspIdentifier <= MAX_32_BITS,
                    "m3ua.associations.aspIdentifier",
                    Long.toString(aspIdentifier),
                    "must be 0 to 4294967295, or be left out");
        }

        /** What counts for keys that nobody set. */
        public static Map<String, Object> defaults() {
            return Map.of(
                    "transport",
                    "sctp",
                    "remotePort",
                    0,
                    "localPort",
                    0,
                    "network",
                    "",
                    "allowedGlobalTitles",
                    List.of(),
                    "allowedPointCodes",
                    List.of(),
                    "aspIdentifier",
                    NO_ASP_IDENTIFIER);
        }

        boolean isTcp() {
            return transport == Transport.TCP;
        }

        String carrier() {
            return isTcp() ? "TCP" : "SCTP";
        }
    }

    /**
     * Traffic that one or more associations carry.
     *
     * @param name how logs and {@code eir peers} call it
     * @param role who maintains whose state
     * @param routingContext 0 to 4294967295, as agreed with the peer; -1: none
     * @param trafficMode how traffic is shared among the associations
     * @param associations names of the associations
     */
    public record ApplicationServer(
            String name, Role role, long routingContext, TrafficMode trafficMode, List<String> associations) {
        public static final long NO_ROUTING_CONTEXT = -1;

        public ApplicationServer {
            require(
                    NAME.matcher(name).matches(),
                    "m3ua.applicationServers.name",
                    name,
                    "must be 1 to 63 letters, digits, dots, hyphens or underscores");
            require(
                    routingContext >= NO_ROUTING_CONTEXT && routingContext <= MAX_32_BITS,
                    "m3ua.applicationServers.routingContext",
                    Long.toString(routingContext),
                    "must be 0 to 4294967295, or be left out");
            associations = List.copyOf(associations);
            require(
                    !associations.isEmpty(),
                    "m3ua.applicationServers.associations",
                    "",
                    "must name the associations that carry '" + name + "'");
        }

        /** What counts for keys that nobody set. */
        public static Map<String, Object> defaults() {
            return Map.of("routingContext", NO_ROUTING_CONTEXT, "trafficMode", "any");
        }

        public boolean hasRoutingContext() {
            return routingContext != NO_ROUTING_CONTEXT;
        }
    }

    public M3uaConfig {
        localAddresses = List.copyOf(localAddresses);
        requireAddresses("m3ua.localAddresses", localAddresses, "must be one or more IP addresses of this node");
        requireRange("m3ua.port", port, 0, 65_535);
        associations = List.copyOf(associations);
        applicationServers = List.copyOf(applicationServers);
        require(!associations.isEmpty(), "m3ua.associations", "", "must name at least one peer: nobody could ask");
        requireDistinctNames(associations.stream().map(Association::name).toList(), "m3ua.associations");
        requireDistinctNames(
                applicationServers.stream().map(ApplicationServer::name).toList(), "m3ua.applicationServers");
        requireTellable(associations);
        requireOwnPorts(associations, port);
        requireConsistent(associations, applicationServers);
        requireRoutable(applicationServers);
        requireRange("m3ua.heartbeatIntervalMs", heartbeatIntervalMs, 1_000, 600_000);
        requireRange("m3ua.reconnectMinMs", reconnectMinMs, 100, 600_000);
        requireRange("m3ua.reconnectMaxMs", reconnectMaxMs, reconnectMinMs, 600_000);
        requireRange("m3ua.maxMessageBytes", maxMessageBytes, 512, 65_536);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "port", DEFAULT_PORT,
                "heartbeatIntervalMs", DEFAULT_HEARTBEAT_INTERVAL_MS,
                "reconnectMinMs", DEFAULT_RECONNECT_MIN_MS,
                "reconnectMaxMs", DEFAULT_RECONNECT_MAX_MS,
                "maxMessageBytes", DEFAULT_MAX_MESSAGE_BYTES);
    }

    /** Listens on loopback, by TCP, for one peer that asks to be active; has the default limits. */
    public static M3uaConfig onLoopback(int port, long routingContext) {
        String peer = "lab";
        return new M3uaConfig(
                List.of("127.0.0.1"),
                port,
                List.of(new Association(
                        peer,
                        Mode.LISTEN,
                        Transport.TCP,
                        List.of("127.0.0.1"),
                        0,
                        0,
                        peer,
                        List.of(),
                        List.of(),
                        Association.NO_ASP_IDENTIFIER)),
                List.of(new ApplicationServer("eir", Role.IPSP_SERVER, routingContext, TrafficMode.ANY, List.of(peer))),
                DEFAULT_HEARTBEAT_INTERVAL_MS,
                DEFAULT_RECONNECT_MIN_MS,
                DEFAULT_RECONNECT_MAX_MS,
                DEFAULT_MAX_MESSAGE_BYTES);
    }

    private static void requireDistinctNames(List<String> names, String key) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            require(seen.add(name), key, name, "must be named once");
        }
    }

    /** Whoever comes to the listening port must be one association, not two. */
    private static void requireTellable(List<Association> associations) {
        Map<String, String> byPeer = new HashMap<>();
        for (Association association : associations) {
            if (association.mode() != Mode.LISTEN) {
                continue;
            }
            for (String address : association.remoteAddresses()) {
                String peer = association.carrier() + " " + address + ":" + association.remotePort();
                String other = byPeer.put(peer, association.name());
                require(
                        other == null,
                        "m3ua.associations",
                        association.name(),
                        "cannot be told from '" + other + "': both are whoever comes by " + peer);
            }
        }
    }

    /** Two sockets of one node share a port only in TCP, and only towards different peers. */
    private static void requireOwnPorts(List<Association> associations, int listenedOn) {
        Map<String, String> taken = new HashMap<>();
        for (Association association : associations) {
            if (association.mode() == Mode.LISTEN) {
                taken.put(association.carrier() + " port " + listenedOn, "m3ua.port");
            }
        }
        for (Association association : associations) {
            if (association.localPort() == 0) {
                continue;
            }
            String port = association.carrier() + " port " + association.localPort();
            String socket = association.isTcp()
                    ? port + " to " + association.remoteAddresses().getFirst() + ":" + association.remotePort()
                    : port;
            String other = taken.getOrDefault(port, taken.get(socket));
            require(
                    other == null,
                    "m3ua.associations",
                    association.name(),
                    "cannot connect from " + socket + ": it is that of " + other + "; give it another localPort");
            taken.put(socket, "'" + association.name() + "'");
        }
    }

    /** Without a routing context nothing says which of two application servers a message is for (clause 3.3.1). */
    private static void requireRoutable(List<ApplicationServer> servers) {
        Map<String, ApplicationServer> byAssociation = new HashMap<>();
        for (ApplicationServer server : servers) {
            for (String name : server.associations()) {
                ApplicationServer other = byAssociation.putIfAbsent(name, server);
                if (other == null || other == server) {
                    continue;
                }
                String shared = "shares the association '" + name + "' with '" + other.name() + "'";
                require(
                        server.hasRoutingContext() && other.hasRoutingContext(),
                        "m3ua.applicationServers",
                        server.name(),
                        shared + ": both need a routing context");
                require(
                        server.role() == other.role(),
                        "m3ua.applicationServers",
                        server.name(),
                        shared + ": both must have the same role");
            }
        }
    }

    private static void requireAddresses(String key, List<String> addresses, String rule) {
        require(
                !addresses.isEmpty() && addresses.stream().allMatch(M3uaConfig::isAddress),
                key,
                String.join(", ", addresses),
                rule);
    }

    /** An address, not a name: a node that answers a network does not wait for a name server. */
    private static boolean isAddress(String text) {
        try {
            return !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireConsistent(List<Association> associations, List<ApplicationServer> servers) {
        Set<String> unused =
                new HashSet<>(associations.stream().map(Association::name).toList());
        Set<String> known = Set.copyOf(unused);
        Set<String> routed = new HashSet<>();
        for (ApplicationServer server : servers) {
            for (String name : server.associations()) {
                require(
                        known.contains(name),
                        "m3ua.applicationServers",
                        server.name(),
                        "names the association '" + name + "', which is not among m3ua.associations");
                unused.remove(name);
                require(
                        routed.add(name + " " + server.routingContext()),
                        "m3ua.applicationServers",
                        server.name(),
                        "cannot be told from another one on the association '" + name
                                + "': give them different routing contexts");
            }
        }
        List<String> idle = new ArrayList<>(unused);
        idle.sort(null);
        require(
                idle.isEmpty(),
                "m3ua.applicationServers",
                String.join(", ", idle),
                "must be in the associations of an application server: it could carry no traffic");
    }

    private static void requireRange(String key, int value, int min, int max) {
        require(value >= min && value <= max, key, Integer.toString(value), "must be " + min + " to " + max);
    }

    static void require(boolean holds, String key, String value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(Refusal.of(key, value, rule).sentence());
        }
    }
}
