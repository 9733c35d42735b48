package org.eir.admin.input;

import org.eir.core.check.Origin;
import org.eir.core.input.Outcome;
import org.eir.core.list.EntryFacts;

/** Free text: bounded, and without what a database, a log or a terminal would stumble over. */
public final class Texts {
    /** What decoding puts where bytes are no UTF-8. */
    static final char REPLACEMENT = '\uFFFD';

    private static final int MAX_ORIGIN = 255;
    private static final int MASKED_FROM = 5;

    private Texts() {}

    public static Outcome<String> source(String field, String text) {
        return line(field, text, EntryFacts.MAX_SOURCE);
    }

    public static Outcome<String> reference(String field, String text) {
        return line(field, text, EntryFacts.MAX_REFERENCE);
    }

    /** Realm, host, global title, {@code pc-} and a point code, or association: a policy for any of them is met. */
    public static Outcome<Origin> origin(String field, String text) {
        return line(field, text, MAX_ORIGIN).then(name -> Outcome.accepted(new Origin(name, name)));
    }

    /** May have several lines. */
    public static Outcome<String> note(String field, String text) {
        return bounded(field, text, EntryFacts.MAX_NOTE, true);
    }

    /** One line of 1 to {@code max} characters. */
    public static Outcome<String> line(String field, String text, int max) {
        return bounded(field, text, max, false);
    }

    /**
     * What may hold an IMSI that nobody looked for, as it is shown and kept in a refusal: without the digits after the fifth
     * character.
     */
    static String masked(String text) {
        int shown = Math.min(MASKED_FROM, text.length());
        return text.substring(0, shown) + text.substring(shown).replaceAll("[0-9]", "*");
    }

    private static Outcome<String> bounded(String field, String text, int max, boolean lines) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > max) {
            return Outcome.refused(field, text, "has to have 1 to " + max + " characters; it has " + stripped.length());
        }
        if (stripped.codePoints().anyMatch(c -> isUnfit(c) && !(lines && (c == '\n' || c == '\r' || c == '\t')))) {
            return Outcome.refused(field, text, "has a control character or half of a surrogate pair");
        }
        return Outcome.accepted(stripped);
    }

    private static boolean isUnfit(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
