package org.eir.map.sccp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.jspecify.annotations.Nullable;

/** Puts an answer into messages: one as the question came in, or an XUDT for each segment of what one does not hold. */
final class Answering {
    /** What MTP3 carries of a user part's message: 272 octets less the routing label (Q.703 clause 2.3.8, Q.704 clause 2). */
    private static final int MAX_MESSAGE = 268;

    private static final int MAX_DATA = 255;
    /** In an XUDT, by Q.713 clause 4.18. */
    private static final int MAX_EXTENDED_DATA = 254;

    private static final int MAX_SEGMENTS = 16;
    /** Segments stay in sequence (Q.714 clause 4.1.1.2). */
    private static final int CLASS_1 = 1;

    private final AtomicInteger references = new AtomicInteger();

    /**
     * The messages of an answer, in order; none if it is too long for any number of segments. The addresses change places
     * and are otherwise as they came; so is the protocol class.
     */
    List<Unitdata> answer(Unitdata question, byte[] data) {
        if (data.length <= room(question, question.extended(), false)) {
            return List.of(part(question, question.extended(), question.protocolClass(), null, data));
        }
        int room = room(question, true, true);
        int segments = (data.length + room - 1) / Math.max(room, 1);
        return room <= 0 || segments > MAX_SEGMENTS ? List.of() : segmented(question, data, segments);
    }

    private static int room(Unitdata question, boolean extended, boolean segmented) {
        int addresses = question.called().length() + question.calling().length();
        return Math.min(
                extended ? MAX_EXTENDED_DATA : MAX_DATA,
                MAX_MESSAGE - SccpWriter.overhead(extended, segmented, addresses));
    }

    /** All but the last are equally long, so that the first one tells how much there is to come (Q.714 clause 4.1.1.2). */
    private List<Unitdata> segmented(Unitdata question, byte[] data, int segments) {
        int each = (data.length + segments - 1) / segments;
        int reference = references.getAndIncrement() & 0xff_ffff;
        List<Unitdata> parts = new ArrayList<>(segments);
        for (int n = 0; n < segments; n++) {
            byte[] piece = Arrays.copyOfRange(data, n * each, Math.min((n + 1) * each, data.length));
            Segmentation which = new Segmentation(n == 0, question.isInSequence(), segments - 1 - n, reference);
            parts.add(part(question, true, question.protocolClass() & 0xf0 | CLASS_1, which, piece));
        }
        return parts;
    }

    private static Unitdata part(
            Unitdata question, boolean extended, int protocolClass, @Nullable Segmentation segmentation, byte[] data) {
        SccpAddress called = question.calling();
        SccpAddress calling = question.called();
        return new Unitdata(extended, protocolClass, called, calling, segmentation, data);
    }
}
