/**
 * {@code bench audit}: what a log that can be verified costs, and how fast it is verified. The store's own methods on a
 * database as durable as in production, without HTTP and front ends.
 *
 * <pre>
 * AuditCommand -> ChangeCost   one change, with the log and without
 *              -> ImportCost   one import, with the log and without, each into an empty database
 *              -> LongHistory  very many single changes, written by COPY as the store would have written them
 *              -> Proofs, Verification of what those left behind
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.audit;
