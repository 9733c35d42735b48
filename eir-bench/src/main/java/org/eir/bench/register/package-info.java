/** {@code bench register}: the register alone, in memory, without a network. */
@org.jspecify.annotations.NullMarked
package org.eir.bench.register;
