package org.eir.map.sccp;

import org.jspecify.annotations.Nullable;

/**
 * SCCP management, as far as a node without subsystems elsewhere needs it: a neighbour that tests whether the register is
 * there hears that it is (Q.714 clause 5.3.4). It announces nothing of itself: whoever wants to know tests.
 */
final class SubsystemManagement {
    /** The subsystem number of SCCP management itself. */
    static final int SUBSYSTEM_NUMBER = 1;

    /** Q.713 clause 5.2.1. */
    private static final int SUBSYSTEM_ALLOWED = 1;

    private static final int SUBSYSTEM_STATUS_TEST = 3;
    /** Format identifier, affected subsystem and point code, subsystem multiplicity. */
    private static final int LENGTH = 5;

    private final LocalAddress local;

    SubsystemManagement(LocalAddress local) {
        this.local = local;
    }

    /** SSA if it was an SST about the register or about SCCP management itself; null for anything else. */
    byte @Nullable [] answer(byte[] message) {
        if (message.length < LENGTH || message[0] != SUBSYSTEM_STATUS_TEST) {
            return null;
        }
        int subsystem = message[1] & 0xff;
        int pointCode = message[2] & 0xff | (message[3] & 0x3f) << 8;
        boolean ours = subsystem == local.subsystemNumber() || subsystem == SUBSYSTEM_NUMBER;
        return ours && pointCode == local.pointCode()
                ? new byte[] {SUBSYSTEM_ALLOWED, message[1], message[2], message[3], 0}
                : null;
    }
}
