package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of trees, and lists everything that is wrong on the way.
 *
 * <p>A record refuses a value by throwing {@link IllegalArgumentException} in its compact constructor with a message
 * that begins with the component's name, its section before it or not: {@code s13.port '70000': must be 0 to 65535}. The
 * binder then goes on with the component's default, so that what else is wrong is found in the same run.
 */
final class RecordBinder {
    private static final Pattern REFUSAL =
            Pattern.compile("(?s)(?:\\w+\\.)*(?<name>\\w+)(?: '.*?'(?!\\w):?|:) (?<rule>.+)");

    private final List<ConfigError> errors = new ArrayList<>();

    List<ConfigError> errors() {
        return errors;
    }

    /** The record that a tree describes; empty if there is none. Only good while there are no errors. */
    <R extends Record> Optional<R> bind(Class<R> type, JsonNode tree, String prefix) {
        if (!tree.isObject() && !tree.isMissingNode()) {
            errors.add(new ConfigError(
                    prefix.substring(0, prefix.length() - 1), tree.asText(), "must be a section with keys of its own"));
            return Optional.empty();
        }
        Map<String, JsonNode> defaults = ConfigSchema.defaults(type);
        List<Slot> slots = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode fallback = defaults.getOrDefault(component.getName(), MissingNode.getInstance());
            slots.add(slot(component, given(tree, component.getName()), fallback, prefix));
        }
        boolean complete = slots.stream().allMatch(slot -> slot.value != null || slot.optional());
        return complete ? construct(type, slots, prefix) : Optional.empty();
    }

    /** A component on its way to the constructor. */
    private static final class Slot {
        private final RecordComponent component;
        private final String written;
        private final @Nullable Object fallback;
        private @Nullable Object value;

        Slot(RecordComponent component, JsonNode written, @Nullable Object value, @Nullable Object fallback) {
            this.component = component;
            this.written = written.isMissingNode() ? "" : shown(component.getName(), written);
            this.fallback = fallback;
            this.value = value != null ? value : fallback;
        }

        boolean optional() {
            return ConfigSchema.isOptional(component);
        }

        /** Forgets a refused value; false if there is nothing to go on with. */
        boolean fallBack() {
            boolean differs = !Objects.equals(value, fallback) && (fallback != null || optional());
            value = fallback;
            return differs;
        }
    }

    private Slot slot(RecordComponent component, JsonNode given, JsonNode fallback, String prefix) {
        String path = prefix + component.getName();
        if (ConfigSchema.isSection(component.getType())) {
            Object section = ConfigSchema.isOptional(component) && given.isEmpty()
                    ? null
                    : bind(component.getType().asSubclass(Record.class), given, path + ".")
                            .orElse(null);
            return new Slot(component, MissingNode.getInstance(), section, null);
        }
        Object usual = fallback.isMissingNode() ? null : value(component, fallback, path);
        if (!given.isMissingNode()) {
            return new Slot(component, given, value(component, given, path), usual);
        }
        if (usual == null && !ConfigSchema.isOptional(component)) {
            errors.add(new ConfigError(path, null, "is required; it " + Scalars.rule(component.getType())));
        }
        return new Slot(component, fallback, usual, usual);
    }

    private @Nullable Object value(RecordComponent component, JsonNode node, String path) {
        return ConfigSchema.isList(component.getGenericType())
                ? list(component, node, path)
                : scalar(component.getType(), node, path);
    }

    private @Nullable Object list(RecordComponent component, JsonNode node, String path) {
        if (!node.isArray()) {
            errors.add(new ConfigError(path, shown(component.getName(), node), "must be a list"));
            return null;
        }
        Class<?> element = ConfigSchema.elementOf(component.getGenericType());
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String place = path + "[" + i + "]";
            Object value = ConfigSchema.isSection(element)
                    ? bind(element.asSubclass(Record.class), node.get(i), place + ".")
                            .orElse(null)
                    : scalar(element, node.get(i), place);
            if (value != null) {
                elements.add(value);
            }
        }
        return elements.size() == node.size() ? List.copyOf(elements) : null;
    }

    private @Nullable Object scalar(Class<?> type, JsonNode node, String path) {
        return switch (Scalars.read(type, node, path)) {
            case Accepted<Object> accepted -> accepted.value();
            case Refused<Object> refused -> {
                String name = path.substring(path.lastIndexOf('.') + 1);
                errors.add(new ConfigError(
                        path, shown(name, node), refused.refusal().rule()));
                yield null;
            }
        };
    }

    private <R extends Record> Optional<R> construct(Class<R> type, List<Slot> slots, String prefix) {
        Constructor<R> constructor = canonical(type);
        while (true) {
            try {
                return Optional.of(constructor.newInstance(
                        slots.stream().map(slot -> slot.value).toArray()));
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
                    throw new IllegalStateException(type + " cannot be made", e.getCause());
                }
                Optional<Slot> refused = report(String.valueOf(refusal.getMessage()), slots, prefix);
                if (refused.isEmpty() || !refused.get().fallBack()) {
                    return Optional.empty();
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type + " cannot be made", e);
            }
        }
    }

    /** Reports a constructor's refusal; returns the component it is about, if it names one. */
    private Optional<Slot> report(String message, List<Slot> slots, String prefix) {
        Matcher parts = REFUSAL.matcher(message);
        Optional<Slot> slot = parts.matches()
                ? slots.stream()
                        .filter(candidate -> candidate.component.getName().equals(parts.group("name")))
                        .findFirst()
                : Optional.empty();
        errors.add(slot.map(found -> new ConfigError(
                        prefix + found.component.getName(),
                        found.written.isEmpty() ? null : found.written,
                        parts.group("rule")))
                .orElseGet(() -> new ConfigError(
                        prefix.isEmpty() ? "configuration" : prefix.substring(0, prefix.length() - 1), null, message)));
        return slot;
    }

    private static JsonNode given(JsonNode tree, String key) {
        JsonNode node = tree.path(key);
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    private static <R extends Record> Constructor<R> canonical(Class<R> type) {
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    /** A value as people write it, secrets masked, inside lists too. */
    static String shown(String key, JsonNode node) {
        if (!node.isContainerNode()) {
            return Secrets.shown(key, node.asText());
        }
        return Secrets.shown(key, masked(node.deepCopy()).toString());
    }

    private static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                entry.setValue(
                        value.isContainerNode()
                                ? masked(value)
                                : TextNode.valueOf(Secrets.shown(entry.getKey(), value.asText())));
            });
        } else {
            node.forEach(RecordBinder::masked);
        }
        return node;
    }
}
