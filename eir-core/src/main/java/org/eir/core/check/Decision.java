package org.eir.core.check;

/**
 * What a policy made of a match.
 *
 * @param verdict what the network is told
 * @param rule why
 */
public record Decision(Verdict verdict, Rule rule) {}
