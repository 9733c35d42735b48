package org.eir.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.eir.admin.AdminConfig;
import org.eir.core.change.Actor;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.s13.S13Config;
import org.eir.server.node.EirNode;
import org.eir.server.node.StartFailure;
import org.eir.store.DatabaseConfig;
import org.eir.testkit.PostgresFixture;

/** A whole node on free ports of loopback, over a given database; any token opens it. */
final class BenchNode {
    private BenchNode() {}

    static EirNode start(PostgresFixture.Database database, Path stateDirectory) throws StartFailure {
        return start(
                DatabaseConfig.of(
                        database.jdbcUrl(),
                        database.serviceUser(),
                        database.servicePassword(),
                        database.ownerUser(),
                        database.ownerPassword()),
                stateDirectory);
    }

    static EirNode start(DatabaseConfig database, Path stateDirectory) throws StartFailure {
        return EirNode.start(new EirNode.Parts(
                database,
                1_000,
                new Policy(0, Verdict.PERMITTED, Verdict.UNKNOWN, Verdict.PERMITTED),
                stateDirectory,
                S13Config.onLoopback(0, S13Load.REGISTER_HOST, S13Load.REGISTER_REALM),
                AdminConfig.of("127.0.0.1", 0, "bench"),
                token -> Optional.of(new Actor("bench"))));
    }
}
