package org.eir.map;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eir.core.input.Outcome;

/**
 * An ITU signalling point code (Q.708): 14 bits.
 *
 * @param value 0 to 16383
 */
public record PointCode(int value) {
    public static final int MAX = 16_383;

    private static final String RULE =
            "must be a point code: 0 to 16383, or zone-area-point as in 0-2-6 (0-7, 0-255, 0-7)";
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,5}");
    private static final Pattern THREE_PARTS = Pattern.compile("(\\d{1,3})-(\\d{1,3})-(\\d{1,3})");

    public PointCode {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("pointCode: " + RULE);
        }
    }

    /** Reads both ways of writing it: {@code 22} and {@code 0-2-6} are the same. */
    public static Outcome<PointCode> parse(String field, String text) {
        Matcher parts = THREE_PARTS.matcher(text);
        int value = -1;
        if (parts.matches()) {
            value = joined(part(parts, 1), part(parts, 2), part(parts, 3));
        } else if (DECIMAL.matcher(text).matches()) {
            value = Integer.parseInt(text);
        }
        return value >= 0 && value <= MAX ? Outcome.accepted(new PointCode(value)) : Outcome.refused(field, text, RULE);
    }

    private static int part(Matcher parts, int number) {
        return Integer.parseInt(parts.group(number));
    }

    private static int joined(int zone, int area, int point) {
        return zone <= 7 && area <= 255 && point <= 7 ? zone << 11 | area << 3 | point : -1;
    }

    /** Both ways of writing it: {@code 22 (0-2-6)}. */
    @Override
    public String toString() {
        return value + " (" + (value >> 11) + "-" + (value >> 3 & 255) + "-" + (value & 7) + ")";
    }
}
