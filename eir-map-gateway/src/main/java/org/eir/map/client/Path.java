package org.eir.map.client;

import org.eir.map.m3ua.PayloadData;
import org.eir.map.sccp.SccpAddress;

/**
 * From where and to where questions go.
 *
 * @param networkIndicator 0 international, 2 national
 * @param ownPointCode the asker's
 * @param ownGlobalTitle the asker's, digits; empty: it is addressed by point code and subsystem number
 * @param registerPointCode where messages are sent: the register's, or an STP's that translates global titles
 * @param registerGlobalTitle the register's, digits; empty: it is addressed by point code and subsystem number
 * @param routingContext 0 to 4294967295, or {@link PayloadData#NO_ROUTING_CONTEXT}
 */
public record Path(
        int networkIndicator,
        int ownPointCode,
        String ownGlobalTitle,
        int registerPointCode,
        String registerGlobalTitle,
        long routingContext) {
    /** An EIR's subsystem number (TS 23.003 clause 8). */
    private static final int EIR = 9;

    /** National, by point codes. */
    public static Path byPointCode(int ownPointCode, int registerPointCode, long routingContext) {
        return new Path(2, ownPointCode, "", registerPointCode, "", routingContext);
    }

    /** The same with global titles. */
    public Path withGlobalTitles(String own, String register) {
        return new Path(networkIndicator, ownPointCode, own, registerPointCode, register, routingContext);
    }

    SccpAddress calling(Node node) {
        return address(ownPointCode, ownGlobalTitle, node.subsystemNumber());
    }

    SccpAddress called() {
        return address(registerPointCode, registerGlobalTitle, EIR);
    }

    private static SccpAddress address(int pointCode, String globalTitle, int subsystemNumber) {
        return globalTitle.isEmpty()
                ? SccpAddress.ofPointCode(pointCode, subsystemNumber)
                : SccpAddress.ofGlobalTitle(globalTitle, subsystemNumber);
    }
}
