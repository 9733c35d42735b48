package org.eir.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values for a schema: mostly right, sometimes nearly, sometimes not at all. */
final class MadeUp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NONSENSE_PERCENT = 8;

    private static final List<String> TEXTS = List.of(
            "490154203237518",
            "35693803564380",
            "356938035643809",
            "35693803",
            "35693803000000-35693803000099",
            "262011234567890",
            "stolen",
            "black",
            "white",
            "golden",
            "op-a",
            "op-b",
            "example.org",
            "everyone",
            "1",
            "2",
            "3",
            "2026-11-01",
            "2026-11-01T10:00:00Z",
            "2027-01-01T00:00:00Z",
            "FIR 12/2026");
    private static final List<String> NONSENSE = List.of(
            "",
            " ",
            "\u0000",
            "é\uFEFF",
            "\uD83D\uDE00",
            "-1",
            "9223372036854775808",
            "1e9",
            "null",
            "../../etc/passwd",
            "%00",
            "' OR 1=1 --",
            "9999-12-31T23:59:60Z",
            "+999999999-12-31",
            "{}",
            "<script>",
            "x".repeat(5_000));

    private final Random random;

    MadeUp(Random random) {
        this.random = random;
    }

    /** Whether to send something: what is required nearly always, what is not about half the time. */
    boolean isThere(@Nullable Boolean required) {
        return random.nextInt(100) < (Boolean.TRUE.equals(required) ? 95 : 40);
    }

    /** As a parameter or header carries it. */
    String text(@Nullable Schema<?> schema) {
        Object value = value(schema);
        return value == null ? "" : value.toString();
    }

    String json(@Nullable Schema<?> schema) {
        if (isOdd()) {
            return oneOf(List.of("", "{", "[]", "null", "\"\"", "{\"a\":1,\"a\":2}", "1", "[".repeat(2_000)));
        }
        try {
            return JSON.writeValueAsString(value(schema));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    String csv() {
        StringBuilder file = new StringBuilder(
                oneOf(List.of("imei,reference,reporting_date\n", "imei\n", "imei,change_type\n", "tac,from,to\n", "")));
        for (int rows = random.nextInt(6); rows > 0; rows--) {
            file.append(oneOf(isOdd() ? NONSENSE : TEXTS))
                    .append(',')
                    .append(oneOf(isOdd() ? NONSENSE : TEXTS))
                    .append(random.nextInt(10) == 0 ? "\r\n" : "\n");
        }
        return file.toString();
    }

    private boolean isOdd() {
        return random.nextInt(100) < NONSENSE_PERCENT;
    }

    private <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private @Nullable Object value(@Nullable Schema<?> schema) {
        if (schema == null || isOdd()) {
            return random.nextInt(4) == 0 ? null : oneOf(NONSENSE);
        }
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            return oneOf(schema.getEnum());
        }
        if (schema.getOneOf() != null && !schema.getOneOf().isEmpty()) {
            return value(oneOf(schema.getOneOf()));
        }
        String type = schema.getType() == null ? "object" : schema.getType();
        return switch (type) {
            case "boolean" -> random.nextBoolean();
            case "integer", "number" -> oneOf(List.of(1L, 2L, 3L, 10L, 100L, 0L, -1L, Long.MAX_VALUE));
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> string(schema);
        };
    }

    private String string(Schema<?> schema) {
        List<String> fitting = schema.getPattern() == null
                ? TEXTS
                : TEXTS.stream()
                        .filter(text -> text.matches(schema.getPattern()))
                        .toList();
        return oneOf(fitting.isEmpty() ? TEXTS : fitting);
    }

    private List<@Nullable Object> array(Schema<?> schema) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            items.add(value(schema.getItems()));
        }
        return items;
    }

    private Map<String, @Nullable Object> object(Schema<?> schema) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                boolean required =
                        schema.getRequired() != null && schema.getRequired().contains(name);
                if (isThere(required)) {
                    object.put(name, value((Schema<?>) property));
                }
            });
        }
        if (isOdd()) {
            object.put("colour", "red");
        }
        return object;
    }
}
