package org.eir.bench.map;

import java.util.HexFormat;

/**
 * The messages of the benchmark. Question and answer are conformance vectors v3-begin-white and v3-end-white: MAP
 * version 3, UDT, global titles on both sides.
 */
final class Octets {
    static final int HEADER = 8;
    static final int CLASS_AND_TYPE = 2;
    static final int LENGTH = 4;

    static final short DATA = 0x0101;
    static final short ASP_UP = 0x0301;
    static final short ASP_UP_ACK = 0x0304;
    static final short ASP_ACTIVE = 0x0401;
    static final short ASP_ACTIVE_ACK = 0x0403;

    /** Where SCCP begins in a DATA without routing context: common header, one parameter header, routing label. */
    static final int SCCP = 24;

    private static final HexFormat HEX = HexFormat.of();

    private Octets() {}

    static byte[] question() {
        return HEX.parseHex(
                "010001010000007c021000710000000b00000016030200010980030e1a0b12090012049471020000990c12080011"
                        + "04947102000010014262404804a30000016b1e281c060700118605010101a011600f80020780a109060704000001000d036c"
                        + "18a11602010102012b300e040853029900711684f103020680000000");
    }

    static final int QUESTION_TRANSACTION = 59;
    static final int QUESTION_IMEI = 109;

    static byte[] answer() {
        return HEX.parseHex("010001010000007c02100074000000160000000b030200010980030f1a0c120800110494710200001001"
                + "0b12090012049471020000994564434904a30000016b2a2828060700118605010101a01d611b80020780a10906070400"
                + "0001000d03a203020100a305a1030201006c0fa20d020101300802012b30030a0100");
    }

    static final int ANSWER_TRANSACTION = 59;

    /** Opens a dialogue and asks nothing: vector v3-begin-empty. */
    static byte[] emptyBegin() {
        return HEX.parseHex(
                "0100010100000060021000570000000b00000016030200010980030e1a0b12090012049471020000990c120800110494"
                        + "7102000010012862264804a30000416b1e281c060700118605010101a011600f80020780a109060704000001000d0300");
    }

    /** Ends before its lengths say: vector bad-truncated. */
    static byte[] truncated() {
        return HEX.parseHex(
                "01000101000000740210006c0000000b00000016030200010980030e1a0b12090012049471020000990c120800110494"
                        + "7102000010013d62404804a30000016b1e281c060700118605010101a011600f80020780a109060704000001000d036c"
                        + "18a11602010102012b300e040853029900711684");
    }

    /** Goes on with a dialogue that the register never opened: vector v3-continue-invoke. */
    static byte[] straying() {
        return HEX.parseHex(
                "0100010100000060021000570000000b00000016030200010980030e1a0b12090012049471020000990c120800110494"
                        + "7102000010012865264804a30000414904e30000416c18a11602010102012b300e040853968330653408f90302068000");
    }

    /** A message that is only a header. */
    static byte[] bare(short classAndType) {
        return new byte[] {1, 0, (byte) (classAndType >> 8), (byte) classAndType, 0, 0, 0, HEADER};
    }
}
