package org.eir.map.tcap;

import org.jspecify.annotations.Nullable;

/**
 * A component, read as far as it can be (Q.773 clause 4.2.2). Only an invoke is read to its parameter: this side of a dialogue
 * invokes nothing, so no result, error or reject of the peer has anything to say to it.
 */
public final class Component {
    /** No operation of MAP. */
    private static final int NO_OPERATION = Integer.MIN_VALUE;

    private final int tag;
    private final BerCursor fields;
    private final @Nullable Problem problem;
    private boolean hasInvokeId;
    private int invokeId;
    private boolean hasLinkedId;
    private int operation = NO_OPERATION;

    /**
     * Reads the component at which a walk over the component portion stands, or at which it broke.
     */
    public Component(BerCursor at) {
        this.tag = at.tag();
        this.fields = at.inside();
        boolean correct = readInvokeId() && (!isInvoke() || readOperation());
        if (at.isBroken() || fields.isBroken()) {
            problem = Problem.BADLY_STRUCTURED_COMPONENT;
        } else if (!isKnown()) {
            problem = Problem.UNRECOGNIZED_COMPONENT;
        } else {
            problem = correct ? null : Problem.MISTYPED_COMPONENT;
        }
    }

    /** An invoke id is one octet: -128 to 127. A reject may have none. */
    private boolean readInvokeId() {
        hasInvokeId = fields.next(Tag.INTEGER) && fields.contentLength() == 1;
        if (hasInvokeId) {
            invokeId = (byte) fields.octet(0);
        }
        return hasInvokeId;
    }

    private boolean readOperation() {
        boolean more = fields.next();
        hasLinkedId = more && fields.tag() == Tag.LINKED_ID;
        if (hasLinkedId) {
            more = fields.next();
        }
        boolean isLocal = more && fields.tag() == Tag.INTEGER && fields.contentLength() > 0;
        operation = isLocal ? localOperation() : NO_OPERATION;
        return isLocal || more && fields.tag() == Tag.OBJECT_IDENTIFIER;
    }

    private int localOperation() {
        if (fields.contentLength() > Integer.BYTES) {
            return NO_OPERATION;
        }
        int value = (byte) fields.octet(0);
        for (int i = 1; i < fields.contentLength(); i++) {
            value = value << 8 | fields.octet(i);
        }
        return value;
    }

    private boolean isKnown() {
        return switch (tag) {
            case Tag.INVOKE, Tag.RETURN_RESULT_LAST, Tag.RETURN_RESULT_NOT_LAST, Tag.RETURN_ERROR, Tag.REJECT -> true;
            default -> false;
        };
    }

    public boolean isInvoke() {
        return tag == Tag.INVOKE;
    }

    /** Whether it answers an invoke, well or not: nothing to reject, and a reject never is (Q.774 clause 3.2.2.2). */
    public boolean isResponse() {
        return isKnown() && !isInvoke();
    }

    /** What is wrong with it as a component; null if nothing. */
    public @Nullable Problem problem() {
        return problem;
    }

    public boolean hasInvokeId() {
        return hasInvokeId;
    }

    /** -128 to 127; 0 if it could not be read. */
    public int invokeId() {
        return invokeId;
    }

    public boolean hasLinkedId() {
        return hasLinkedId;
    }

    /** Whether an invoke is of this local operation. */
    public boolean isOperation(int localCode) {
        return operation == localCode;
    }

    /** An invoke's parameter and whatever follows it; {@link BerCursor#next()} steps to it. */
    public BerCursor parameter() {
        return fields;
    }

    /** Writes a ReturnError without parameter to this invoke. */
    public void writeError(BerWriter answer, int code) {
        int error = answer.begin(Tag.RETURN_ERROR);
        answer.octet(Tag.INTEGER, invokeId).octet(Tag.INTEGER, code).end(error);
    }

    /** Writes a Reject of this component; with NULL for an invoke id that could not be read. */
    public void writeReject(BerWriter answer, Problem why) {
        int reject = answer.begin(Tag.REJECT);
        if (hasInvokeId) {
            answer.octet(Tag.INTEGER, invokeId);
        } else {
            answer.end(answer.begin(Tag.NULL));
        }
        answer.octet(why.tag(), why.code()).end(reject);
    }
}
