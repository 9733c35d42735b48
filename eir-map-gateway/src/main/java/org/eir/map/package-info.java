/**
 * MAP CheckIMEI over SS7: MSCs, VLRs and SGSNs ask whether a device may be used (3GPP TS 29.002 clause 8.7).
 *
 * <pre>
 * socket -> link -> sccp.SignallingPoint -> check.CheckImeiService -> EquipmentCheck     DATA: octets in, octets out
 *                -> stack -> jSS7                                      the rest of M3UA: ASP and AS state machines
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.eir.map;
