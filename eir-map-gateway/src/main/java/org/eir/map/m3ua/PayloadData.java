package org.eir.map.m3ua;

import java.util.Arrays;
import org.eir.map.sccp.Msu;

/**
 * A DATA message, read (RFC 4666 clause 3.3.1). Network Appearance and Correlation Id are passed over: the routing context
 * names the network as well, and nobody waits for a correlation outside a change of ASP.
 */
public sealed interface PayloadData {
    /** There was no routing context, or none is to be written. */
    long NO_ROUTING_CONTEXT = -1;

    /**
     * It carries a message.
     *
     * @param routingContext 32 bits unsigned, or {@link #NO_ROUTING_CONTEXT}
     */
    record Carried(Msu msu, long routingContext) implements PayloadData {}

    /** It cannot be read; an ERR with this code is due ({@link MessageWriter#error}). */
    record Refused(ErrorCode code) implements PayloadData {}

    /** OPC, DPC, SI, NI, MP, SLS. */
    int LABEL = 12;

    /** Reads a message of which {@link Header#isData} is true. */
    static PayloadData read(byte[] message) {
        ErrorCode defect = Header.defect(message);
        if (defect != null) {
            return new Refused(defect);
        }
        long routingContext = NO_ROUTING_CONTEXT;
        Msu msu = null;
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            if (parameters.tag() == Parameter.ROUTING_CONTEXT) {
                if (parameters.dataLength() != Integer.BYTES) {
                    return new Refused(ErrorCode.PARAMETER_FIELD_ERROR);
                }
                routingContext = Integer.toUnsignedLong(parameters.int32());
            } else if (parameters.tag() == Parameter.PROTOCOL_DATA) {
                if (parameters.dataLength() < LABEL) {
                    return new Refused(ErrorCode.PARAMETER_FIELD_ERROR);
                }
                if (msu != null) {
                    return new Refused(ErrorCode.PROTOCOL_ERROR);
                }
                msu = msu(message, parameters.dataStart(), parameters.dataEnd());
            }
        }
        if (parameters.isBroken()) {
            return new Refused(ErrorCode.PARAMETER_FIELD_ERROR);
        }
        return msu == null ? new Refused(ErrorCode.MISSING_PARAMETER) : new Carried(msu, routingContext);
    }

    private static Msu msu(byte[] message, int from, int to) {
        return new Msu(
                Octets.int32(message, from),
                Octets.int32(message, from + 4),
                message[from + 8] & 0xff,
                message[from + 9] & 0xff,
                message[from + 10] & 0xff,
                message[from + 11] & 0xff,
                Arrays.copyOfRange(message, from + LABEL, to));
    }

    /**
     * Writes a DATA message.
     *
     * @param routingContext 32 bits unsigned, or {@link #NO_ROUTING_CONTEXT} to leave it out
     */
    static byte[] write(Msu msu, long routingContext) {
        int contextLength = routingContext == NO_ROUTING_CONTEXT ? 0 : Parameter.HEADER + Integer.BYTES;
        int dataLength = Parameter.HEADER + LABEL + msu.userData().length;
        byte[] message = new byte[Header.LENGTH + contextLength + Octets.padded(dataLength)];
        Octets.putInt32(
                message, 0, Header.VERSION << 24 | MessageType.DATA.messageClass() << 8 | MessageType.DATA.type());
        Octets.putInt32(message, 4, message.length);
        if (contextLength > 0) {
            Octets.putInt32(message, Header.LENGTH, Parameter.ROUTING_CONTEXT << 16 | contextLength);
            Octets.putInt32(message, Header.LENGTH + Parameter.HEADER, (int) routingContext);
        }
        int data = Header.LENGTH + contextLength;
        Octets.putInt32(message, data, Parameter.PROTOCOL_DATA << 16 | dataLength);
        putMsu(message, data + Parameter.HEADER, msu);
        return message;
    }

    private static void putMsu(byte[] message, int at, Msu msu) {
        Octets.putInt32(message, at, msu.opc());
        Octets.putInt32(message, at + 4, msu.dpc());
        message[at + 8] = (byte) msu.serviceIndicator();
        message[at + 9] = (byte) msu.networkIndicator();
        message[at + 10] = (byte) msu.priority();
        message[at + 11] = (byte) msu.sls();
        System.arraycopy(msu.userData(), 0, message, at + LABEL, msu.userData().length);
    }
}
