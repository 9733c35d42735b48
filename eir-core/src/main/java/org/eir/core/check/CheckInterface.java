package org.eir.core.check;

import java.util.Locale;

/** Where a check came in. */
public enum CheckInterface {
    /** Diameter, from an MME (TS 29.272 clause 6). */
    S13,
    /** Diameter, from an SGSN: the same messages as S13. */
    S13_PRIME,
    /** MAP, from an MSC/VLR (TS 29.002). */
    F,
    /** MAP, from an SGSN. */
    GF,
    /** A person, through the admin API: never counted as a network's question. */
    ADMIN;

    /** As a metric label and in records: {@code s13}, {@code admin}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
