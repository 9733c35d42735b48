/**
 * The only package that knows jDiameter (io.quarkiverse.jdiameter 2.1.0). The stack keeps the peers: capabilities,
 * watchdog, disconnection, reconnection (RFC 6733 clause 5.6). Requests do not pass through it.
 *
 * <p>Its extension points are filled with parts of ours where its own lose messages, leak or stall:
 * {@link org.eir.s13.stack.ListeningPoint} accepts on a socket that is bound before the stack starts,
 * {@link org.eir.s13.stack.PeerConnection} carries octets, {@link org.eir.s13.stack.PeerStateMachine} keeps events of a
 * peer from being lost between its threads, {@link org.eir.s13.stack.PeerTable} forgets peers that are gone. The stack
 * makes them by reflection, so they find what they need through {@link org.eir.s13.stack.StackConfiguration}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13.stack;
