/**
 * Asks instead of answering: a small Diameter peer on a plain socket, for {@code eir check --via s13}, tests and
 * benchmarks. Start at {@link org.eir.s13.client.S13Client}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13.client;
