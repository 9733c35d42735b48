package org.eir.map.tcap;

/** Q.773 clause 3.1, table 8. */
public enum MessageType {
    UNIDIRECTIONAL(0x61),
    BEGIN(0x62),
    END(0x64),
    CONTINUE(0x65),
    ABORT(0x67),
    /** None of these. */
    UNRECOGNIZED(0);

    private static final MessageType[] VALUES = values();

    private final int tag;

    MessageType(int tag) {
        this.tag = tag;
    }

    public int tag() {
        return tag;
    }

    static MessageType of(int tag) {
        for (MessageType type : VALUES) {
            if (type.tag == tag) {
                return type;
            }
        }
        return UNRECOGNIZED;
    }
}
