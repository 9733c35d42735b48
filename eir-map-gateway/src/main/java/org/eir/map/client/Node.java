package org.eir.map.client;

/** Who asks, by subsystem number (TS 23.003 clause 8). */
public enum Node {
    VLR(7),
    MSC(8),
    SGSN(149);

    private final int subsystemNumber;

    Node(int subsystemNumber) {
        this.subsystemNumber = subsystemNumber;
    }

    public int subsystemNumber() {
        return subsystemNumber;
    }
}
