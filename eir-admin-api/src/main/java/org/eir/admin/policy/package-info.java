/** Policies over REST: what networks are answered where no list decides, and how verdicts are told to them. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.policy;
