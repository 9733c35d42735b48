package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keys a record has: its components, read by reflection. */
final class ConfigSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigSchema() {}

    /**
     * A key whose value is not a section: a single value or a list.
     *
     * @param parts the names that lead to it
     */
    record Leaf(List<String> parts, Type type, @Nullable JsonNode defaultValue) {
        String path() {
            return String.join(".", parts);
        }

        String name() {
            return parts.getLast();
        }

        /** {@code s13.originHost} is set by {@code EIR_S13_ORIGIN_HOST}. */
        String variable() {
            return "EIR_"
                    + String.join("_", parts)
                            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                            .toUpperCase(Locale.ROOT);
        }
    }

    /** All keys of a record and of its sections, in the order of the records. */
    static List<Leaf> leaves(Class<? extends Record> type) {
        List<Leaf> leaves = new ArrayList<>();
        collect(type, List.of(), leaves);
        return List.copyOf(leaves);
    }

    private static void collect(Class<? extends Record> type, List<String> parents, List<Leaf> leaves) {
        Map<String, JsonNode> defaults = defaults(type);
        for (RecordComponent component : type.getRecordComponents()) {
            List<String> parts = new ArrayList<>(parents);
            parts.add(component.getName());
            if (isSection(component.getType())) {
                collect(component.getType().asSubclass(Record.class), parts, leaves);
            } else {
                leaves.add(new Leaf(parts, component.getGenericType(), defaults.get(component.getName())));
            }
        }
    }

    static boolean isSection(Class<?> type) {
        return type.isRecord() && !Scalars.isWritten(type);
    }

    static boolean isList(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
    }

    static Class<?> elementOf(Type list) {
        return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** What the record's static method {@code defaults()} says, if it has one. */
    static Map<String, JsonNode> defaults(Class<? extends Record> type) {
        try {
            Object defaults = type.getMethod("defaults").invoke(null);
            return JSON.convertValue(
                    defaults, JSON.getTypeFactory().constructMapType(Map.class, String.class, JsonNode.class));
        } catch (NoSuchMethodException none) {
            return Map.of();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(type + ".defaults() cannot be called", e);
        }
    }
}
