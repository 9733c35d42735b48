package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eir.server.config.ConfigSchema.Leaf;

/** Merges the layers of a configuration, checks them, and binds the sum to a record. */
final class ConfigLoader {
    private ConfigLoader() {}

    /** Reads a configuration; of several layers that set a key the last counts. */
    static <R extends Record> Loaded<R> load(Class<R> type, List<ConfigLayer> layers) {
        List<Leaf> leaves = ConfigSchema.leaves(type);
        Set<ConfigError> errors = new LinkedHashSet<>();
        ObjectNode merged = new ObjectMapper().createObjectNode();
        UnknownKeys unknownKeys = new UnknownKeys(type);
        for (ConfigLayer layer : layers) {
            errors.addAll(layer.errors());
            errors.addAll(unknownKeys.in(layer.values()));
            merge(merged, layer.values());
        }
        RecordBinder binder = new RecordBinder();
        Optional<R> config = binder.bind(type, merged, "");
        // Keys are missing because the file could not be read; saying so of each of them would hide the reason.
        if (layers.stream()
                .allMatch(layer -> layer.errors().isEmpty() || !layer.values().isEmpty())) {
            errors.addAll(binder.errors());
        }
        return new Loaded<>(
                errors.isEmpty() ? config : Optional.empty(), settings(leaves, layers), List.copyOf(errors));
    }

    private static void merge(ObjectNode into, ObjectNode values) {
        values.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode section
                    && into.get(entry.getKey()) instanceof ObjectNode known) {
                merge(known, section);
            } else if (!entry.getValue().isNull()) {
                into.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }

    private static List<Setting> settings(List<Leaf> leaves, List<ConfigLayer> layers) {
        List<Setting> settings = new ArrayList<>();
        for (Leaf leaf : leaves) {
            settings.add(layers.reversed().stream()
                    .filter(layer -> isSet(valueIn(layer, leaf)))
                    .findFirst()
                    .map(layer -> new Setting(
                            leaf.path(),
                            shown(leaf, valueIn(layer, leaf)),
                            layer.originOf().apply(leaf)))
                    .orElseGet(() -> unset(leaf)));
        }
        return settings;
    }

    private static Setting unset(Leaf leaf) {
        JsonNode value = leaf.defaultValue();
        return value == null
                ? new Setting(leaf.path(), "", "not set")
                : new Setting(leaf.path(), shown(leaf, value), "default");
    }

    private static JsonNode valueIn(ConfigLayer layer, Leaf leaf) {
        JsonNode node = layer.values();
        for (String part : leaf.parts()) {
            node = node.path(part);
        }
        return node;
    }

    private static boolean isSet(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static String shown(Leaf leaf, JsonNode value) {
        return RecordBinder.shown(leaf.name(), value);
    }
}
