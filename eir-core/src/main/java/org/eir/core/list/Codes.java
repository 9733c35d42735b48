package org.eir.core.list;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Enum constants by the words people write and by the numbers that are stored. */
final class Codes {
    private Codes() {}

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> byText(E[] constants, String text) {
        return Arrays.stream(constants)
                .filter(constant -> text(constant).equals(text))
                .findFirst();
    }

    static <E extends Enum<E>> E byCode(E[] constants, ToIntFunction<E> codeOf, int code) {
        for (E constant : constants) {
            if (codeOf.applyAsInt(constant) == code) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                constants.getClass().getComponentType().getSimpleName() + " has no code " + code
                        + ": it was written by a newer version");
    }
}
