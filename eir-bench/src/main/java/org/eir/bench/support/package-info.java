/**
 * What the measurements share: the machine they ran on, processes of their own for what is measured, phones that are
 * listed and phones that are not, and how figures are printed.
 *
 * <p>What is measured runs in a {@link org.eir.bench.support.MeasuredProcess}, so that its processor time and its memory
 * are its own and the tool's are not counted.
 */
@org.jspecify.annotations.NullMarked
package org.eir.bench.support;
