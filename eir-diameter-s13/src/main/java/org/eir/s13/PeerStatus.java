package org.eir.s13;

import java.time.Instant;

/**
 * A peer as operators see it.
 *
 * @param identity its Origin-Host
 * @param realm its Origin-Realm
 * @param address {@code address:port} of the connection, or where it is looked for
 * @param state whether it can ask
 * @param since when it got into this state
 * @param requests how many requests it sent since it is in the list
 */
public record PeerStatus(String identity, String realm, String address, State state, Instant since, long requests) {
    public enum State {
        /** Capabilities are exchanged. */
        OPEN,
        /** This node tries to connect to it. */
        CONNECTING
    }
}
