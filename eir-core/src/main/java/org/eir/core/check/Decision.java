package org.eir.core.check;

/**
 * What a policy made of a match.
 *
 * @param verdict the verdict, before it is told in the policy's way
 * @param rule why
 */
public record Decision(Verdict verdict, Rule rule) {}
