package org.eir.server.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.eir.map.M3uaConfig;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.M3uaConfig.Transport;
import org.eir.map.link.Links;
import org.eir.s13.S13Config;
import org.eir.server.config.EirConfig;
import org.jspecify.annotations.Nullable;

/** What the operating system has to give: SCTP, ports, open files, memory, and the names of peers. */
final class Machine {
    /** Open files of a node that nobody is connected to: jars, logs, the pool. */
    private static final int FILES_OF_ITS_OWN = 400;

    private static final long MIB = 1L << 20;
    private static final long NODE_MIB = 256;

    /** While a register takes entries over it holds more of them than afterwards; measured with ten million. */
    private static final long OCTETS_AN_ENTRY = 200;

    private final EirConfig config;

    Machine(EirConfig config) {
        this.config = config;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> all = new ArrayList<>();
        M3uaConfig m3ua = config.m3ua();
        if (m3ua != null && m3ua.associations().stream().anyMatch(each -> each.transport() != Transport.TCP)) {
            boolean must = m3ua.associations().stream().anyMatch(each -> each.transport() == Transport.SCTP);
            all.add(sctp(Links.whyNoSctp(), must));
        }
        all.add(port("http.port", config.http().host(), config.http().port()));
        all.add(port("s13.port", config.s13().host(), config.s13().port()));
        if (m3ua != null && m3ua.associations().stream().anyMatch(each -> each.mode() == Mode.LISTEN)) {
            all.add(port("m3ua.port", m3ua.localAddresses().getFirst(), m3ua.port()));
        }
        all.add(openFiles(maxOpenFiles(), neededFiles()));
        config.s13().connectTo().forEach(peer -> all.add(name(peer)));
        return all;
    }

    static Diagnosis sctp(@Nullable String why, boolean must) {
        if (why == null) {
            return Diagnosis.good("SCTP", "The kernel has it.");
        }
        String remedy = "modprobe sctp && echo sctp > /etc/modules-load.d/sctp.conf; apt-get install libsctp1";
        return must
                ? Diagnosis.bad("SCTP", "This machine has none (" + why + "), and associations need it.", remedy)
                : Diagnosis.doubtful(
                        "SCTP", "This machine has none (" + why + "); those associations stay down.", remedy);
    }

    /** A port that can be listened on is free. One in use may be this very register's. */
    static Diagnosis port(String key, String host, int port) {
        String where = host + ":" + port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Diagnosis.good(key, where + " is free.");
        } catch (IOException e) {
            return Diagnosis.doubtful(
                    key,
                    where + " cannot be listened on (" + e.getMessage()
                            + "). Where the node runs, that is as it should be.",
                    "ss -ltnp 'sport = :" + port + "' tells who has it; or change " + key);
        }
    }

    static Diagnosis openFiles(long allowed, long needed) {
        String finding = "As started here, a process may open %d files; the limits of the configuration come to %d."
                .formatted(allowed, needed);
        return allowed >= needed
                ? Diagnosis.good("open files", finding)
                : Diagnosis.doubtful(
                        "open files",
                        finding,
                        "systemctl edit eir: [Service] LimitNOFILE=" + Math.max(65_536, needed)
                                + "; elsewhere ulimit -n");
    }

    private long neededFiles() {
        int pool = config.database() == null ? 0 : config.database().maxConnections();
        return (long) FILES_OF_ITS_OWN
                + config.s13().maxConnections()
                + config.http().maxConnections()
                + pool;
    }

    private static long maxOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * Whether the heap is large enough for the lists, which are taken over into it at start. A service may have another
     * than this command, so that it is no more than a doubt.
     */
    static Diagnosis memory(long entries, long maxHeap) {
        long needed = NODE_MIB + entries * OCTETS_AN_ENTRY / MIB;
        String finding = "%,d entries want a heap of %,d MiB while they are loaded; as started here, it may have %,d."
                .formatted(entries, needed, maxHeap / MIB);
        return maxHeap / MIB >= needed
                ? Diagnosis.good("memory", finding)
                : Diagnosis.doubtful(
                        "memory",
                        finding,
                        "EIR_JAVA_OPTS=-Xmx" + needed + "m (a service has it from eir.env), or a machine with "
                                + 4 * needed + " MiB");
    }

    private static Diagnosis name(S13Config.Remote peer) {
        try {
            String address = InetAddress.getByName(peer.host()).getHostAddress();
            return Diagnosis.good("s13.connectTo", peer.name() + " is at " + address + ":" + peer.port() + ".");
        } catch (UnknownHostException e) {
            return Diagnosis.bad(
                    "s13.connectTo",
                    "The host " + peer.host() + " of " + peer.name() + " is not known.",
                    "getent hosts " + peer.host() + "; give an address instead, or mend the resolver");
        }
    }
}
