/**
 * The log of a running node: text for people or JSON lines for machines, on standard error, libraries kept quiet.
 *
 * <p>Identities are masked where they are made into text; {@link org.eir.server.log.IdentityMask} is the second line of
 * defence, for what a library prints of a message it did not understand. Commands that only ask a node log nothing.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.log;
