/**
 * The log of changes over HTTP: its signed head, proofs that a change is in it and that it only grew, and the whole of it
 * as lines that verify without this register ({@link org.eir.admin.audit.AuditLineWriter}), docs/reference/audit-log.md.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.audit;
