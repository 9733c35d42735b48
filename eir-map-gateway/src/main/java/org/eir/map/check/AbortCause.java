package org.eir.map.check;

import org.eir.map.tcap.PAbortCause;

/** Why a dialogue is not led, as it is counted. */
enum AbortCause {
    UNRECOGNIZED_MESSAGE_TYPE,
    UNRECOGNIZED_TRANSACTION_ID,
    BADLY_FORMATTED_TRANSACTION_PORTION,
    INCORRECT_TRANSACTION_PORTION,
    RESOURCE_LIMITATION,
    /** The dialogue portion is no request to open a dialogue. */
    INCORRECT_DIALOGUE_PORTION,
    /** The peer's version of the dialogue portion is not this node's. */
    NO_COMMON_DIALOGUE_PORTION,
    APPLICATION_CONTEXT_NAME_NOT_SUPPORTED,
    /** A version 1 context by name. */
    ABNORMAL_DIALOGUE,
    /** Neither an application context nor an operation to derive one from. */
    NOTHING_ASKED,
    /** Somebody who may not ask. */
    NOT_ALLOWED;

    static AbortCause of(PAbortCause cause) {
        return switch (cause) {
            case UNRECOGNIZED_MESSAGE_TYPE -> UNRECOGNIZED_MESSAGE_TYPE;
            case UNRECOGNIZED_TRANSACTION_ID -> UNRECOGNIZED_TRANSACTION_ID;
            case BADLY_FORMATTED_TRANSACTION_PORTION -> BADLY_FORMATTED_TRANSACTION_PORTION;
            case INCORRECT_TRANSACTION_PORTION -> INCORRECT_TRANSACTION_PORTION;
            case RESOURCE_LIMITATION -> RESOURCE_LIMITATION;
        };
    }
}
