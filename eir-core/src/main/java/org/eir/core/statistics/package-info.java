/**
 * Whether blocking works: what WTSA Resolution 97 wants to be counted of measures against device theft
 * ({@link org.eir.core.statistics.Effectiveness}), and what has to be remembered for it.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.statistics;
