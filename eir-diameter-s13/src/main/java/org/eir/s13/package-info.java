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
 * answering. A request is answered on the thread that read it, in front of the stack's queues: nothing of it can be lost
 * or reordered there, and the stack's ways of answering it (5001, 3003 and 5005 done wrong) never come up.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13;
