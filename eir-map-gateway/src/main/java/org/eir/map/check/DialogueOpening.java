package org.eir.map.check;

import static org.eir.map.tcap.DialogueAnswer.NO_USER_INFORMATION;

import java.util.Arrays;
import org.eir.map.tcap.DialogueAnswer;
import org.eir.map.tcap.DialogueAnswer.AbortSource;
import org.eir.map.tcap.DialogueAnswer.Result;
import org.eir.map.tcap.DialogueRequest;

/** What becomes of a request to open a dialogue (TS 29.002 clause 15.2.2, Q.774 clause 3.2.1). */
sealed interface DialogueOpening {
    /**
     * It is accepted.
     *
     * @param dialoguePortion of the first answer; empty in version 1
     */
    record Accepted(MapVersion version, byte[] dialoguePortion) implements DialogueOpening {}

    /**
     * It is answered with a TC-U-ABORT.
     *
     * @param dialoguePortion of the abort
     */
    record Refused(AbortCause cause, byte[] dialoguePortion) implements DialogueOpening {}

    /** A dialogue without dialogue portion. */
    Accepted VERSION_1 = new Accepted(MapVersion.V1, NO_USER_INFORMATION);

    /** What a request to open a dialogue leads to. MAP-OpenInfo in it, well-formed or not, changes nothing. */
    static DialogueOpening of(DialogueRequest request) {
        if (!request.isCorrect()) {
            return Contexts.INCORRECT;
        }
        if (!request.isVersion1()) {
            return refused(AbortCause.NO_COMMON_DIALOGUE_PORTION, request, Result.NO_COMMON_DIALOGUE_PORTION);
        }
        if (!request.nameStartsWith(Contexts.EQUIPMENT_MANAGEMENT)) {
            return refused(
                    AbortCause.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED,
                    request,
                    Result.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED);
        }
        return request.nameLength() == Contexts.EQUIPMENT_MANAGEMENT.length + 1
                ? equipmentManagement(request.lastOctetOfName())
                : Contexts.UNKNOWN_VERSION;
    }

    private static DialogueOpening equipmentManagement(int version) {
        return switch (version) {
            case 1 -> Contexts.VERSION_1_BY_NAME;
            case 2 -> Contexts.ACCEPTED_2;
            case 3 -> Contexts.ACCEPTED_3;
            default -> Contexts.UNKNOWN_VERSION;
        };
    }

    private static Refused refused(AbortCause cause, DialogueRequest request, Result result) {
        return new Refused(cause, DialogueAnswer.response(request.name(), result, NO_USER_INFORMATION));
    }

    /** The refusal of a correct request by somebody who may not ask: MAP-RefuseInfo, no reason given. */
    static Refused notAllowed(DialogueRequest request) {
        byte[] portion = DialogueAnswer.response(request.name(), Result.NO_REASON_GIVEN, Contexts.REFUSE_NO_REASON);
        return new Refused(AbortCause.NOT_ALLOWED, portion);
    }

    /** Answers that are always the same. */
    final class Contexts {
        /** {@code {map-ac equipmentMngt(13)}}: the application-context-name without its version. */
        private static final byte[] EQUIPMENT_MANAGEMENT = {0x04, 0x00, 0x00, 0x01, 0x00, 0x0d};

        /** MAP-RefuseInfo with reason noReasonGiven(0). */
        private static final byte[] REFUSE_NO_REASON = {(byte) 0xa3, 0x03, 0x0a, 0x01, 0x00};

        /** MAP-ProviderAbortInfo with reason abnormalDialogue(0). */
        private static final byte[] ABNORMAL_DIALOGUE = {(byte) 0xa5, 0x03, 0x0a, 0x01, 0x00};

        private static final Accepted ACCEPTED_2 = accepted(MapVersion.V2);
        private static final Accepted ACCEPTED_3 = accepted(MapVersion.V3);

        private static final Refused INCORRECT = new Refused(
                AbortCause.INCORRECT_DIALOGUE_PORTION,
                DialogueAnswer.abort(AbortSource.SERVICE_PROVIDER, NO_USER_INFORMATION));

        /**
         * No version 1 peer sends its context's name, so one that does is in disorder, and TS 29.002 clause 15.2.2 has its
         * dialogue aborted as abnormal. A refusal proposing version 3 would tell it to use what it asked not to.
         */
        private static final Refused VERSION_1_BY_NAME = new Refused(
                AbortCause.ABNORMAL_DIALOGUE, DialogueAnswer.abort(AbortSource.SERVICE_USER, ABNORMAL_DIALOGUE));

        /** The highest version there is, named instead of the one asked for: the peer tries again with it. */
        private static final Refused UNKNOWN_VERSION = new Refused(
                AbortCause.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED,
                DialogueAnswer.response(
                        name(MapVersion.V3), Result.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED, NO_USER_INFORMATION));

        private Contexts() {}

        private static Accepted accepted(MapVersion version) {
            return new Accepted(version, DialogueAnswer.response(name(version), Result.ACCEPTED, NO_USER_INFORMATION));
        }

        private static byte[] name(MapVersion version) {
            byte[] name = Arrays.copyOf(EQUIPMENT_MANAGEMENT, EQUIPMENT_MANAGEMENT.length + 1);
            name[EQUIPMENT_MANAGEMENT.length] = (byte) version.number();
            return name;
        }
    }
}
