package org.eir.map.check;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eir.core.EquipmentCheck;
import org.eir.map.check.DialogueOpening.Accepted;
import org.eir.map.check.DialogueOpening.Refused;
import org.eir.map.tcap.BerWriter;
import org.eir.map.tcap.DialogueRequest;
import org.eir.map.tcap.MessageType;
import org.eir.map.tcap.PAbortCause;
import org.eir.map.tcap.Tag;
import org.eir.map.tcap.TransactionPortion;
import org.jspecify.annotations.Nullable;

/**
 * Answers CheckIMEI: octets in, octets out. Read, ask {@link EquipmentCheck}, write. Nearly every dialogue is a Begin with the
 * question and an End with the answer, and leaves nothing behind; {@link OpenDialogues} holds the others.
 *
 * <p>Any number of threads may answer at once.
 */
public final class CheckImeiService {
    private static final byte[] NO_DIALOGUE_PORTION = {};
    private static final Refused NOTHING_ASKED = new Refused(AbortCause.NOTHING_ASKED, NO_DIALOGUE_PORTION);

    private final CheckImeiOperation operation;
    private final OpenDialogues dialogues;
    private final Aborts aborts;
    private final MapCounters counters;
    private final FailureLog failures = new FailureLog();
    private final LongSupplier clockNs;

    public CheckImeiService(EquipmentCheck check, MapCounters counters, DialogueSettings settings) {
        this(check, counters, settings, System::nanoTime);
    }

    CheckImeiService(EquipmentCheck check, MapCounters counters, DialogueSettings settings, LongSupplier clockNs) {
        ArgumentReader reader = new ArgumentReader(settings.subscriberExtensions(), counters);
        this.operation = new CheckImeiOperation(check, reader, counters, failures);
        this.dialogues = new OpenDialogues(
                settings.maxOpenDialogues(), TimeUnit.MILLISECONDS.toNanos(settings.timeoutMs()), counters);
        this.aborts = new Aborts(counters);
        this.counters = counters;
        this.clockNs = clockNs;
        counters.gaugeDialogues(dialogues, open -> open.size(clockNs.getAsLong()));
    }

    /**
     * Answers one TCAP message. Never throws: a fault is answered systemFailure, or an abort.
     *
     * @param message whole, exactly the SCCP user data
     * @return the answer, or null when none is due
     */
    public byte @Nullable [] answer(byte[] message, Asker asker) {
        long startNs = System.nanoTime();
        byte[] answer = answerOrAbort(message, asker, true);
        counters.answered(System.nanoTime() - startNs);
        return answer;
    }

    /**
     * The answer to a message of somebody who may not ask (SS7 screening). A dialogue is refused as its user would: with
     * MAP-RefuseInfo (TS 29.002 clause 17.4), or in version 1, which has none, with an abort that gives no reason. A P-Abort
     * would blame the peer's TCAP.
     *
     * @return the refusal, or null when none is due
     */
    public byte @Nullable [] refuse(byte[] message, Asker asker) {
        counters.refused();
        return answerOrAbort(message, asker, false);
    }

    private byte @Nullable [] answerOrAbort(byte[] message, Asker asker, boolean mayAsk) {
        TransactionPortion asked = null;
        try {
            asked = TransactionPortion.of(message);
            return mayAsk ? answer(asked, asker) : refuse(asked);
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            counters.failed();
            failures.log("A TCAP message from {} could not be answered", asker, failure);
            return asked == null ? null : aborts.byProvider(asked, PAbortCause.RESOURCE_LIMITATION);
        }
    }

    private byte @Nullable [] refuse(TransactionPortion asked) {
        boolean isDialogue = asked.type() == MessageType.BEGIN && asked.defect() == null;
        return isDialogue ? aborts.byUser(asked, refusal(asked)) : null;
    }

    private static Refused refusal(TransactionPortion begin) {
        DialogueRequest request = begin.hasDialogue() ? begin.dialogueRequest() : null;
        return request != null && request.isCorrect()
                ? DialogueOpening.notAllowed(request)
                : new Refused(AbortCause.NOT_ALLOWED, NO_DIALOGUE_PORTION);
    }

    private byte @Nullable [] answer(TransactionPortion asked, Asker asker) {
        PAbortCause defect = asked.defect();
        if (defect != null) {
            close(asked, asker);
            return aborts.byProvider(asked, defect);
        }
        return switch (asked.type()) {
            case BEGIN -> begin(asked, asker);
            case CONTINUE -> proceed(asked, asker);
            case END, ABORT, UNIDIRECTIONAL, UNRECOGNIZED -> {
                close(asked, asker);
                counters.unanswered(asked.type());
                yield null;
            }
        };
    }

    private byte @Nullable [] begin(TransactionPortion asked, Asker asker) {
        DialogueOpening opening =
                asked.hasDialogue() ? DialogueOpening.of(asked.dialogueRequest()) : DialogueOpening.VERSION_1;
        return switch (opening) {
            case Refused refused -> aborts.byUser(asked, refused);
            case Accepted accepted -> {
                byte[] end = perform(asked, accepted.version(), accepted.dialoguePortion(), asker);
                yield end != null ? end : hold(asked, accepted, asker);
            }
        };
    }

    /** A dialogue opened without a question. In version 1 only a question would tell what it is about. */
    private byte @Nullable [] hold(TransactionPortion asked, Accepted accepted, Asker asker) {
        if (accepted.version() == MapVersion.V1) {
            return aborts.byUser(asked, NOTHING_ASKED);
        }
        OptionalInt id = dialogues.open(accepted.version(), asker.origin(), clockNs.getAsLong());
        if (id.isEmpty()) {
            return aborts.byProvider(asked, PAbortCause.RESOURCE_LIMITATION);
        }
        BerWriter answer = new BerWriter();
        int message = asked.beginContinue(answer, id.getAsInt());
        return answer.raw(accepted.dialoguePortion()).end(message).octets();
    }

    private byte @Nullable [] proceed(TransactionPortion asked, Asker asker) {
        MapVersion version =
                asked.hasOwnDtid() ? dialogues.find(asked.ownDtid(), asker.origin(), clockNs.getAsLong()) : null;
        if (version == null) {
            return aborts.byProvider(asked, PAbortCause.UNRECOGNIZED_TRANSACTION_ID);
        }
        byte[] end = perform(asked, version, NO_DIALOGUE_PORTION, asker);
        if (end != null) {
            close(asked, asker);
        }
        return end;
    }

    /** The End with what the components are due; null if they are due nothing. */
    private byte @Nullable [] perform(
            TransactionPortion asked, MapVersion version, byte[] dialoguePortion, Asker asker) {
        BerWriter answer = new BerWriter();
        int message = asked.beginAnswer(answer, MessageType.END);
        answer.raw(dialoguePortion);
        int components = answer.begin(Tag.COMPONENT_PORTION);
        operation.perform(asked.components(), version, asker, answer);
        return answer.isEmptySince(components)
                ? null
                : answer.end(components).end(message).octets();
    }

    private void close(TransactionPortion asked, Asker asker) {
        if (asked.hasOwnDtid()) {
            dialogues.close(asked.ownDtid(), asker.origin());
        }
    }
}
