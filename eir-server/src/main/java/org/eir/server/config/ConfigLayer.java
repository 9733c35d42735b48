package org.eir.server.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eir.core.input.Nearest;
import org.eir.server.config.ConfigSchema.Leaf;

/**
 * Values that come from one place.
 *
 * @param originOf says where a key's value comes from
 * @param values the values, as a tree of sections
 * @param errors what is wrong with the place itself
 */
record ConfigLayer(Function<Leaf, String> originOf, ObjectNode values, List<ConfigError> errors) {
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Variables of the launcher and of the command line, which are no configuration of a node. */
    private static final List<String> NOT_SETTINGS = List.of("EIR_SERVER", "EIR_TOKEN", "EIR_DATA", "EIR_CA_FILE");

    private static final String LAUNCHER_PREFIX = "EIR_JAVA";

    /** An operator's file. */
    static ConfigLayer file(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                return unusable(file, "a configuration file has at most " + MAX_FILE_BYTES + " bytes");
            }
            return yaml("file " + file, YAML.readTree(file.toFile()), file);
        } catch (JacksonException e) {
            return unusable(
                    file, "is not YAML: " + e.getOriginalMessage().lines().collect(Collectors.joining(" ")) + place(e));
        } catch (NoSuchFileException e) {
            return unusable(file, "there is no such file");
        } catch (IOException e) {
            return unusable(file, "cannot be read: " + e.getMessage());
        }
    }

    /** The same without any other section. */
    ConfigLayer only(String section) {
        return new ConfigLayer(originOf, values.deepCopy().retain(section), errors);
    }

    /** Settings that the program itself brings, beside {@code owner} in its jar. */
    static ConfigLayer resource(String origin, Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return yaml(origin, YAML.readTree(in), Path.of(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A single value. */
    static ConfigLayer single(String origin, String path, String value) {
        ObjectNode values = JSON.createObjectNode();
        put(values, List.of(path.split("\\.", -1)), TextNode.valueOf(value));
        return new ConfigLayer(key -> origin, values, List.of());
    }

    /** Variables named {@code EIR_…}; lists are JSON or separated by commas. */
    static ConfigLayer environment(Map<String, String> environment, List<Leaf> leaves) {
        Map<String, Leaf> byVariable = leaves.stream().collect(Collectors.toMap(Leaf::variable, leaf -> leaf));
        ObjectNode values = JSON.createObjectNode();
        List<ConfigError> errors = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith("EIR_") || NOT_SETTINGS.contains(name) || name.startsWith(LAUNCHER_PREFIX)) {
                return;
            }
            Leaf leaf = byVariable.get(name);
            if (leaf == null) {
                errors.add(new ConfigError(
                        name,
                        null,
                        "no setting has this variable"
                                + Nearest.of(name, byVariable.keySet())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("")));
                return;
            }
            try {
                put(values, leaf.parts(), ConfigSchema.isList(leaf.type()) ? list(value) : TextNode.valueOf(value));
            } catch (JacksonException e) {
                errors.add(new ConfigError(
                        name, Secrets.shown(leaf.name(), value), "must be a JSON list, or values separated by commas"));
            }
        });
        return new ConfigLayer(leaf -> "environment " + leaf.variable(), values, errors);
    }

    private static JsonNode list(String text) throws JacksonException {
        if (text.stripLeading().startsWith("[")) {
            return JSON.readTree(text);
        }
        ArrayNode list = JSON.createArrayNode();
        text.lines()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .forEach(element -> {
                    if (!element.isEmpty()) {
                        list.add(element);
                    }
                });
        return list;
    }

    private static void put(ObjectNode values, List<String> parts, JsonNode value) {
        ObjectNode section = values;
        for (String part : parts.subList(0, parts.size() - 1)) {
            section = section.withObjectProperty(part);
        }
        section.set(parts.getLast(), value);
    }

    private static ConfigLayer yaml(String origin, JsonNode tree, Path file) {
        if (tree instanceof ObjectNode sections) {
            return new ConfigLayer(key -> origin, sections, List.of());
        }
        if (tree.isMissingNode() || tree.isNull()) {
            return new ConfigLayer(key -> origin, JSON.createObjectNode(), List.of());
        }
        return unusable(file, "a configuration consists of sections such as 'database:'");
    }

    private static ConfigLayer unusable(Path file, String why) {
        return new ConfigLayer(
                key -> "", JSON.createObjectNode(), List.of(new ConfigError(file.toString(), null, why)));
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
