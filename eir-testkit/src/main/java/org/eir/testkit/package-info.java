/**
 * What tests and benchmarks of all modules stand on.
 *
 * <p>{@link org.eir.testkit.StolenLists} writes the files that the register is loaded with, from a seed, and knows
 * exactly what has to come of them; {@link org.eir.testkit.Devices} are the phones in them.
 * {@link org.eir.testkit.FakeMme} and {@link org.eir.testkit.FakeMsc} ask as a network does, in lines that read like a ladder
 * diagram.
 * {@link org.eir.testkit.PostgresFixture} is a real PostgreSQL, as durable as in production, that can be killed.
 */
@org.jspecify.annotations.NullMarked
package org.eir.testkit;
