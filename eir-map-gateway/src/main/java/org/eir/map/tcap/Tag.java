package org.eir.map.tcap;

/** Tags of TCAP (Q.773 clauses 3 to 5) and the universal ones it uses (X.690), as the octet on the wire. */
public final class Tag {
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int NULL = 0x05;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int ENUMERATED = 0x0a;
    public static final int EXTERNAL = 0x28;
    public static final int SEQUENCE = 0x30;

    public static final int ORIGINATING_TRANSACTION_ID = 0x48;
    public static final int DESTINATION_TRANSACTION_ID = 0x49;
    public static final int P_ABORT_CAUSE = 0x4a;
    public static final int DIALOGUE_PORTION = 0x6b;
    public static final int COMPONENT_PORTION = 0x6c;

    public static final int INVOKE = 0xa1;
    public static final int RETURN_RESULT_LAST = 0xa2;
    public static final int RETURN_ERROR = 0xa3;
    public static final int REJECT = 0xa4;
    public static final int RETURN_RESULT_NOT_LAST = 0xa7;
    public static final int LINKED_ID = 0x80;

    /** Dialogue request. */
    public static final int AARQ = 0x60;
    /** Dialogue response. */
    public static final int AARE = 0x61;
    /** Dialogue abort. */
    public static final int ABRT = 0x64;

    /** [0] and [1], with elements inside. */
    public static final int CONTEXT_0 = 0xa0;

    public static final int CONTEXT_1 = 0xa1;
    /** [0], with a value inside. */
    public static final int CONTEXT_0_PRIMITIVE = 0x80;

    private Tag() {}
}
