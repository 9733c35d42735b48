package org.eir.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.eir.server.config.EirConfig;

/**
 * Runs a node in this process. The configuration has been checked and the log set up before. Both methods return when
 * the node has stopped, with the exit code of the program: 0 after a clean stop, 1 if it could not start.
 */
public interface NodeLauncher {

    /** Runs a production node. */
    int start(EirConfig config);

    /**
     * Runs a node for trying things out: embedded PostgreSQL, demo lists, every front end on loopback.
     *
     * @param dataDirectory keeps everything across restarts; made if it is not there
     * @param out for people: what listens where and how to try it
     */
    int startDev(EirConfig config, Path dataDirectory, PrintWriter out);
}
