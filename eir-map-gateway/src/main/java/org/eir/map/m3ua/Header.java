package org.eir.map.m3ua;

import org.jspecify.annotations.Nullable;

/** The common header (RFC 4666 clause 3.1): version, reserved, class, type, length. */
public final class Header {
    public static final int LENGTH = 8;
    public static final int VERSION = 1;

    private Header() {}

    /**
     * The message's length as its header says, header included; not to be trusted before it is compared with a limit.
     * Unsigned: beyond 31 bits it comes back negative.
     *
     * @param octets at least {@link #LENGTH} octets from there on
     */
    public static int messageLength(byte[] octets, int offset) {
        return Octets.int32(octets, offset + 4);
    }

    public static int messageClass(byte[] message) {
        return message[2] & 0xff;
    }

    public static int type(byte[] message) {
        return message[3] & 0xff;
    }

    /** Whether it is a DATA message, which {@link PayloadData} reads. */
    public static boolean isData(byte[] message) {
        return messageClass(message) == MessageType.DATA.messageClass() && type(message) == MessageType.DATA.type();
    }

    /**
     * What is wrong with the header of a message that has been cut by its length: the error due, or null.
     *
     * @param message at least {@link #LENGTH} octets
     */
    public static @Nullable ErrorCode defect(byte[] message) {
        if (message[0] != VERSION) {
            return ErrorCode.INVALID_VERSION;
        }
        if (messageLength(message, 0) != message.length) {
            return ErrorCode.PROTOCOL_ERROR;
        }
        if (MessageType.of(message) != null) {
            return null;
        }
        return MessageType.isClass(messageClass(message))
                ? ErrorCode.UNSUPPORTED_MESSAGE_TYPE
                : ErrorCode.UNSUPPORTED_MESSAGE_CLASS;
    }
}
