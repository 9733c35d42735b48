package org.eir.admin.node;

import java.util.List;

/** Port: what this node is and who is connected to it. No method may block. */
public interface NodeView {
    NodeStatus status();

    /** Everyone who is or was lately connected, on every interface. */
    List<PeerStatus> peers();

    /** The alarms that are raised, the worst first. */
    List<AlarmStatus> alarms();
}
