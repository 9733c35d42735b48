package org.eir.s13.codec;

/** AVP codes of S13 (TS 29.272 clause 7.3, RFC 6733 clause 4.5) and the numbers that go with them. */
public final class Avp {
    public static final int USER_NAME = 1;
    public static final int HOST_IP_ADDRESS = 257;
    public static final int AUTH_APPLICATION_ID = 258;
    public static final int ACCT_APPLICATION_ID = 259;
    public static final int VENDOR_SPECIFIC_APPLICATION_ID = 260;
    public static final int SESSION_ID = 263;
    public static final int ORIGIN_HOST = 264;
    public static final int SUPPORTED_VENDOR_ID = 265;
    public static final int VENDOR_ID = 266;
    public static final int FIRMWARE_REVISION = 267;
    public static final int RESULT_CODE = 268;
    public static final int PRODUCT_NAME = 269;
    public static final int DISCONNECT_CAUSE = 273;
    public static final int AUTH_SESSION_STATE = 277;
    public static final int ORIGIN_STATE_ID = 278;
    public static final int FAILED_AVP = 279;
    public static final int ERROR_MESSAGE = 281;
    public static final int ROUTE_RECORD = 282;
    public static final int DESTINATION_REALM = 283;
    public static final int PROXY_INFO = 284;
    public static final int DESTINATION_HOST = 293;
    public static final int ORIGIN_REALM = 296;
    public static final int EXPERIMENTAL_RESULT = 297;
    public static final int EXPERIMENTAL_RESULT_CODE = 298;
    /** RFC 7944. */
    public static final int DRMP = 301;

    public static final int SUPPORTED_FEATURES = 628;
    public static final int TERMINAL_INFORMATION = 1401;
    public static final int IMEI = 1402;
    public static final int SOFTWARE_VERSION = 1403;
    public static final int EQUIPMENT_STATUS = 1445;
    public static final int MEID = 1471;

    /** An AVP of the base protocol carries no Vendor-Id. */
    public static final int NO_VENDOR = 0;

    public static final int VENDOR_3GPP = 10415;

    /** NO_STATE_MAINTAINED (RFC 6733 clause 8.11): no session outlives its answer. */
    public static final int NO_STATE_MAINTAINED = 1;

    private Avp() {}
}
