package org.eir.map.stack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eir.map.AssociationStatus.AsState;
import org.eir.map.AssociationStatus.AspState;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.link.AspTraffic;
import org.restcomm.protocols.ss7.m3ua.As;
import org.restcomm.protocols.ss7.m3ua.Asp;
import org.restcomm.protocols.ss7.m3ua.AspFactory;
import org.restcomm.protocols.ss7.m3ua.M3UAManagementEventListener;
import org.restcomm.protocols.ss7.m3ua.State;
import org.restcomm.protocols.ss7.m3ua.impl.AspImpl;
import org.restcomm.protocols.ss7.m3ua.impl.TransitionState;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.FSM;
import org.restcomm.protocols.ss7.m3ua.impl.fsm.UnknownTransitionException;
import org.restcomm.protocols.ss7.m3ua.parameter.TrafficModeType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the links and the operator what state jSS7's ASPs and ASs get into. */
final class StateListener implements M3UAManagementEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(StateListener.class);

    private final Map<String, StackAssociation> associations;
    private final Map<String, AsState> servers = new ConcurrentHashMap<>();

    StateListener(Map<String, StackAssociation> associations) {
        this.associations = Map.copyOf(associations);
    }

    /**
     * The state of an application server: active if one of its ASPs is. jSS7 doubts that when, in override, another one says
     * ASP Up, and when of two gateways one says that it has no active ASP.
     */
    AsState state(ApplicationServer server) {
        return isActiveSomewhere(server) ? AsState.ACTIVE : seenByStack(server);
    }

    AsState seenByStack(ApplicationServer server) {
        return servers.getOrDefault(server.name(), AsState.DOWN);
    }

    private boolean isActiveSomewhere(ApplicationServer server) {
        for (StackAssociation association : associations.values()) {
            for (AspTraffic traffic : association.link().traffic()) {
                if (traffic.server().equals(server) && traffic.state() == AspState.ACTIVE) {
                    return true;
                }
            }
        }
        return false;
    }

    private void enter(Asp asp, AspState state) {
        StackAssociation association = associations.get(asp.getName());
        if (association == null) {
            return;
        }
        for (AspTraffic traffic : association.link().traffic()) {
            if (traffic.server().name().equals(asp.getAs().getName())) {
                traffic.enter(state);
                LOG.info(
                        "M3UA association {}: the ASP for {} is {}",
                        asp.getName(),
                        asp.getAs().getName(),
                        state);
            }
        }
    }

    private void enter(As server, AsState state) {
        servers.put(server.getName(), state);
        LOG.info("M3UA application server {} is {}", server.getName(), state);
    }

    @Override
    public void onAspActive(Asp asp, State before) {
        enter(asp, AspState.ACTIVE);
        TrafficModeType mode = asp.getAs().getTrafficModeType();
        if (mode != null && mode.getMode() == TrafficModeType.Override) {
            overrideOthers(asp);
        }
    }

    /** The last to become active is the only one (clause 4.3.4.3). jSS7 forgets it once the newcomer's ASP Up was taken. */
    private static void overrideOthers(Asp active) {
        for (Asp other : active.getAs().getAspList()) {
            FSM maintainedByPeer = ((AspImpl) other).getPeerFSM();
            if (other != active && other.isUp() && maintainedByPeer != null) {
                try {
                    maintainedByPeer.signal(TransitionState.OTHER_ALTERNATE_ASP_ACTIVE);
                } catch (UnknownTransitionException e) {
                    LOG.warn("M3UA association {} could not be made inactive", other.getName(), e);
                }
            }
        }
    }

    @Override
    public void onAspInactive(Asp asp, State before) {
        enter(asp, AspState.INACTIVE);
    }

    @Override
    public void onAspDown(Asp asp, State before) {
        enter(asp, AspState.DOWN);
    }

    @Override
    public void onAsActive(As server, State before) {
        enter(server, AsState.ACTIVE);
    }

    @Override
    public void onAsPending(As server, State before) {
        enter(server, AsState.PENDING);
    }

    @Override
    public void onAsInactive(As server, State before) {
        enter(server, AsState.INACTIVE);
    }

    @Override
    public void onAsDown(As server, State before) {
        enter(server, AsState.DOWN);
    }

    @Override
    public void onServiceStarted() {}

    @Override
    public void onServiceStopped() {}

    @Override
    public void onRemoveAllResources() {}

    @Override
    public void onAsCreated(As server) {}

    @Override
    public void onAsDestroyed(As server) {}

    @Override
    public void onAspFactoryCreated(AspFactory factory) {}

    @Override
    public void onAspFactoryDestroyed(AspFactory factory) {}

    @Override
    public void onAspAssignedToAs(As server, Asp asp) {}

    @Override
    public void onAspUnassignedFromAs(As server, Asp asp) {}

    @Override
    public void onAspFactoryStarted(AspFactory factory) {}

    @Override
    public void onAspFactoryStopped(AspFactory factory) {}
}
