package org.eir.map.link;

import org.eir.map.m3ua.MessageType;

/**
 * The state machines above the links (RFC 4666 clause 4.3). Called by one thread at a time: whoever calls holds the
 * monitor of this object.
 */
public interface LinkUser {
    /** The association has a connection. */
    void up(Link link);

    /** It has none any more. */
    void lost(Link link);

    /**
     * A whole message came that maintains the state of an ASP.
     *
     * @param message well-formed: its lengths are true
     */
    void take(Link link, MessageType type, byte[] message);
}
