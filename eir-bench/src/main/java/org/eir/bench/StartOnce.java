package org.eir.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.eir.server.node.EirNode;
import org.eir.server.node.StartFailure;
import org.eir.store.DatabaseConfig;

/** Starts a node in this JVM, says how long that took since the JVM began, and stops. */
final class StartOnce {
    private StartOnce() {}

    public static void main(String[] arguments) throws StartFailure {
        DatabaseConfig database = DatabaseConfig.of(arguments[1], arguments[2], arguments[3], null, "");
        try (EirNode node = BenchNode.start(database, Path.of(arguments[4]))) {
            long sinceJvmMs = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.printf(
                    "start with %,d entries: answers at %s after %.1f s%n",
                    Integer.parseInt(arguments[0]), node.httpUrl(), sinceJvmMs / 1000.0);
        }
    }
}
