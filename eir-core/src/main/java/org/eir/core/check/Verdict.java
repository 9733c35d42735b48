package org.eir.core.check;

import java.util.Locale;
import java.util.Optional;

/**
 * What a network is told. The first three are EquipmentStatus (TS 29.002 clause 17.7.1, TS 29.272 clause 7.3.51).
 */
public enum Verdict {
    PERMITTED,
    PROHIBITED,
    TRACKED,
    /** Unknown equipment: MAP error 7, Diameter experimental result 5422. A verdict, not a failure. */
    UNKNOWN,
    /** No status at all: what was sent is no identity, and the policy says to answer it with an error. */
    REFUSED;

    /** As people write it: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Verdict> of(String text) {
        for (Verdict verdict : values()) {
            if (verdict.text().equals(text)) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }
}
