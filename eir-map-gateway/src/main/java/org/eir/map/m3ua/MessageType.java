package org.eir.map.m3ua;

import org.jspecify.annotations.Nullable;

/** The messages of M3UA: class and type (RFC 4666 clause 3.1.2). */
public enum MessageType {
    ERR(0, 0),
    NTFY(0, 1),
    DATA(1, 1),
    DUNA(2, 1),
    DAVA(2, 2),
    DAUD(2, 3),
    SCON(2, 4),
    DUPU(2, 5),
    DRST(2, 6),
    ASPUP(3, 1),
    ASPDN(3, 2),
    BEAT(3, 3),
    ASPUP_ACK(3, 4),
    ASPDN_ACK(3, 5),
    BEAT_ACK(3, 6),
    ASPAC(4, 1),
    ASPIA(4, 2),
    ASPAC_ACK(4, 3),
    ASPIA_ACK(4, 4),
    REG_REQ(9, 1),
    REG_RSP(9, 2),
    DEREG_REQ(9, 3),
    DEREG_RSP(9, 4);

    private static final MessageType[] VALUES = values();

    private final int messageClass;
    private final int type;

    MessageType(int messageClass, int type) {
        this.messageClass = messageClass;
        this.type = type;
    }

    public int messageClass() {
        return messageClass;
    }

    public int type() {
        return type;
    }

    /** What a message of at least {@link Header#LENGTH} octets is; null if RFC 4666 does not define it. */
    public static @Nullable MessageType of(byte[] message) {
        for (MessageType candidate : VALUES) {
            if (candidate.messageClass == Header.messageClass(message) && candidate.type == Header.type(message)) {
                return candidate;
            }
        }
        return null;
    }

    static boolean isClass(int messageClass) {
        for (MessageType candidate : VALUES) {
            if (candidate.messageClass == messageClass) {
                return true;
            }
        }
        return false;
    }
}
