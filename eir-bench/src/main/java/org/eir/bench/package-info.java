/**
 * Measurements, each a command of {@link org.eir.bench.Bench}: {@code ./eir bench all} runs and prints every one, and the
 * documentation quotes what it printed.
 *
 * <p>The machine comes first, then tables in which what is measured stands beside something it can be compared with,
 * measured in the same run. What is loaded comes from the testkit's seeded generators, so that a figure can be measured
 * again. A wrong answer fails a measurement; a slow one never does.
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench;
