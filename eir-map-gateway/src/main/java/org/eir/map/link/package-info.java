/**
 * Connections with peers, over TCP and SCTP: made, accepted, told apart, cut into M3UA messages, ended.
 *
 * <pre>
 * Carrier (Tcp, Sctp) -> Connection -- DATA ----------> signalling point; its answers go back on the same connection
 *                                   -- BEAT, ERR -----> here
 *                                   -- all others ----> {@link org.eir.map.link.LinkUser}: ASP and AS state machines
 * </pre>
 *
 * <p>A {@link org.eir.map.link.Link} is one configured association and has one connection at most: a newcomer replaces an
 * older one. A few event loops serve them all. DATA is decided and answered on the event loop that read it, and what was
 * answered is sent once nothing more waits to be read.
 *
 * <p>Limits: connections (one for each association), octets of a message ({@code m3ua.maxMessageBytes}), octets that wait
 * to be sent: a peer that does not read its answers stops being read, and only that peer.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.link;
