package org.eir.s13.client;

import java.util.OptionalInt;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.Octets;

/**
 * An answer, read.
 *
 * @param resultCode Result-Code
 * @param experimentalResultCode the code in Experimental-Result
 * @param equipmentStatus Equipment-Status: 0 permitted, 1 prohibited, 2 tracked
 * @param failedAvp the AVP inside Failed-AVP with its header, without padding; empty if there is none
 * @param flags command flags of {@link Header}
 * @param raw the whole message
 */
public record CheckAnswer(
        OptionalInt resultCode,
        OptionalInt experimentalResultCode,
        OptionalInt equipmentStatus,
        byte[] failedAvp,
        int flags,
        byte[] raw) {
    private static final byte[] NONE = {};

    /** Reads a message; what it does not hold is empty. */
    public static CheckAnswer of(byte[] raw) {
        OptionalInt resultCode = OptionalInt.empty();
        OptionalInt experimental = OptionalInt.empty();
        OptionalInt status = OptionalInt.empty();
        byte[] failedAvp = NONE;
        AvpCursor avps = AvpCursor.ofMessage(raw);
        while (avps.next()) {
            if (avps.is(Avp.RESULT_CODE, Avp.NO_VENDOR)) {
                resultCode = number(raw, avps);
            } else if (avps.is(Avp.EQUIPMENT_STATUS, Avp.VENDOR_3GPP)) {
                status = number(raw, avps);
            } else if (avps.is(Avp.EXPERIMENTAL_RESULT, Avp.NO_VENDOR)) {
                AvpCursor members = AvpCursor.ofGroup(raw, avps.dataStart(), avps.dataEnd());
                while (members.next()) {
                    if (members.is(Avp.EXPERIMENTAL_RESULT_CODE, Avp.NO_VENDOR)) {
                        experimental = number(raw, members);
                    }
                }
            } else if (avps.is(Avp.FAILED_AVP, Avp.NO_VENDOR)) {
                AvpCursor members = AvpCursor.ofGroup(raw, avps.dataStart(), avps.dataEnd());
                failedAvp = members.next() ? members.copy() : NONE;
            }
        }
        return new CheckAnswer(resultCode, experimental, status, failedAvp, Header.flags(raw), raw);
    }

    private static OptionalInt number(byte[] raw, AvpCursor avp) {
        return avp.dataEnd() - avp.dataStart() == Integer.BYTES
                ? OptionalInt.of(Octets.int32(raw, avp.dataStart()))
                : OptionalInt.empty();
    }

    /** Code of the AVP inside Failed-AVP; empty if there is none. */
    public OptionalInt failedAvpCode() {
        return failedAvp.length == 0 ? OptionalInt.empty() : OptionalInt.of(Octets.int32(failedAvp, 0));
    }

    /** Origin-Host: who answered; empty if it does not say. */
    public String originHost() {
        return text(Avp.ORIGIN_HOST);
    }

    /** Origin-Realm of who answered; empty if it does not say. */
    public String originRealm() {
        return text(Avp.ORIGIN_REALM);
    }

    private String text(int code) {
        AvpCursor avps = AvpCursor.ofMessage(raw);
        while (avps.next()) {
            if (avps.is(code, Avp.NO_VENDOR)) {
                return avps.text();
            }
        }
        return "";
    }

    public boolean isError() {
        return (flags & Header.ERROR) != 0;
    }

    public int hopByHop() {
        return Header.hopByHop(raw);
    }
}
