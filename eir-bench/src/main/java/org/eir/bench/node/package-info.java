/**
 * {@code bench import} and {@code bench start}: a whole node on a database that is as durable as in production, beside
 * what PostgreSQL itself takes to copy the same rows in or out.
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.node;
