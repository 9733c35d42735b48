package org.eir.map.sccp;

/** The association a message came by, and on which its answer goes back. */
public interface Adjacent {
    /** The association's name in the configuration. */
    String name();

    /** Whose network is behind it: the realm of an {@link org.eir.core.check.Origin}. */
    String network();

    /** Who behind it may ask. */
    Screen screen();

    /**
     * Sends an answer, or drops and counts it if the association is gone; only while the message that it answers is being
     * received. Does not block and does not throw.
     */
    void send(Msu answer);
}
