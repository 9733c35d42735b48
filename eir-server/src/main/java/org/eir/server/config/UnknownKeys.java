package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eir.core.input.Nearest;
import org.eir.server.config.ConfigSchema.Leaf;

/** Finds keys that no record has, and the known ones they were probably meant to be. */
final class UnknownKeys {
    private final Class<? extends Record> top;

    UnknownKeys(Class<? extends Record> top) {
        this.top = top;
    }

    List<ConfigError> in(ObjectNode values) {
        List<ConfigError> errors = new ArrayList<>();
        check(top, values, "", errors);
        return errors;
    }

    private void check(Class<?> type, JsonNode values, String prefix, List<ConfigError> errors) {
        Map<String, RecordComponent> known = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            known.put(component.getName(), component);
        }
        values.properties().forEach(entry -> {
            String path = prefix + entry.getKey();
            RecordComponent component = known.get(entry.getKey());
            if (component == null) {
                errors.add(new ConfigError(path, null, "there is no such key" + hint(entry.getKey(), prefix, known)));
            } else if (ConfigSchema.isSection(component.getType())) {
                check(component.getType(), entry.getValue(), path + ".", errors);
            } else if (ConfigSchema.isList(component.getGenericType())) {
                checkElements(component, entry.getValue(), path, errors);
            }
        });
    }

    private void checkElements(RecordComponent list, JsonNode values, String path, List<ConfigError> errors) {
        Class<?> element = ConfigSchema.elementOf(list.getGenericType());
        if (ConfigSchema.isSection(element)) {
            for (int i = 0; i < values.size(); i++) {
                check(element, values.get(i), path + "[" + i + "].", errors);
            }
        }
    }

    private String hint(String key, String prefix, Map<String, RecordComponent> siblings) {
        Optional<String> meant = Nearest.of(key, siblings.keySet()).map(name -> prefix + name);
        return meant.or(() -> elsewhere(key))
                .map(path -> "; did you mean " + path + "?")
                .orElseGet(() -> "; known here: " + String.join(", ", siblings.keySet()));
    }

    /** The key may be right and its section wrong. */
    private Optional<String> elsewhere(String key) {
        return ConfigSchema.leaves(top).stream()
                .filter(leaf -> leaf.name().equals(key))
                .map(Leaf::path)
                .findFirst();
    }
}
