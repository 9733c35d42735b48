package org.eir.core.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;

/**
 * A network, or a part of one, that a policy is for. Made by {@link #of}, so that one thing is written in one way only.
 *
 * @param kind what is looked at
 * @param value what it has to be; names in lower case, a point code in decimal
 */
public record OriginMatcher(Kind kind, String value) {
    private static final int MAX_POINT_CODE = 0xFFFFFF;
    private static final int MAX_ITU_POINT_CODE = 0x3FFF;
    private static final int MAX_NAME = 255;
    private static final int MAX_ASSOCIATION = 64;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
    private static final Pattern TITLE = Pattern.compile("[0-9]{1,20}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,8}");
    private static final Pattern PARTS = Pattern.compile("([0-7])-([0-9]{1,3})-([0-7])");

    /** What of an origin is looked at, the most specific first: the first kind that a policy names decides. */
    public enum Kind {
        /** S13: the Origin-Host (TS 29.272 clause 5.3), whole. */
        HOST(1),
        /** MAP: the calling point code, of an asker that sends no global title (ITU-T Q.713 clause 3.4.2.1). */
        POINT_CODE(2),
        /** MAP: the first digits of the calling global title (Q.713 clause 3.4.2.3); the longest decides. */
        GLOBAL_TITLE(3),
        /** MAP: the M3UA association, by its configured name. */
        ASSOCIATION(4),
        /** S13: the Origin-Realm, whole. MAP: the association's configured network. */
        REALM(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number stored in the database and hashed in the log. */
        public int code() {
            return code;
        }

        /** As people write it: {@code global-title}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Kind> of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text().equals(text))
                    .findFirst();
        }

        /**
         * The kind with this code.
         *
         * @throws IllegalArgumentException if none has: the database is newer than this program
         */
        public static Kind of(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no kind of origin has code " + code));
        }
    }

    /** Reads both parts as people write them; the refusal names {@code field} and what is allowed. */
    public static Outcome<OriginMatcher> of(String field, String kind, String value) {
        return Kind.of(kind).map(known -> value(field, known, value)).orElseGet(() -> {
            var words = Arrays.stream(Kind.values()).map(Kind::text).toList();
            return Outcome.refused(
                    field, kind, "has to be one of " + String.join(", ", words) + Nearest.hint(kind, words));
        });
    }

    private static Outcome<OriginMatcher> value(String field, Kind kind, String value) {
        return switch (kind) {
            case HOST, REALM -> name(field, kind, value, MAX_NAME);
            case ASSOCIATION ->
                value.isBlank() || value.length() > MAX_ASSOCIATION
                        ? Outcome.refused(
                                field, value, "an association's name has 1 to " + MAX_ASSOCIATION + " characters")
                        : Outcome.accepted(new OriginMatcher(kind, value));
            case GLOBAL_TITLE ->
                TITLE.matcher(value).matches()
                        ? Outcome.accepted(new OriginMatcher(kind, value))
                        : Outcome.refused(field, value, "the beginning of a global title has 1 to 20 decimal digits");
            case POINT_CODE -> pointCode(field, value);
        };
    }

    /** DNS names know no case (RFC 6733 clause 4.3.1). */
    private static Outcome<OriginMatcher> name(String field, Kind kind, String value, int most) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.length() <= most && NAME.matcher(lower).matches()
                ? Outcome.accepted(new OriginMatcher(kind, lower))
                : Outcome.refused(
                        field,
                        value,
                        "a " + kind.text() + " is a name of letters, digits, dots, hyphens and underscores");
    }

    private static Outcome<OriginMatcher> pointCode(String field, String value) {
        var parts = PARTS.matcher(value);
        if (parts.matches() && Integer.parseInt(parts.group(2)) <= 0xFF) {
            int code = Integer.parseInt(parts.group(1)) << 11
                    | Integer.parseInt(parts.group(2)) << 3
                    | Integer.parseInt(parts.group(3));
            return Outcome.accepted(new OriginMatcher(Kind.POINT_CODE, Integer.toString(code)));
        }
        if (DECIMAL.matcher(value).matches() && Integer.parseInt(value) <= MAX_POINT_CODE) {
            return Outcome.accepted(new OriginMatcher(Kind.POINT_CODE, Integer.toString(Integer.parseInt(value))));
        }
        return Outcome.refused(
                field, value, "a point code is decimal (to " + MAX_ITU_POINT_CODE + ", or 24 bits) or like 2-100-5");
    }

    /** As people write it: {@code realm example.org}. */
    @Override
    public String toString() {
        return kind.text() + " " + value;
    }
}
