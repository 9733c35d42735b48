package org.eir.core.records;

import java.time.Instant;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An answered check.
 *
 * @param at when it was answered
 * @param via the interface the question came in by
 * @param peer the adjacent node that delivered it
 * @param origin the network element that asked
 * @param identity the device, or what was wrong with what was sent
 * @param subscriber who used it, if the network said so
 * @param verdict what the network was told
 * @param decided what was decided; another one where the policy tells it differently
 * @param rule what led to it
 * @param revision the state of the lists it was taken from
 * @param policyVersion the revision that set the policy it was decided by; 0 before any
 */
public record CheckRecord(
        Instant at,
        CheckInterface via,
        String peer,
        Origin origin,
        PresentedIdentity identity,
        @Nullable Imsi subscriber,
        Verdict verdict,
        Verdict decided,
        Rule rule,
        long revision,
        long policyVersion) {

    public static CheckRecord of(CheckRequest request, CheckResult result, Instant at) {
        return new CheckRecord(
                at,
                request.via(),
                request.peer(),
                request.origin(),
                request.identity(),
                request.subscriber(),
                result.verdict(),
                result.decided(),
                result.rule(),
                result.revision(),
                result.policyVersion());
    }

    /**
     * Whether an answer like this is always recorded: black, grey, an error, or an exception or lock at work. The others
     * are let in, or unknown, and are most of them.
     */
    public static boolean isRemarkable(CheckRequest request, CheckResult result) {
        return isBarred(result.verdict())
                || isBarred(result.decided())
                || result.rule() == Rule.SUBSCRIBER_EXCEPTION
                || result.rule() == Rule.SUBSCRIBER_LOCK
                || request.identity() instanceof Malformed;
    }

    private static boolean isBarred(Verdict verdict) {
        return verdict != Verdict.PERMITTED && verdict != Verdict.UNKNOWN;
    }
}
