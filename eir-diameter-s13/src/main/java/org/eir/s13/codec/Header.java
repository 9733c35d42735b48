package org.eir.s13.codec;

/** The 20 octets before the AVPs (RFC 6733 clause 3), read in place. */
public final class Header {
    public static final int LENGTH = 20;
    public static final int VERSION = 1;

    public static final int REQUEST = 0x80;
    public static final int PROXIABLE = 0x40;
    public static final int ERROR = 0x20;
    /** T: the request may have been sent before. Never part of an answer. */
    public static final int RETRANSMITTED = 0x10;

    public static final int CAPABILITIES_EXCHANGE = 257;
    public static final int DEVICE_WATCHDOG = 280;
    public static final int DISCONNECT_PEER = 282;
    /** ME-Identity-Check (TS 29.272 clause 7.2.19). */
    public static final int ME_IDENTITY_CHECK = 324;

    public static final int BASE_APPLICATION = 0;
    /** S13 and S13' (TS 29.272 clause 7.1.8). */
    public static final int S13_APPLICATION = 16777252;

    private Header() {}

    public static int version(byte[] message) {
        return message[0];
    }

    /** Octets of the whole message, header and padding included. */
    public static int messageLength(byte[] message, int offset) {
        return Octets.unsigned24(message, offset + 1);
    }

    public static int flags(byte[] message) {
        return message[4] & 0xff;
    }

    public static boolean isRequest(byte[] message) {
        return (message[4] & REQUEST) != 0;
    }

    public static int command(byte[] message) {
        return Octets.unsigned24(message, 5);
    }

    public static int application(byte[] message) {
        return Octets.int32(message, 8);
    }

    public static int hopByHop(byte[] message) {
        return Octets.int32(message, 12);
    }

    public static int endToEnd(byte[] message) {
        return Octets.int32(message, 16);
    }

    /** Whether the message keeps a peer connection rather than asks something: CER, DWR, DPR and their answers. */
    public static boolean isPeerMessage(byte[] message) {
        if (application(message) != BASE_APPLICATION) {
            return false;
        }
        int command = command(message);
        return command == CAPABILITIES_EXCHANGE || command == DEVICE_WATCHDOG || command == DISCONNECT_PEER;
    }
}
