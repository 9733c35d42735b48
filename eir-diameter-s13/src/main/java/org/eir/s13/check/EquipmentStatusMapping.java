package org.eir.s13.check;

import org.eir.core.check.CheckResult;
import org.eir.s13.codec.ResultCode;

/** The one table from a verdict to what S13 says (TS 29.272 clauses 6.2.1.1, 7.3.51 and 7.4.3.2). */
final class EquipmentStatusMapping {
    /** DIAMETER_ERROR_EQUIPMENT_UNKNOWN. */
    static final int EQUIPMENT_UNKNOWN = 5422;

    /** What an answer carries. */
    sealed interface Outcome {
        /** Result-Code 2001 and Equipment-Status. */
        record Status(int equipmentStatus) implements Outcome {}

        /** Experimental-Result of 3GPP, and no Result-Code. */
        record Experimental(int code) implements Outcome {}

        /** A Result-Code of the base protocol, with the IMEI in Failed-AVP. */
        record Refusal(ResultCode code) implements Outcome {}
    }

    private static final Outcome PERMITTED = new Outcome.Status(0);
    private static final Outcome PROHIBITED = new Outcome.Status(1);
    private static final Outcome TRACKED = new Outcome.Status(2);
    private static final Outcome UNKNOWN = new Outcome.Experimental(EQUIPMENT_UNKNOWN);
    private static final Outcome REFUSED = new Outcome.Refusal(ResultCode.INVALID_AVP_VALUE);

    private EquipmentStatusMapping() {}

    static Outcome of(CheckResult result) {
        return switch (result.verdict()) {
            case PERMITTED -> PERMITTED;
            case PROHIBITED -> PROHIBITED;
            case TRACKED -> TRACKED;
            case UNKNOWN -> UNKNOWN;
            case REFUSED -> REFUSED;
        };
    }
}
