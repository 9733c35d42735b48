package org.eir.map.tcap;

/** Why a component is rejected (Q.773 clause 4.2.2.7, tables 24 to 26). */
public enum Problem {
    /** Not one of the five kinds of component. */
    UNRECOGNIZED_COMPONENT(Problem.GENERAL, 0),
    /** Well encoded, but not built as its kind is. */
    MISTYPED_COMPONENT(Problem.GENERAL, 1),
    /** Breaks the encoding rules. */
    BADLY_STRUCTURED_COMPONENT(Problem.GENERAL, 2),
    /** Another invoke of the same message has this invoke id. */
    DUPLICATE_INVOKE_ID(Problem.INVOKE, 0),
    UNRECOGNIZED_OPERATION(Problem.INVOKE, 1),
    MISTYPED_PARAMETER(Problem.INVOKE, 2),
    RESOURCE_LIMITATION(Problem.INVOKE, 3),
    /** The linked id belongs to no invoke of this side. */
    UNRECOGNIZED_LINKED_ID(Problem.INVOKE, 5);

    private static final int GENERAL = 0x80;
    private static final int INVOKE = 0x81;

    private final int tag;
    private final int code;

    Problem(int tag, int code) {
        this.tag = tag;
        this.code = code;
    }

    public int tag() {
        return tag;
    }

    public int code() {
        return code;
    }
}
