/**
 * Diameter S13 and S13': MMEs and SGSNs ask whether a device may be used (3GPP TS 29.272 clause 6, RFC 6733).
 *
 * <pre>
 * socket -> peer.PeerSocket -> check.MeIdentityCheckHandler -> EquipmentCheck     requests: octets in, octets out
 *                           -> stack.PeerConnection -> jDiameter                  CER, DWR, DPR: the peer state machine
 * </pre>
 *
 * <p>Start at {@link org.eir.s13.S13Gateway}. {@code codec} is octets, {@code check} is the question and its answer,
 * {@code peer} is who is connected, {@code stack} is the only place that knows jDiameter, {@code client} asks instead of
 * answering.
 *
 * <p>A request is answered by the thread that read it and never enters the stack, not even its raw request listener:
 * before that listener the stack answers or drops on its own what is due 3003, 5001, 5005 and 5014, and can lose the
 * first request of a connection.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13;
