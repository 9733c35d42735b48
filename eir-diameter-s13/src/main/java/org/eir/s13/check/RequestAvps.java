package org.eir.s13.check;

import static org.eir.s13.codec.Avp.NO_VENDOR;
import static org.eir.s13.codec.Avp.VENDOR_3GPP;

import java.util.Arrays;
import org.eir.s13.check.Reading.Rejected;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Octets;
import org.eir.s13.codec.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Where the AVPs of one ME-Identity-Check-Request lie (TS 29.272 clause 7.2.19), found in one walk. Of an AVP that may
 * occur once, the first counts and a second is noted; so is the first unknown one that has the M bit.
 */
final class RequestAvps {
    /** AVPs that the answer depends on, each at most once in a request. */
    enum Field {
        SESSION_ID,
        AUTH_SESSION_STATE,
        ORIGIN_HOST,
        ORIGIN_REALM,
        DESTINATION_HOST,
        DESTINATION_REALM,
        TERMINAL_INFORMATION,
        USER_NAME
    }

    private static final int FIELDS = Field.values().length;

    /** What a code means here. */
    private static final int KNOWN = -1;

    private static final int UNKNOWN = -2;

    private final byte[] message;
    private final int[] start = new int[FIELDS];
    private final int[] dataStart = new int[FIELDS];
    private final int[] dataEnd = new int[FIELDS];
    private @Nullable Rejected defect;
    private @Nullable Rejected unknown;
    private @Nullable Rejected repeated;

    RequestAvps(byte[] message) {
        this.message = message;
        AvpCursor avps = AvpCursor.ofMessage(message);
        while (avps.next()) {
            note(avps);
        }
        defect = defectOf(avps);
    }

    private void note(AvpCursor avps) {
        int meaning = meaning(avps.code(), avps.vendor());
        if (meaning >= 0) {
            noteField(meaning, avps);
        } else if (meaning == UNKNOWN && avps.isMandatory() && unknown == null) {
            unknown = new Rejected(ResultCode.AVP_UNSUPPORTED, avps.copy());
        }
    }

    private void noteField(int field, AvpCursor avps) {
        if (start[field] == 0) {
            start[field] = avps.start();
            dataStart[field] = avps.dataStart();
            dataEnd[field] = avps.dataEnd();
        } else if (repeated == null) {
            repeated = new Rejected(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, avps.copy());
        }
    }

    private static int meaning(int code, int vendor) {
        return switch (vendor) {
            case NO_VENDOR -> baseMeaning(code);
            case VENDOR_3GPP ->
                switch (code) {
                    case Avp.TERMINAL_INFORMATION -> Field.TERMINAL_INFORMATION.ordinal();
                    case Avp.SUPPORTED_FEATURES -> KNOWN;
                    default -> UNKNOWN;
                };
            default -> UNKNOWN;
        };
    }

    private static int baseMeaning(int code) {
        return switch (code) {
            case Avp.SESSION_ID -> Field.SESSION_ID.ordinal();
            case Avp.AUTH_SESSION_STATE -> Field.AUTH_SESSION_STATE.ordinal();
            case Avp.ORIGIN_HOST -> Field.ORIGIN_HOST.ordinal();
            case Avp.ORIGIN_REALM -> Field.ORIGIN_REALM.ordinal();
            case Avp.DESTINATION_HOST -> Field.DESTINATION_HOST.ordinal();
            case Avp.DESTINATION_REALM -> Field.DESTINATION_REALM.ordinal();
            case Avp.USER_NAME -> Field.USER_NAME.ordinal();
            case Avp.VENDOR_SPECIFIC_APPLICATION_ID,
                    Avp.AUTH_APPLICATION_ID,
                    Avp.ACCT_APPLICATION_ID,
                    Avp.ORIGIN_STATE_ID,
                    Avp.PROXY_INFO,
                    Avp.ROUTE_RECORD,
                    Avp.DRMP -> KNOWN;
            default -> UNKNOWN;
        };
    }

    /** The answer due to the AVP a walk stopped at; null if it came to the end. */
    static @Nullable Rejected defectOf(AvpCursor avps) {
        return switch (avps.defect()) {
            case NONE -> null;
            case LENGTH -> new Rejected(ResultCode.INVALID_AVP_LENGTH, avps.defective());
            case BITS -> new Rejected(ResultCode.INVALID_AVP_BITS, avps.defective());
        };
    }

    /** An AVP whose length or flags cannot be true. */
    @Nullable
    Rejected defect() {
        return defect;
    }

    /** An unknown AVP with the M bit. */
    @Nullable
    Rejected unknown() {
        return unknown;
    }

    /** The second of an AVP that may occur once. */
    @Nullable
    Rejected repeated() {
        return repeated;
    }

    boolean has(Field field) {
        return start[field.ordinal()] != 0;
    }

    int dataStart(Field field) {
        return dataStart[field.ordinal()];
    }

    int dataEnd(Field field) {
        return dataEnd[field.ordinal()];
    }

    int length(Field field) {
        return dataEnd(field) - dataStart(field);
    }

    String text(Field field) {
        return Octets.text(message, dataStart(field), dataEnd(field));
    }

    /** The AVP with its header. */
    byte[] copy(Field field) {
        return Arrays.copyOfRange(message, start[field.ordinal()], dataEnd(field));
    }
}
