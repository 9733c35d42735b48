package org.eir.map.sccp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a message went no further, and what its sender is told who wants it back. */
public enum Drop {
    /** Its service indicator is not SCCP's. */
    OTHER_USER_PART,
    /** It is of another network than this node. */
    OTHER_NETWORK,
    /** It is for another point code. */
    OTHER_POINT_CODE,
    /** A message type of the connection-oriented SCCP, or one that nobody defined. */
    MESSAGE_TYPE,
    /** LUDT or LUDTS: broadband links only (Q.2210), where no CheckIMEI is that long. */
    LONG_UNITDATA,
    /** It ends before its mandatory parameters do. */
    TRUNCATED,
    /** A pointer or a length leads beyond its end. */
    POINTER,
    /** An address that ends before its indicator says. */
    ADDRESS,
    /** Neither protocol class 0 nor 1. */
    PROTOCOL_CLASS,
    /** An optional parameter with a length it cannot have. */
    OPTIONAL_PARAMETER,
    /** Routed on a global title, and there is none, or one that no clause defines. */
    NO_GLOBAL_TITLE(ReturnCause.NO_TRANSLATION_FOR_NATURE),
    /** Routed on a global title that is not this node's. */
    OTHER_GLOBAL_TITLE(ReturnCause.NO_TRANSLATION),
    /** For a subsystem that is not here. */
    OTHER_SUBSYSTEM(ReturnCause.UNEQUIPPED_USER),
    /** A segment of somebody who may not ask: nothing is put together for him. */
    SCREENED_SEGMENT,
    /** Too many messages are being put together. */
    NO_ROOM_TO_REASSEMBLE(ReturnCause.CANNOT_REASSEMBLE),
    /** A segment that does not follow the one before it. */
    SEGMENT_OUT_OF_SEQUENCE(ReturnCause.ERROR_IN_TRANSPORT),
    /** The rest of a message did not come in time; counted once a message. */
    REASSEMBLY_TIMED_OUT,
    /** Subsystem management that asks nothing of this node. */
    MANAGEMENT,
    /** An answer that no sixteen segments hold. */
    ANSWER_TOO_LONG,
    /** Something inside this node failed. */
    FAILED(ReturnCause.SUBSYSTEM_FAILURE);

    private final @Nullable ReturnCause cause;

    Drop() {
        this.cause = null;
    }

    Drop(ReturnCause cause) {
        this.cause = cause;
    }

    /** What a sender who wants it back is told; null if it cannot be given back. */
    @Nullable
    ReturnCause cause() {
        return cause;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
