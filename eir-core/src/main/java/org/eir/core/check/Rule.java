package org.eir.core.check;

import java.util.Locale;

/** Which rule led to a verdict. */
public enum Rule {
    BLACK_LIST,
    GREY_LIST,
    WHITE_LIST,
    GOLDEN_LIST,
    /** It would not be permitted, but an exception is made for the subscriber who uses it. */
    SUBSCRIBER_EXCEPTION,
    /** It is locked to its subscribers, and another one uses it; or one of them, and no list covers it. */
    SUBSCRIBER_LOCK,
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
