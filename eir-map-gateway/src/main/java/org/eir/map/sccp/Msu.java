package org.eir.map.sccp;

/**
 * One MTP3 message: the Protocol Data of an M3UA DATA (RFC 4666 clause 3.3.1).
 *
 * @param opc point code of the sender
 * @param dpc point code of the receiver
 * @param serviceIndicator {@link #SCCP} for SCCP
 * @param networkIndicator 0 international, 2 national
 * @param priority message priority, 0 to 3
 * @param sls signalling link selection: what has the same value stays in sequence
 * @param userData the user part's message; not copied
 */
public record Msu(
        int opc, int dpc, int serviceIndicator, int networkIndicator, int priority, int sls, byte[] userData) {
    /** Service indicator of SCCP (Q.704 clause 14.2.1). */
    public static final int SCCP = 3;

    /** What goes back: from where this one went, with its network indicator, priority and link selection. */
    Msu answeredWith(byte[] answer, int to) {
        return new Msu(dpc, to, serviceIndicator, networkIndicator, priority, sls, answer);
    }
}
