/**
 * TCAP messages as octets (ITU-T Q.773, X.690): what may be wrong with one, and how one is written. Knows no MAP operation,
 * no network address, and nothing of the register.
 *
 * <p>Reading is one walk with {@link org.eir.map.tcap.BerCursor} over the message as it lies in memory; nothing is copied, a
 * length is believed only as far as what encloses it, and what is wrong is a value. From the outside to the inside:
 * {@link org.eir.map.tcap.TransactionPortion}, {@link org.eir.map.tcap.DialogueRequest},
 * {@link org.eir.map.tcap.Component}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.tcap;
