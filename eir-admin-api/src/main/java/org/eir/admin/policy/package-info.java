/**
 * Policies over REST: what networks are answered where no list decides, and how verdicts are told to them; and the rules
 * about a device together with its subscribers.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.policy;
