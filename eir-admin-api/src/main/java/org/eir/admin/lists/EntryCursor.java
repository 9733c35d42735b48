package org.eir.admin.lists;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eir.core.input.Outcome;

/** Where a page of entries ended. Opaque to callers, so that what it says may change. */
final class EntryCursor {
    private static final String PREFIX = "entries-below:";

    private EntryCursor() {}

    /** The page that goes on below this entry. */
    static String after(long entryId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + entryId).getBytes(StandardCharsets.US_ASCII));
    }

    /** The number below which the page goes on. */
    static Outcome<Long> read(String field, String text) {
        try {
            String cursor = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            if (cursor.startsWith(PREFIX)) {
                return Outcome.accepted(Long.parseLong(cursor.substring(PREFIX.length())));
            }
        } catch (IllegalArgumentException notOne) {
            // Refused below, like a cursor of something else.
        }
        return Outcome.refused(field, text, "is no cursor; take 'next' of the page before");
    }
}
