/**
 * The question and its answer: a TCAP message with CheckIMEI in, the answer's octets out (3GPP TS 29.002 clause 8.7,
 * ITU-T Q.773).
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.check;
