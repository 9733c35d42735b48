package org.eir.map.sccp;

import org.jspecify.annotations.Nullable;

/** A message of the connectionless SCCP, read (Q.713 clauses 4.10, 4.11, 4.18 and 4.19). */
public sealed interface SccpMessage {
    /** Message types (Q.713 clause 2.1). */
    int UDT = 0x09;

    int UDTS = 0x0a;
    int XUDT = 0x11;
    int XUDTS = 0x12;
    int LUDT = 0x13;
    int LUDTS = 0x14;

    /** Hop counter of what this node sends in an XUDT or XUDTS: the most there is. */
    int MAX_HOPS = 15;

    /**
     * UDT or XUDT.
     *
     * @param extended whether it is an XUDT
     * @param protocolClass the octet as it came: class 0 or 1, and what is to happen on an error
     * @param segmentation only in an XUDT; null without it
     * @param data TCAP's message or a part of it; not copied
     */
    record Unitdata(
            boolean extended,
            int protocolClass,
            SccpAddress called,
            SccpAddress calling,
            @Nullable Segmentation segmentation,
            byte[] data)
            implements SccpMessage {
        private static final int RETURN_ON_ERROR = 8;

        /** Whether it is to come back if it cannot be delivered (Q.713 clause 3.6). */
        public boolean isReturnedOnError() {
            return protocolClass >> 4 == RETURN_ON_ERROR;
        }

        public boolean isInSequence() {
            return (protocolClass & 0x0f) == 1;
        }

        public byte[] octets() {
            return SccpWriter.unitdata(this);
        }
    }

    /**
     * UDTS or XUDTS: something this node sent came back.
     *
     * @param data the beginning of what was sent
     */
    record Returned(ReturnCause cause, SccpAddress called, SccpAddress calling, byte[] data) implements SccpMessage {}

    /** It cannot be read, or nobody here reads such messages. */
    record Undecodable(Drop reason) implements SccpMessage {}

    /** Reads one message of SCCP, whole. Never throws. */
    static SccpMessage read(byte[] octets) {
        return SccpReader.read(octets);
    }
}
