package org.eir.core.check;

import org.eir.core.list.Match;

/**
 * One answer, and enough to explain it later.
 *
 * @param verdict what the network is told
 * @param decided what was decided; another one where the policy tells it differently
 * @param rule what led to it
 * @param match what the register holds for the identity; {@link Match#NONE} if nothing
 * @param revision the state of the lists it was taken from
 * @param policy the policy it was decided by
 */
public record CheckResult(Verdict verdict, Verdict decided, Rule rule, Match match, long revision, Policy policy) {

    /** The revision that set the policy it was decided by. */
    public long policyVersion() {
        return policy.version();
    }
}
