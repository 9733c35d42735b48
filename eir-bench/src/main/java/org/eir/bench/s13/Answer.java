package org.eir.bench.s13;

import java.nio.ByteBuffer;
import org.eir.bench.load.Tally;
import org.eir.s13.codec.Avp;

/** Reads what an answer says without making an object of it: one load generator has to keep up with three servers. */
final class Answer {
    static final int UNKNOWN = 5422;

    private static final int SUCCESS = 2001;
    private static final int MESSAGE_HEADER = 20;
    private static final int VENDOR = 0x80;

    private Answer() {}

    /** Equipment-Status after a success, else Result-Code or Experimental-Result-Code. */
    static int of(ByteBuffer octets, int start, int end) {
        int result = Tally.UNREADABLE;
        int status = Tally.UNREADABLE;
        int at = start + MESSAGE_HEADER;
        while (at < end) {
            int code = octets.getInt(at);
            int flagsAndLength = octets.getInt(at + 4);
            int length = flagsAndLength & 0xffffff;
            int data = at + ((flagsAndLength >>> 24 & VENDOR) == 0 ? 8 : 12);
            switch (code) {
                case Avp.RESULT_CODE, Avp.EXPERIMENTAL_RESULT_CODE -> result = octets.getInt(data);
                case Avp.EQUIPMENT_STATUS -> status = octets.getInt(data);
                default -> {}
            }
            if (length < data - at) {
                return Tally.UNREADABLE;
            }
            // A group is entered: what it holds is read as what follows it.
            at = code == Avp.EXPERIMENTAL_RESULT ? data : at + (length + 3 & ~3);
        }
        return result == SUCCESS ? status : result;
    }
}
