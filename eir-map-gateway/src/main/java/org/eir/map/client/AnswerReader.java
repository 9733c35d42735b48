package org.eir.map.client;

import org.eir.map.client.CheckImeiAnswer.AbortedByProvider;
import org.eir.map.client.CheckImeiAnswer.AbortedByUser;
import org.eir.map.client.CheckImeiAnswer.NoStatus;
import org.eir.map.client.CheckImeiAnswer.Refused;
import org.eir.map.client.CheckImeiAnswer.Rejected;
import org.eir.map.client.CheckImeiAnswer.ReturnError;
import org.eir.map.client.CheckImeiAnswer.Status;
import org.eir.map.client.CheckImeiAnswer.Unreadable;
import org.eir.map.tcap.BerCursor;
import org.eir.map.tcap.MessageType;
import org.eir.map.tcap.Tag;
import org.jspecify.annotations.Nullable;

/** Reads what a register answers with: End and Abort. */
final class AnswerReader {
    /** No transaction id: they are unsigned. */
    static final long NO_ID = -1;

    private static final int RESULT_SOURCE_DIAGNOSTIC = 0xa3;
    private static final int PROBLEM = 0x80;

    private AnswerReader() {}

    /** A transaction id of up to four octets, or {@link #NO_ID}. */
    static long transactionId(byte[] message, int tag) {
        BerCursor whole = new BerCursor(message, 0, message.length);
        BerCursor fields = whole.next() ? find(whole.inside(), tag) : null;
        return fields == null || fields.contentLength() > Integer.BYTES ? NO_ID : number(fields);
    }

    static CheckImeiAnswer read(byte[] message) {
        BerCursor whole = new BerCursor(message, 0, message.length);
        CheckImeiAnswer answer = null;
        if (whole.next(MessageType.END.tag())) {
            BerCursor components = find(whole.inside(), Tag.COMPONENT_PORTION);
            answer = components == null ? null : component(components.inside());
        } else if (whole.tag() == MessageType.ABORT.tag()) {
            answer = abort(whole);
        }
        return answer == null ? new Unreadable(message) : answer;
    }

    private static @Nullable CheckImeiAnswer component(BerCursor components) {
        if (!components.next()) {
            return null;
        }
        BerCursor fields = components.inside();
        if (!fields.next()) {
            return null;
        }
        return switch (components.tag()) {
            case Tag.RETURN_RESULT_LAST -> fields.next(Tag.SEQUENCE) ? result(fields.inside()) : null;
            case Tag.RETURN_ERROR ->
                fields.next(Tag.INTEGER) && fields.contentLength() == 1 ? new ReturnError(fields.octet(0)) : null;
            case Tag.REJECT ->
                fields.next() && (fields.tag() & ~3) == PROBLEM && fields.contentLength() == 1
                        ? new Rejected(fields.tag() & 3, fields.octet(0))
                        : null;
            default -> null;
        };
    }

    /** Operation and result: bare in versions 1 and 2, in a sequence in version 3. */
    private static @Nullable CheckImeiAnswer result(BerCursor fields) {
        if (!fields.next(Tag.INTEGER) || !fields.next()) {
            return null;
        }
        boolean inSequence = fields.tag() == Tag.SEQUENCE;
        BerCursor status = inSequence ? find(fields.inside(), Tag.ENUMERATED) : fields;
        if (status == null) {
            return new NoStatus();
        }
        return status.tag() == Tag.ENUMERATED && status.contentLength() == 1 ? new Status(status.octet(0)) : null;
    }

    private static @Nullable CheckImeiAnswer abort(BerCursor whole) {
        BerCursor cause = find(whole.inside(), Tag.P_ABORT_CAUSE);
        if (cause != null && cause.contentLength() == 1) {
            return new AbortedByProvider(cause.octet(0));
        }
        BerCursor dialogue = find(whole.inside(), Tag.DIALOGUE_PORTION);
        if (dialogue == null) {
            return new AbortedByUser();
        }
        BerCursor apdu = dialogue.inside();
        if (!apdu.enter(Tag.EXTERNAL)
                || !apdu.next(Tag.OBJECT_IDENTIFIER)
                || !apdu.enter(Tag.CONTEXT_0)
                || !apdu.next()) {
            return null;
        }
        return switch (apdu.tag()) {
            case Tag.ABRT -> new AbortedByUser();
            case Tag.AARE -> refused(apdu);
            default -> null;
        };
    }

    private static @Nullable CheckImeiAnswer refused(BerCursor aare) {
        BerCursor diagnostic = find(aare.inside(), RESULT_SOURCE_DIAGNOSTIC);
        BerCursor context = find(aare.inside(), Tag.CONTEXT_1);
        if (diagnostic == null || context == null) {
            return null;
        }
        BerCursor source = diagnostic.inside();
        BerCursor name = context.inside();
        if (!source.next() || !name.next(Tag.OBJECT_IDENTIFIER) || name.contentLength() == 0) {
            return null;
        }
        BerCursor code = source.inside();
        return code.next(Tag.INTEGER) && code.contentLength() == 1
                ? new Refused(code.octet(0), name.octet(name.contentLength() - 1))
                : null;
    }

    private static @Nullable BerCursor find(BerCursor elements, int tag) {
        while (elements.next()) {
            if (elements.tag() == tag) {
                return elements;
            }
        }
        return null;
    }

    private static long number(BerCursor element) {
        long value = 0;
        for (int i = 0; i < element.contentLength(); i++) {
            value = value << 8 | element.octet(i);
        }
        return value;
    }
}
