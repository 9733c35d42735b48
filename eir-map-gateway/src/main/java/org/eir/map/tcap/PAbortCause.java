package org.eir.map.tcap;

/** Why TCAP itself ends a transaction (Q.773 clause 3.3, table 12; Q.774 clause 3.3.3). */
public enum PAbortCause {
    UNRECOGNIZED_MESSAGE_TYPE,
    UNRECOGNIZED_TRANSACTION_ID,
    /** The transaction portion breaks the encoding rules. */
    BADLY_FORMATTED_TRANSACTION_PORTION,
    /** It keeps them, and has elements that do not belong there, or lacks one. */
    INCORRECT_TRANSACTION_PORTION,
    RESOURCE_LIMITATION;

    /** On the wire. */
    public int code() {
        return ordinal();
    }
}
