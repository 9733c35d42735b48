package org.eir.bench.load;

import java.io.IOException;

/** How a server is connected to. */
@FunctionalInterface
public interface Connecting {
    /**
     * Opens a connection that is ready to ask.
     *
     * @param port of the server, on loopback
     * @param number of the connection among those of one generator, from 0
     * @param serial of the connection among all of the measurement: a peer that is new to the server can be named by it
     */
    AskingConnection open(int port, int number, int serial) throws IOException;
}
