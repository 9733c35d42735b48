/**
 * Measurements, each a command of {@link org.eir.bench.Bench}: run by hand, printed one figure a line, quoted in the
 * documentation.
 *
 * <p>{@link org.eir.bench.RegisterCommand} is the pattern for others: a command that forks what it measures, waits for
 * it and prints. What is loaded comes from the testkit's seeded generator, so that a figure can be measured again.
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench;
