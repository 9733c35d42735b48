package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eir.core.input.Outcome;

/** Reads single values. Numbers and truth values may be written as text, as they are in variables. */
final class Scalars {
    private Scalars() {}

    /** Whether a type says itself how it is written: {@code static Outcome<T> parse(String field, String text)}. */
    static boolean isWritten(Class<?> type) {
        return parser(type).isPresent();
    }

    private static Optional<Method> parser(Class<?> type) {
        try {
            Method parse = type.getMethod("parse", String.class, String.class);
            return parse.getReturnType() == Outcome.class ? Optional.of(parse) : Optional.empty();
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // a parser accepts instances of its own type, which are objects
    private static Outcome<Object> parsed(Method parser, String path, String text) {
        try {
            return (Outcome<Object>) parser.invoke(null, path, text);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(parser + " cannot be called", e);
        }
    }

    /** The value as an instance of the type, or why it is none. */
    static Outcome<Object> read(Class<?> type, JsonNode node, String path) {
        String text = node.asText();
        if (node.isContainerNode()) {
            return Outcome.refused(path, node.toString(), rule(type));
        }
        Optional<Method> parser = parser(type);
        if (parser.isPresent()) {
            return parsed(parser.get(), path, text);
        }
        Optional<?> value = type == String.class && !node.isTextual() ? Optional.empty() : parse(type, text);
        return value.<Outcome<Object>>map(Outcome::accepted).orElseGet(() -> Outcome.refused(path, text, rule(type)));
    }

    private static Optional<?> parse(Class<?> type, String text) {
        if (type == String.class) {
            return Optional.of(text);
        }
        if (type == int.class) {
            return number(text, Integer::valueOf);
        }
        if (type == long.class) {
            return number(text, Long::valueOf);
        }
        if (type == double.class) {
            return number(text, Double::valueOf);
        }
        if (type == boolean.class) {
            return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        }
        if (type == Path.class) {
            return path(text);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> word(constant).equals(text))
                    .findFirst();
        }
        throw new IllegalStateException("a configuration record cannot have a component of type " + type);
    }

    private static Optional<?> number(String text, Function<String, ?> parser) {
        try {
            return Optional.of(parser.apply(text.replace("_", "")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<?> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What values a type allows. */
    static String rule(Class<?> type) {
        Optional<Method> parser = parser(type);
        if (parser.isPresent()) {
            return parsed(parser.get(), "", "") instanceof Outcome.Refused<Object> refused
                    ? refused.refusal().rule()
                    : "";
        }
        if (type == String.class) {
            return "must be a text (in quotes where it looks like a number)";
        }
        if (type == int.class) {
            return "must be a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        if (type == long.class) {
            return "must be a whole number";
        }
        if (type == double.class) {
            return "must be a number";
        }
        if (type == boolean.class) {
            return "must be true or false";
        }
        if (type == Path.class) {
            return "must be the path of a file or directory";
        }
        return type.isEnum()
                ? "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Scalars::word)
                                .collect(Collectors.joining(", "))
                : "must be a list";
    }

    /** An enum constant as people write it. */
    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
