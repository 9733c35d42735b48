/**
 * Development mode: everything a node needs on one bare machine. An embedded PostgreSQL in the data directory, demo
 * entries, every front end on loopback. Nothing here is used by {@code eir start}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.dev;
