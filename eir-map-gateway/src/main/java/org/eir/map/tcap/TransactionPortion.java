package org.eir.map.tcap;

import org.jspecify.annotations.Nullable;

/**
 * The transaction portion of a message, read (Q.773 clause 3): its type, its transaction ids, and where dialogue portion and
 * component portion lie.
 */
public final class TransactionPortion {
    private static final int MAX_ID_LENGTH = 4;

    private final byte[] message;
    private final MessageType type;
    private final @Nullable PAbortCause defect;
    private int otidStart;
    private int otidEnd;
    private int dtidStart;
    private int dtidEnd;
    private int dialogueStart;
    private int dialogueEnd;
    private int componentsStart;
    private int componentsEnd;

    private TransactionPortion(byte[] message) {
        this.message = message;
        BerCursor whole = new BerCursor(message, 0, message.length);
        whole.next();
        this.type = MessageType.of(whole.tag());
        BerCursor fields = whole.inside();
        boolean correct = readFields(fields);
        if (type == MessageType.UNRECOGNIZED) {
            defect = PAbortCause.UNRECOGNIZED_MESSAGE_TYPE;
        } else if (whole.isBroken() || fields.isBroken()) {
            defect = PAbortCause.BADLY_FORMATTED_TRANSACTION_PORTION;
        } else {
            defect = correct && hasItsIds() ? null : PAbortCause.INCORRECT_TRANSACTION_PORTION;
        }
    }

    /** Reads one TCAP message. */
    public static TransactionPortion of(byte[] message) {
        return new TransactionPortion(message);
    }

    /** In every message the fields come in ascending order of their tags, each at most once. */
    private boolean readFields(BerCursor fields) {
        int last = 0;
        boolean correct = true;
        while (fields.next()) {
            correct &= fields.tag() > last && note(fields);
            last = fields.tag();
        }
        return correct;
    }

    private boolean note(BerCursor field) {
        int start = field.contentStart();
        int end = field.contentEnd();
        switch (field.tag()) {
            case Tag.ORIGINATING_TRANSACTION_ID -> {
                otidStart = start;
                otidEnd = end;
            }
            case Tag.DESTINATION_TRANSACTION_ID -> {
                dtidStart = start;
                dtidEnd = end;
            }
            case Tag.DIALOGUE_PORTION -> {
                dialogueStart = start;
                dialogueEnd = end;
            }
            case Tag.COMPONENT_PORTION -> {
                componentsStart = start;
                componentsEnd = end;
            }
            default -> {
                return field.tag() == Tag.P_ABORT_CAUSE && type == MessageType.ABORT;
            }
        }
        return true;
    }

    private boolean hasItsIds() {
        boolean originating = type == MessageType.BEGIN || type == MessageType.CONTINUE;
        boolean destination = type != MessageType.BEGIN && type != MessageType.UNIDIRECTIONAL;
        return hasOtid() == originating && hasDtid() == destination;
    }

    public MessageType type() {
        return type;
    }

    /** What is wrong with the transaction portion; null if nothing. */
    public @Nullable PAbortCause defect() {
        return defect;
    }

    /** Whether there is an originating transaction id of 1 to 4 octets: somebody to answer. */
    public boolean hasOtid() {
        return isId(otidStart, otidEnd);
    }

    private boolean hasDtid() {
        return isId(dtidStart, dtidEnd);
    }

    private static boolean isId(int start, int end) {
        return end > start && end - start <= MAX_ID_LENGTH;
    }

    /** Whether the destination transaction id has four octets, as those of this node have. */
    public boolean hasOwnDtid() {
        return dtidEnd - dtidStart == MAX_ID_LENGTH;
    }

    /** A destination transaction id of four octets, as a number. */
    public int ownDtid() {
        int id = 0;
        for (int i = dtidStart; i < dtidEnd; i++) {
            id = id << 8 | message[i] & 0xff;
        }
        return id;
    }

    /** Opens an answer: its type, then the originating transaction id, as it came, as the destination. */
    public int beginAnswer(BerWriter answer, MessageType answerType) {
        int start = answer.begin(answerType.tag());
        answer.element(Tag.DESTINATION_TRANSACTION_ID, message, otidStart, otidEnd);
        return start;
    }

    /** Opens an answer that goes on with the transaction, under this node's own transaction id. */
    public int beginContinue(BerWriter answer, int ownOtid) {
        int start = answer.begin(MessageType.CONTINUE.tag());
        int id = answer.begin(Tag.ORIGINATING_TRANSACTION_ID);
        answer.int32(ownOtid).end(id);
        answer.element(Tag.DESTINATION_TRANSACTION_ID, message, otidStart, otidEnd);
        return start;
    }

    public boolean hasDialogue() {
        return dialogueStart > 0;
    }

    /** The dialogue portion, as the request to open a dialogue. */
    public DialogueRequest dialogueRequest() {
        return new DialogueRequest(message, dialogueStart, dialogueEnd);
    }

    /** The components; none if there is no component portion. */
    public BerCursor components() {
        return new BerCursor(message, componentsStart, componentsEnd);
    }

    public byte[] message() {
        return message;
    }
}
