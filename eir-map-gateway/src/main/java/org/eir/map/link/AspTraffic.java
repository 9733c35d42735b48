package org.eir.map.link;

import org.eir.map.AssociationStatus.AspState;
import org.eir.map.M3uaConfig.ApplicationServer;

/** The traffic of one application server over one link, and whether it may flow. */
public final class AspTraffic {
    private final ApplicationServer server;
    private volatile AspState state = AspState.DOWN;
    private volatile boolean activating;

    AspTraffic(ApplicationServer server) {
        this.server = server;
    }

    public ApplicationServer server() {
        return server;
    }

    public AspState state() {
        return state;
    }

    /** The ASP got into a state, and whatever was asked for is settled. */
    public void enter(AspState entered) {
        activating = activating && entered == AspState.INACTIVE;
        state = entered;
    }

    /** This node asked to become active. */
    public void activating() {
        activating = true;
    }

    public boolean isActivating() {
        return activating;
    }

    /**
     * Whether DATA is taken. Already before the ASP Active Ack: SCTP may deliver what was sent after it on another stream
     * first (clause 4.3.4.3).
     */
    boolean flows() {
        return state == AspState.ACTIVE || activating;
    }

    /** Whether messages with this routing context are meant. */
    public boolean isRoutedBy(long routingContext) {
        return server.routingContext() == routingContext;
    }
}
