/**
 * What makes the record of changes one that nobody has to believe: proofs within the tree of changes (RFC 6962 and
 * RFC 9162), signed tree heads (C2SP signed-note and tlog-checkpoint), and the verifier that needs nothing of a register
 * but its public key.
 *
 * <p>Pure: no I/O, no SQL, no JSON. docs/reference/audit-log.md describes every octet, so that others can write their own.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.audit;
