package org.eir.s13.codec;

/** Result-Code values this register sends (RFC 6733 clause 7.1). */
public enum ResultCode {
    SUCCESS(2001),
    COMMAND_UNSUPPORTED(3001),
    UNABLE_TO_DELIVER(3002),
    REALM_NOT_SERVED(3003),
    APPLICATION_UNSUPPORTED(3007),
    INVALID_HDR_BITS(3008),
    INVALID_AVP_BITS(3009),
    UNKNOWN_PEER(3010),
    ELECTION_LOST(4003),
    AVP_UNSUPPORTED(5001),
    INVALID_AVP_VALUE(5004),
    MISSING_AVP(5005),
    AVP_OCCURS_TOO_MANY_TIMES(5009),
    UNSUPPORTED_VERSION(5011),
    UNABLE_TO_COMPLY(5012),
    INVALID_AVP_LENGTH(5014),
    INVALID_MESSAGE_LENGTH(5015);

    private final int code;

    ResultCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Whether it is a protocol error: its answer has the E bit and the form of clause 7.2. */
    public boolean isProtocolError() {
        return code / 1000 == 3;
    }
}
