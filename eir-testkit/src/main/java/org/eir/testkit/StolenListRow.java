package org.eir.testkit;

import org.eir.core.identity.Imei;
import org.jspecify.annotations.Nullable;

/**
 * One row of a generated list, and what has to become of it.
 *
 * @param line its line in the file; the header is line 1
 * @param text the row as written
 * @param kind what has to become of it
 * @param imei the device it was made for; of a rejected row one that no row lists
 * @param spareDigit whether it is accepted although its 15th digit is 0 and not the check digit
 * @param defect what is wrong with it; absent unless rejected
 */
public record StolenListRow(
        long line,
        String text,
        Kind kind,
        Imei imei,
        boolean spareDigit,
        @Nullable Defect defect) {

    /** What becomes of a row in an import into an empty register. */
    public enum Kind {
        ADDED,
        REPEATED,
        REJECTED
    }

    /** What can be wrong with a row. */
    public enum Defect {
        /** The 15th digit is neither the check digit nor 0. */
        WRONG_CHECK_DIGIT,
        /** Nine to thirteen digits. */
        TOO_SHORT,
        /** A letter among the digits. */
        LETTER,
        /** A month 13, a day 32, a word. */
        BAD_DATE,
        /** Neither {@code blacklist} nor empty. */
        WRONG_STATUS,
        /** The IMEI alone, without the commas. */
        MISSING_COLUMNS
    }
}
