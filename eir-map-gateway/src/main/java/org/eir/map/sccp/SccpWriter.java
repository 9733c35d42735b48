package org.eir.map.sccp;

import org.eir.map.sccp.SccpMessage.Unitdata;
import org.jspecify.annotations.Nullable;

/** Writes one message: fixed octets, pointers, called address, calling address, data, optional parameters. */
final class SccpWriter {
    private static final int SEGMENTATION = 0x10;
    /** Its name, its length, itself, and the end of the optional parameters. */
    private static final int SEGMENTATION_OCTETS = 2 + Segmentation.OCTETS + 1;

    private SccpWriter() {}

    static byte[] unitdata(Unitdata unitdata) {
        byte[] message = new byte[length(unitdata)];
        message[0] = (byte) (unitdata.extended() ? SccpMessage.XUDT : SccpMessage.UDT);
        message[1] = (byte) unitdata.protocolClass();
        writeRest(message, unitdata, unitdata.called(), unitdata.calling());
        return message;
    }

    /** The message goes back: the addresses change places (Q.714 clause 4.2). */
    static byte[] returned(Unitdata unitdata, ReturnCause cause) {
        byte[] message = new byte[length(unitdata)];
        message[0] = (byte) (unitdata.extended() ? SccpMessage.XUDTS : SccpMessage.UDTS);
        message[1] = (byte) cause.code();
        writeRest(message, unitdata, unitdata.calling(), unitdata.called());
        return message;
    }

    private static int length(Unitdata unitdata) {
        return overhead(
                        unitdata.extended(),
                        unitdata.segmentation() != null,
                        unitdata.called().length() + unitdata.calling().length())
                + unitdata.data().length;
    }

    /** Octets of a message besides those of its addresses' values and its data. */
    static int overhead(boolean extended, boolean segmented, int addressOctets) {
        int fixedAndPointers = extended ? 7 : 5;
        return fixedAndPointers + 3 + addressOctets + (segmented ? SEGMENTATION_OCTETS : 0);
    }

    private static void writeRest(byte[] message, Unitdata unitdata, SccpAddress called, SccpAddress calling) {
        int pointer = 2;
        if (unitdata.extended()) {
            message[pointer++] = SccpMessage.MAX_HOPS;
        }
        int at = pointer + (unitdata.extended() ? 4 : 3);
        at = called.writeTo(message, pointTo(message, pointer++, at));
        at = calling.writeTo(message, pointTo(message, pointer++, at));
        byte[] data = unitdata.data();
        pointTo(message, pointer++, at);
        message[at++] = (byte) data.length;
        System.arraycopy(data, 0, message, at, data.length);
        writeSegmentation(message, pointer, at + data.length, unitdata.segmentation());
    }

    private static int pointTo(byte[] message, int pointer, int at) {
        message[pointer] = (byte) (at - pointer);
        return at;
    }

    private static void writeSegmentation(byte[] message, int pointer, int at, @Nullable Segmentation segmentation) {
        if (segmentation != null) {
            pointTo(message, pointer, at);
            message[at] = SEGMENTATION;
            message[at + 1] = Segmentation.OCTETS;
            segmentation.writeTo(message, at + 2);
        }
    }
}
