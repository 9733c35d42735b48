package org.eir.map.sccp;

import java.util.Locale;

/** Why a message comes back (Q.713 clause 3.12); those this node gives. */
public enum ReturnCause {
    NO_TRANSLATION_FOR_NATURE(0),
    NO_TRANSLATION(1),
    SUBSYSTEM_CONGESTION(2),
    SUBSYSTEM_FAILURE(3),
    UNEQUIPPED_USER(4),
    MTP_FAILURE(5),
    NETWORK_CONGESTION(6),
    UNQUALIFIED(7),
    ERROR_IN_TRANSPORT(8),
    ERROR_IN_LOCAL_PROCESSING(9),
    CANNOT_REASSEMBLE(10),
    SCCP_FAILURE(11),
    HOP_COUNTER_VIOLATION(12),
    SEGMENTATION_NOT_SUPPORTED(13),
    SEGMENTATION_FAILURE(14);

    private static final ReturnCause[] VALUES = values();

    private final int code;

    ReturnCause(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** What a code means; {@link #UNQUALIFIED} for one Q.713 does not define. */
    public static ReturnCause of(int code) {
        return code < VALUES.length ? VALUES[code] : UNQUALIFIED;
    }

    /** In words, as a metric label has them: {@code unequipped-user}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
