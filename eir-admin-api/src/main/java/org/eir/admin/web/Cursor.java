package org.eir.admin.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.eir.core.input.Outcome;

/** Where a page ended. Opaque to callers, so that what it says may change; each kind of page takes its own only. */
public final class Cursor {
    private static final String SEPARATOR = ":";

    private Cursor() {}

    /** The page that goes on after these numbers, none of which is negative. */
    public static String of(String kind, long... numbers) {
        String text = kind
                + Arrays.stream(numbers).mapToObj(number -> SEPARATOR + number).collect(Collectors.joining());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads a cursor of this kind: as many numbers as it was made of. */
    public static BiFunction<String, String, Outcome<long[]>> reading(String kind, int count) {
        return (field, text) -> {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(SEPARATOR, -1);
                long[] numbers =
                        Arrays.stream(parts).skip(1).mapToLong(Long::parseLong).toArray();
                if (parts[0].equals(kind)
                        && numbers.length == count
                        && Arrays.stream(numbers).allMatch(number -> number >= 0)) {
                    return Outcome.accepted(numbers);
                }
            } catch (IllegalArgumentException notOne) {
                // Refused below, like a cursor of something else.
            }
            return Outcome.refused(field, text, "is no cursor; take 'next' of the page before");
        };
    }
}
