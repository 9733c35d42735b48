package org.eir.map.link;

/** Where DATA leaves a connection. */
@FunctionalInterface
interface Outlet {
    /**
     * Takes a message, which goes out with the next flush, or is counted as unsent. Only on the connection's event loop.
     *
     * @param sls what has the same value stays in sequence
     */
    void add(byte[] message, int sls);
}
