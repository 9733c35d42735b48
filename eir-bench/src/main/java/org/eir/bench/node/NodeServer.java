package org.eir.bench.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eir.admin.AdminConfig;
import org.eir.admin.access.AdminToken;
import org.eir.bench.support.Supervised;
import org.eir.core.access.Caller;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.s13.S13Config;
import org.eir.server.audit.Checkpointer;
import org.eir.server.node.EirNode;
import org.eir.server.node.StartFailure;
import org.eir.server.node.SubscriberKeyFile;
import org.eir.server.records.RecordsConfig;
import org.eir.store.DatabaseConfig;

/**
 * A node as the launcher wires it, on free ports. Says its HTTP port, its S13 port, how many milliseconds it took to
 * start, and how many from the start of the JVM.
 */
final class NodeServer {
    static final String HOST = "eir.bench.example.org";
    static final String REALM = "bench.example.org";
    static final String TOKEN = "token-of-the-measured-node";
    private static final int DATED_IDENTITIES = 100_000;
    private static final int MAX_SIGHTINGS = 5_000_000;

    private NodeServer() {}

    static void main(String[] arguments) throws IOException, StartFailure {
        EirNode.Parts parts = parts(arguments[0], Path.of(arguments[1]));
        long begin = System.nanoTime();
        try (EirNode node = EirNode.start(parts)) {
            long startMs = (System.nanoTime() - begin) / 1_000_000;
            long sinceJvmMs = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            int httpPort = URI.create(node.httpUrl()).getPort();
            Supervised.untilTheEnd(httpPort, node.s13Port(), startMs, sinceJvmMs);
        }
    }

    private static EirNode.Parts parts(String databaseUrl, Path directory) {
        return new EirNode.Parts(
                database(databaseUrl),
                DATED_IDENTITIES,
                new Policy(0, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN),
                directory,
                S13Config.onLoopback(0, HOST, REALM),
                Optional.empty(),
                AdminConfig.of("127.0.0.1", 0, "bench"),
                new AdminToken(Caller.administrator("bench", "bench"), TOKEN),
                new EirNode.Subscribers(SubscriberKeyFile.in(directory), MAX_SIGHTINGS, 1, 10),
                ApprovalLimits.NONE,
                new EirNode.StatisticsLimits(1, 1_000_000),
                RecordsConfig.standard(),
                new Checkpointer.Setup(
                        REALM + "/eir",
                        directory.resolve("audit"),
                        directory.resolve("audit"),
                        List.of(),
                        HOST,
                        Duration.ofMinutes(1)));
    }

    static DatabaseConfig database(String url) {
        return DatabaseConfig.of(url, "eir_service", "", "eir_owner", "");
    }
}
