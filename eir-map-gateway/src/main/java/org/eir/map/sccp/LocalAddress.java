package org.eir.map.sccp;

import java.util.List;

/**
 * The register's own addresses.
 *
 * @param networkIndicator 0 international, 2 national
 * @param pointCode 14 bits (ITU-T)
 * @param subsystemNumber 9 for an EIR (TS 23.003 clause 8)
 * @param globalTitles digits of every global title that is translated to this register; may be empty
 */
public record LocalAddress(int networkIndicator, int pointCode, int subsystemNumber, List<String> globalTitles) {
    public LocalAddress {
        globalTitles = List.copyOf(globalTitles);
    }
}
