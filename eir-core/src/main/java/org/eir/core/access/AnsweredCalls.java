package org.eir.core.access;

import java.time.Duration;

/**
 * Port: calls that carried an idempotency key, so that one which is sent twice is done once, on whichever node. Keys,
 * requests and answers are opaque here: who knows none of the callers' keys learns nothing from what is kept.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface AnsweredCalls {
    /** How long an answer is kept. */
    Duration KEPT = Duration.ofDays(1);

    /** How long a call may be under way; after that its node is taken for dead, and the call is made again. */
    Duration LEASE = Duration.ofMinutes(15);

    /** How many calls of one caller are kept; of more the oldest are forgotten early. */
    int MAX_PER_CALLER = 100_000;

    /** What is known of a call. */
    sealed interface Claim {
        /** Nothing; it is under way from now on, until {@link #answered} or {@link #release}. */
        record Fresh() implements Claim {}

        /** It is under way. */
        record UnderWay() implements Claim {}

        /** The key stands for another request. */
        record OtherRequest() implements Claim {}

        /** It was answered. */
        record Answered(byte[] answer) implements Claim {}
    }

    /**
     * Takes a key, unless it is taken.
     *
     * @param caller hash of who calls
     * @param key hash of caller and key
     * @param request keyed hash of the request
     */
    Claim claim(byte[] caller, byte[] key, byte[] request);

    /** Keeps the answer of a call that was {@link Claim.Fresh}. */
    void answered(byte[] key, byte[] answer);

    /** The call came to nothing, and may be made again. */
    void release(byte[] key);

    /** Forgets what is too old, and what this caller has too much of; returns how many it forgot early. */
    int forget(byte[] caller);
}
