/**
 * The lists and their history in PostgreSQL, and the way from there into the register's memory.
 *
 * <p>Changes go in through {@link org.eir.store.PostgresLists} and {@link org.eir.store.PostgresImports}; each is one
 * transaction that ends in {@link org.eir.store.ChangeSetWriter#record}, where it gets its revision. They come out
 * through {@link org.eir.store.RegisterFeed}, which loads the lists at start and then follows every revision, the
 * node's own included. The schema (resources, {@code schema/}) says what each column is and who may touch it.
 */
@org.jspecify.annotations.NullMarked
package org.eir.store;
