package org.eir.core.check;

import java.util.Locale;

/** Which rule led to a verdict. */
public enum Rule {
    BLACK_LIST,
    GREY_LIST,
    WHITE_LIST,
    GOLDEN_LIST,
    /** No entry covers the identity. */
    UNLISTED,
    /** No entry covers it, and its TAC belongs to test equipment (reporting body 00). */
    TEST_IDENTITY,
    /** No entry covers it, and it is a value no maker allocates: all digits alike, 1234567890…. */
    PLACEHOLDER,
    /** Not an identity. */
    MALFORMED;

    /** As people write it: {@code black-list}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
