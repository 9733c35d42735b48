/**
 * The record of changes over HTTP: the whole of it as lines that verify without this register
 * ({@link org.eir.admin.audit.AuditLineWriter}), docs/reference/audit-log.md.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.audit;
