/**
 * The question and its answer: a TCAP message with CheckIMEI in, the answer's octets out (3GPP TS 29.002 clause 8.7,
 * ITU-T Q.773). Knows octets and the register; knows no SCCP, no socket and no stack.
 *
 * <p>Start at {@link org.eir.map.check.CheckImeiService}. Precedence of what is wrong: the transaction portion (P-Abort), the
 * dialogue portion (U-Abort), a component (reject), its operation, its argument. What is sent as an IMEI and is none is no
 * error of the message: the register's policy answers it.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.check;
