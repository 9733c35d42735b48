package org.eir.map.sccp;

/**
 * Which part of a message an XUDT carries (Q.713 clause 3.17).
 *
 * @param first whether it is the first
 * @param inSequence whether the whole message was in protocol class 1; its segments always are
 * @param remaining how many follow, 0 to 15
 * @param localReference 24 bits: the sender's name for the message
 */
public record Segmentation(boolean first, boolean inSequence, int remaining, int localReference) {
    static final int OCTETS = 4;

    private static final int FIRST = 0x80;
    private static final int IN_SEQUENCE = 0x40;

    static Segmentation read(byte[] message, int at) {
        return new Segmentation(
                (message[at] & FIRST) != 0,
                (message[at] & IN_SEQUENCE) != 0,
                message[at] & 0x0f,
                (message[at + 1] & 0xff) << 16 | (message[at + 2] & 0xff) << 8 | message[at + 3] & 0xff);
    }

    void writeTo(byte[] target, int at) {
        target[at] = (byte) ((first ? FIRST : 0) | (inSequence ? IN_SEQUENCE : 0) | remaining);
        target[at + 1] = (byte) (localReference >> 16);
        target[at + 2] = (byte) (localReference >> 8);
        target[at + 3] = (byte) localReference;
    }

    /** Whether the message is whole with this one alone. */
    boolean isWhole() {
        return first && remaining == 0;
    }
}
