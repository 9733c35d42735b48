package org.eir.core.check;

import org.eir.core.list.Match;

/**
 * One answer, and enough to explain it later.
 *
 * @param verdict what the network is told
 * @param rule what led to it
 * @param match what the register holds for the identity; {@link Match#NONE} if nothing
 * @param revision the state of the lists it was taken from
 * @param policyVersion the revision that set the policy it was decided by
 */
public record CheckResult(Verdict verdict, Rule rule, Match match, long revision, long policyVersion) {}
