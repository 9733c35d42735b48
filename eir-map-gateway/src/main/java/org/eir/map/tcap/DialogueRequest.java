package org.eir.map.tcap;

import java.util.Arrays;

/**
 * A dialogue portion read as a dialogue request, AARQ (Q.773 clause 4.2.3). User information is not looked at.
 */
public final class DialogueRequest {
    /** {@code {itu-t recommendation q 773 as(1) dialogue-as(1) version1(1)}}. */
    static final byte[] DIALOGUE_AS_ID = {0x00, 0x11, (byte) 0x86, 0x05, 0x01, 0x01, 0x01};

    private final byte[] message;
    private final boolean correct;
    private boolean version1 = true;
    private int nameStart;
    private int nameEnd;

    DialogueRequest(byte[] message, int from, int to) {
        this.message = message;
        BerCursor fields = new BerCursor(message, from, to);
        boolean isRequest = fields.enter(Tag.EXTERNAL)
                && fields.next(Tag.OBJECT_IDENTIFIER)
                && fields.holds(DIALOGUE_AS_ID)
                && fields.enter(Tag.CONTEXT_0)
                && fields.enter(Tag.AARQ);
        while (isRequest && fields.next()) {
            note(fields);
        }
        this.correct = nameEnd > nameStart && !fields.isBroken();
    }

    private void note(BerCursor field) {
        if (field.tag() == Tag.CONTEXT_0_PRIMITIVE) {
            version1 = field.contentLength() > 1 && (field.octet(1) & 0x80) != 0;
        } else if (field.tag() == Tag.CONTEXT_1) {
            BerCursor name = field.inside();
            if (name.next(Tag.OBJECT_IDENTIFIER)) {
                nameStart = name.contentStart();
                nameEnd = name.contentEnd();
            }
        }
    }

    /** Whether it is an AARQ with an application-context-name. */
    public boolean isCorrect() {
        return correct;
    }

    /** Whether version 1 of the protocol is among those it offers; it is what counts when it names none. */
    public boolean isVersion1() {
        return version1;
    }

    /** The application-context-name's octets. */
    public byte[] name() {
        return Arrays.copyOfRange(message, nameStart, nameEnd);
    }

    /** Whether the application-context-name begins with these octets. */
    public boolean nameStartsWith(byte[] prefix) {
        int end = Math.min(nameEnd, nameStart + prefix.length);
        return Arrays.equals(message, nameStart, end, prefix, 0, prefix.length);
    }

    public int nameLength() {
        return nameEnd - nameStart;
    }

    /** The last octet of the application-context-name: the version, in the names of MAP. */
    public int lastOctetOfName() {
        return message[nameEnd - 1] & 0xff;
    }
}
