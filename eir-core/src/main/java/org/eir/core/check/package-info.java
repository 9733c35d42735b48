/**
 * The vocabulary of a check: what a network asks, what it is told, and the operator's policy between the two.
 *
 * <p>A {@link org.eir.core.check.Policy} is data with a version, changed and recorded like an entry; the configuration
 * file only seeds the first one. {@link org.eir.core.check.Policies} finds the one for who asks. Deciding is a pure
 * function of a match, {@link org.eir.core.check.SubscriberRules} and a request, so an older policy or a second one is a
 * second call.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.check;
