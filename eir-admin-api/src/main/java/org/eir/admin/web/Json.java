package org.eir.admin.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;
import org.eir.core.input.Refusal;
import org.jspecify.annotations.Nullable;

/** JSON as this API reads it (strictly: no unknown or repeated field, no number for a text) and writes it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private Json() {}

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #bytes} wrote, or {@link #read} has read before. */
    public static <T> T own(byte[] bytes, Class<T> type) {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static HttpResponse response(HttpStatus status, Object value) {
        return response(ResponseHeaders.of(status), value);
    }

    public static HttpResponse response(ResponseHeaders headers, Object value) {
        return HttpResponse.of(headers.toBuilder().contentType(MediaType.JSON).build(), HttpData.wrap(bytes(value)));
    }

    /** Reads a body; what is wrong with it goes to {@code inputs}, and the result is null. */
    public static <T> @Nullable T read(HttpData body, Class<T> type, Inputs inputs) {
        try {
            T value = body.isEmpty() ? null : MAPPER.readValue(body.array(), type);
            if (value == null) {
                inputs.unreadable("The body has to be a JSON object.");
            }
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            List<String> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of()).stream()
                    .map(Object::toString)
                    .sorted()
                    .toList();
            String name = Refusal.of("", unknown.getPropertyName(), "").value();
            inputs.takeAt(
                    pointer(unknown),
                    Outcome.refused(
                            name,
                            "",
                            "is no known field" + Nearest.hint(name, known) + "; known are "
                                    + String.join(", ", known)));
        } catch (MismatchedInputException mismatched) {
            refuseMismatch(mismatched, inputs);
        } catch (JsonProcessingException broken) {
            inputs.unreadable("The body is no JSON: " + firstLine(broken.getOriginalMessage())
                    + (broken.getLocation() == null
                            ? "."
                            : " (line " + broken.getLocation().getLineNr() + ", column "
                                    + broken.getLocation().getColumnNr() + ")."));
        } catch (IOException broken) {
            inputs.unreadable("The body is no JSON in UTF-8.");
        }
        return null;
    }

    private static void refuseMismatch(MismatchedInputException mismatched, Inputs inputs) {
        String field = mismatched.getPath().reversed().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (field == null) {
            inputs.unreadable("The body has to be one JSON object.");
            return;
        }
        String value = mismatched instanceof InvalidFormatException scalar ? String.valueOf(scalar.getValue()) : "";
        inputs.takeAt(pointer(mismatched), Outcome.refused(field, value, hasToBe(mismatched.getTargetType())));
    }

    /** Where in the body it is (RFC 6901). */
    private static String pointer(JsonMappingException where) {
        return where.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? Integer.toString(step.getIndex())
                        : Refusal.of("", step.getFieldName(), "")
                                .value()
                                .replace("~", "~0")
                                .replace("/", "~1"))
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String hasToBe(@Nullable Class<?> target) {
        if (target == Boolean.class) {
            return "has to be true or false";
        }
        if (target == Long.class || target == Integer.class) {
            return "has to be a whole number";
        }
        if (target != null && target.isRecord()) {
            return "has to be an object";
        }
        return target != null && List.class.isAssignableFrom(target)
                ? "has to be a list"
                : "has to be a text, in quotes";
    }

    /** Its first line, without the place where a structure began: the parser tells that in words of its own. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").replaceFirst(" \\(start marker at .*", "");
    }
}
