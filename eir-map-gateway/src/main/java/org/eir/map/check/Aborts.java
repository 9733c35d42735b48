package org.eir.map.check;

import org.eir.map.check.DialogueOpening.Refused;
import org.eir.map.tcap.BerWriter;
import org.eir.map.tcap.MessageType;
import org.eir.map.tcap.PAbortCause;
import org.eir.map.tcap.Tag;
import org.eir.map.tcap.TransactionPortion;
import org.jspecify.annotations.Nullable;

/** Writes and counts aborts (Q.773 clause 3.1, table 7). Who cannot be told, or must not, is not: null, and counted. */
final class Aborts {
    private final MapCounters counters;

    Aborts(MapCounters counters) {
        this.counters = counters;
    }

    /** TCAP's own. An End, an Abort and a Unidirectional are never answered (Q.774 clause 3.3.3). */
    byte @Nullable [] byProvider(TransactionPortion asked, PAbortCause cause) {
        boolean answerable = switch (asked.type()) {
            case BEGIN, CONTINUE, UNRECOGNIZED -> asked.hasOtid();
            case END, ABORT, UNIDIRECTIONAL -> false;
        };
        if (!answerable) {
            counters.dropped(AbortCause.of(cause));
            return null;
        }
        counters.aborted(AbortCause.of(cause));
        BerWriter answer = new BerWriter();
        int message = asked.beginAnswer(answer, MessageType.ABORT);
        return answer.octet(Tag.P_ABORT_CAUSE, cause.code()).end(message).octets();
    }

    /** Its user's, with a dialogue portion that says why. */
    byte[] byUser(TransactionPortion begin, Refused refused) {
        counters.aborted(refused.cause());
        BerWriter answer = new BerWriter();
        int message = begin.beginAnswer(answer, MessageType.ABORT);
        return answer.raw(refused.dialoguePortion()).end(message).octets();
    }
}
