package org.eir.map.stack;

import org.eir.map.AssociationStatus.AsState;
import org.eir.map.AssociationStatus.AspState;
import org.eir.map.m3ua.Parameter;

/** What NTFY says (RFC 4666 clause 3.8.2): type and information of its status. */
final class Notification {
    private static final int AS_INACTIVE = 0x1_0002;
    private static final int AS_ACTIVE = 0x1_0003;
    private static final int AS_PENDING = 0x1_0004;
    private static final int INSUFFICIENT_ASPS = 0x2_0001;
    private static final int ALTERNATE_ASP_ACTIVE = 0x2_0002;

    private Notification() {}

    /**
     * Whether it can change anything. Of two gateways each tells of an application server what it sees itself, so that one
     * says "inactive" of what is active at the other.
     */
    static boolean tells(byte[] notification, AspState asp, AsState server) {
        byte[] status = Parameters.value(notification, Parameter.STATUS);
        if (status == null) {
            return false;
        }
        return switch (Parameters.int32(status, 0)) {
            case AS_INACTIVE -> server != AsState.ACTIVE;
            case AS_ACTIVE -> true;
            case AS_PENDING, INSUFFICIENT_ASPS -> server == AsState.ACTIVE;
            case ALTERNATE_ASP_ACTIVE -> server == AsState.ACTIVE && asp == AspState.ACTIVE;
            default -> false;
        };
    }
}
