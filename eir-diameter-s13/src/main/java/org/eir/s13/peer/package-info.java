/**
 * Who is connected, and what passes over the connection. One thread a peer reads, answers and writes; peer messages are
 * handed to the stack through {@link org.eir.s13.peer.PeerSocket.StackSide}, which this package does not know further.
 *
 * <p>Limits: connections ({@code s13.maxConnections}), octets of a message ({@code s13.maxMessageBytes}), time until
 * capabilities are exchanged. A peer that does not read its answers stops being read, and only that peer.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13.peer;
