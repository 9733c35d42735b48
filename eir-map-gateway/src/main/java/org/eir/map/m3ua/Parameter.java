package org.eir.map.m3ua;

/** Tags of parameters (RFC 4666 clause 3.2). */
public final class Parameter {
    public static final int INFO_STRING = 0x0004;
    public static final int ROUTING_CONTEXT = 0x0006;
    public static final int DIAGNOSTIC_INFORMATION = 0x0007;
    public static final int HEARTBEAT_DATA = 0x0009;
    public static final int TRAFFIC_MODE_TYPE = 0x000b;
    public static final int ERROR_CODE = 0x000c;
    public static final int STATUS = 0x000d;
    public static final int ASP_IDENTIFIER = 0x0011;
    public static final int CORRELATION_ID = 0x0013;
    public static final int NETWORK_APPEARANCE = 0x0200;
    public static final int PROTOCOL_DATA = 0x0210;

    /** Octets of tag and length, which count in the length. */
    static final int HEADER = 4;

    private Parameter() {}
}
