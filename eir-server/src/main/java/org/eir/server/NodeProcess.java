package org.eir.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.eir.admin.access.AdminToken;
import org.eir.server.config.EirConfig;
import org.eir.server.dev.DevelopmentNode;
import org.eir.server.node.AdministratorToken;
import org.eir.server.node.EirNode;
import org.eir.server.node.StartFailure;
import org.eir.server.node.StopSignal;
import org.eir.store.DatabaseConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a node as this process, until it is told to stop. */
final class NodeProcess implements NodeLauncher {
    private static final Logger log = LoggerFactory.getLogger(NodeProcess.class);
    private final PrintWriter err;

    NodeProcess(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int start(EirConfig config) {
        return run(() -> {
            StopSignal stop = new StopSignal();
            SystemdNotice systemd = SystemdNotice.of(System.getenv());
            systemd.status("starting: the lists are being loaded");
            Path state = config.node().stateDirectory();
            String token = AdministratorToken.in(state);
            DatabaseConfig database = Objects.requireNonNull(config.database(), "checked in EirConfig.production");
            AdminToken administrator = new AdminToken(config.administrator(), token);
            try (EirNode node = EirNode.start(config.parts(database, administrator))) {
                log.info("answering at {}", node.httpUrl());
                systemd.ready("answering: admin HTTP at " + node.httpUrl() + ", S13 on port " + node.s13Port());
                stop.await();
                log.info("stopping");
                systemd.stopping("stopping: taking leave of peers");
            }
        });
    }

    @Override
    public int startDev(EirConfig config, Path dataDirectory, PrintWriter out) {
        return run(() -> DevelopmentNode.run(config, dataDirectory, out));
    }

    private interface Run {
        void run() throws StartFailure;
    }

    private int run(Run node) {
        try {
            node.run();
            return 0;
        } catch (StartFailure e) {
            err.println("eir: " + e.sentence());
            return 1;
        }
    }
}
