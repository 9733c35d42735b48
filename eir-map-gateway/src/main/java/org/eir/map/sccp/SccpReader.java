package org.eir.map.sccp;

import java.util.Arrays;
import org.eir.map.sccp.SccpMessage.Returned;
import org.eir.map.sccp.SccpMessage.Undecodable;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message: fixed octets, then pointers to length-prefixed parameters, each counted from its own place (Q.713
 * clause 1.5). Trusts none of them.
 */
final class SccpReader {
    private static final int END_OF_OPTIONAL = 0x00;
    private static final int SEGMENTATION = 0x10;

    private final byte[] message;
    /** The first thing found wrong. */
    private @Nullable Drop defect;

    private SccpReader(byte[] message) {
        this.message = message;
    }

    static SccpMessage read(byte[] message) {
        if (message.length == 0) {
            return new Undecodable(Drop.TRUNCATED);
        }
        SccpReader reader = new SccpReader(message);
        return switch (message[0]) {
            case SccpMessage.UDT -> reader.unitdata(2, false);
            case SccpMessage.XUDT -> reader.unitdata(3, true);
            case SccpMessage.UDTS -> reader.returned(2);
            case SccpMessage.XUDTS -> reader.returned(3);
            case SccpMessage.LUDT, SccpMessage.LUDTS -> new Undecodable(Drop.LONG_UNITDATA);
            default -> new Undecodable(Drop.MESSAGE_TYPE);
        };
    }

    private SccpMessage unitdata(int pointers, boolean extended) {
        if (message.length < pointers + (extended ? 4 : 3)) {
            return new Undecodable(Drop.TRUNCATED);
        }
        if ((message[1] & 0x0f) > 1) {
            return new Undecodable(Drop.PROTOCOL_CLASS);
        }
        SccpAddress called = address(pointers);
        SccpAddress calling = address(pointers + 1);
        byte[] data = variable(pointers + 2);
        Segmentation segmentation = extended ? segmentation(pointers + 3) : null;
        return called == null || calling == null || data == null || defect != null
                ? undecodable()
                : new Unitdata(extended, message[1] & 0xff, called, calling, segmentation, data);
    }

    private SccpMessage returned(int pointers) {
        if (message.length < pointers + 3) {
            return new Undecodable(Drop.TRUNCATED);
        }
        SccpAddress called = address(pointers);
        SccpAddress calling = address(pointers + 1);
        byte[] data = variable(pointers + 2);
        return called == null || calling == null || data == null
                ? undecodable()
                : new Returned(ReturnCause.of(message[1] & 0xff), called, calling, data);
    }

    private Undecodable undecodable() {
        return new Undecodable(defect == null ? Drop.POINTER : defect);
    }

    private @Nullable SccpAddress address(int pointer) {
        int from = start(pointer);
        if (from < 0) {
            return null;
        }
        SccpAddress address = SccpAddress.read(message, from, from + length(from));
        if (address == null && defect == null) {
            defect = Drop.ADDRESS;
        }
        return address;
    }

    private byte @Nullable [] variable(int pointer) {
        int from = start(pointer);
        return from < 0 ? null : Arrays.copyOfRange(message, from, from + length(from));
    }

    /** Where the value begins that the pointer there leads to; -1 if it is not all in the message. */
    private int start(int pointer) {
        int from = pointer + (message[pointer] & 0xff) + 1;
        if (from > message.length || length(from) > message.length - from) {
            defect = defect == null ? Drop.POINTER : defect;
            return -1;
        }
        return from;
    }

    private int length(int valueStart) {
        return message[valueStart - 1] & 0xff;
    }

    /** Of the optional parameters only this one means anything here; Importance is passed over. */
    private @Nullable Segmentation segmentation(int pointer) {
        if (message[pointer] == 0) {
            return null;
        }
        Segmentation segmentation = null;
        int next = pointer + (message[pointer] & 0xff);
        while (next < message.length && message[next] != END_OF_OPTIONAL) {
            int from = next + 2;
            if (from > message.length || length(from) > message.length - from) {
                defect = defect == null ? Drop.OPTIONAL_PARAMETER : defect;
                return null;
            }
            if (message[next] == SEGMENTATION) {
                if (length(from) != Segmentation.OCTETS) {
                    defect = defect == null ? Drop.OPTIONAL_PARAMETER : defect;
                    return null;
                }
                segmentation = Segmentation.read(message, from);
            }
            next = from + length(from);
        }
        return segmentation;
    }
}
