package org.eir.map;

import java.time.Instant;
import java.util.List;

/**
 * An association as operators see it.
 *
 * @param name its name in the configuration
 * @param network the network that asks over it
 * @param address {@code address:port} of the peer, or where it is looked for or awaited from
 * @param state whether the transport is there
 * @param since when it got into this state
 * @param requests how many messages that may ask (DATA) came over it since the node started
 * @param applicationServers whose traffic it carries
 */
public record AssociationStatus(
        String name,
        String network,
        String address,
        State state,
        Instant since,
        long requests,
        List<ApplicationServerState> applicationServers) {

    /** State of an association. */
    public enum State {
        DOWN,
        CONNECTING,
        UP
    }

    /** State of the process behind an association, for one application server (RFC 4666 clause 4.3.1). */
    public enum AspState {
        DOWN,
        INACTIVE,
        ACTIVE
    }

    /** State of an application server over all its associations (RFC 4666 clause 4.3.2). */
    public enum AsState {
        DOWN,
        INACTIVE,
        ACTIVE,
        PENDING
    }

    /**
     * An application server, seen from one of its associations.
     *
     * @param name its name in the configuration
     * @param asp state of the process behind this association
     * @param state its own, over all its associations
     */
    public record ApplicationServerState(String name, AspState asp, AsState state) {}
}
