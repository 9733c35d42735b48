/**
 * Asks instead of answering: a small ASP with MAP above it on a plain socket, for {@code eir check --via map}, tests and
 * benchmarks. Start at {@link org.eir.map.client.MapClient}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.client;
