package org.eir.map.check;

import org.eir.core.check.CheckResult;

/** The one table from a verdict to what MAP says (TS 29.002 clauses 7.6.3.2, 17.6.6 and 17.7.1). */
final class EquipmentStatusMapping {
    static final int UNKNOWN_EQUIPMENT = 7;
    static final int SYSTEM_FAILURE = 34;

    /** What an answer carries. */
    sealed interface Outcome {
        /** A ReturnResult with EquipmentStatus. */
        record Status(int equipmentStatus) implements Outcome {}

        /** A ReturnError without parameter. */
        record ReturnError(int code) implements Outcome {}
    }

    private static final Outcome WHITE_LISTED = new Outcome.Status(0);
    private static final Outcome BLACK_LISTED = new Outcome.Status(1);
    private static final Outcome GREY_LISTED = new Outcome.Status(2);
    private static final Outcome UNKNOWN = new Outcome.ReturnError(UNKNOWN_EQUIPMENT);

    /** What cannot be answered: the operation has no error for a value that is none (TS 29.002 clause 17.6.1). */
    static final Outcome FAILURE = new Outcome.ReturnError(SYSTEM_FAILURE);

    private EquipmentStatusMapping() {}

    static Outcome of(CheckResult result) {
        return switch (result.verdict()) {
            case PERMITTED -> WHITE_LISTED;
            case PROHIBITED -> BLACK_LISTED;
            case TRACKED -> GREY_LISTED;
            case UNKNOWN -> UNKNOWN;
            case REFUSED -> FAILURE;
        };
    }
}
