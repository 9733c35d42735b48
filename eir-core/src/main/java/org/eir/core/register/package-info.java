/**
 * The lists in memory: one writer, any number of readers that never wait.
 *
 * <p>{@link org.eir.core.register.RegisterTable} is an immutable table from identity to
 * {@link org.eir.core.list.Listing}; a change makes a new one that shares all untouched parts with the old.
 * Beside it are {@link org.eir.core.register.LocalTables} of single organisations and a
 * {@link org.eir.core.register.SubscriberRuleTable}. {@link org.eir.core.register.Register} publishes all of them, policies
 * and revision together in one step, so no reader ever sees half of an import. Entries that start or expire do so here, by
 * the clock, with the database gone or not.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.register;
