package org.eir.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;

/**
 * Documents for Kubernetes.
 *
 * @param documents each of them, in their order
 */
public record Manifests(List<JsonNode> documents) {
    public static final Path DIRECTORY = Path.of("..", "deploy", "kubernetes");

    private static final ObjectMapper YAML = new YAMLMapper();

    /** What a directory's {@code kustomization.yaml} names under {@code resources}, as it is. */
    static Manifests in(Path directory) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (JsonNode file :
                YAML.readTree(directory.resolve("kustomization.yaml").toFile()).get("resources")) {
            documents.addAll(
                    of(Files.readString(directory.resolve(file.asText()))).documents());
        }
        return new Manifests(documents);
    }

    /** The documents of a text, divided as YAML divides them. */
    public static Manifests of(String text) throws IOException {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return new Manifests(values.readAll());
        }
    }

    List<JsonNode> all(String kind) {
        return documents.stream()
                .filter(document -> document.get("kind").asText().equals(kind))
                .toList();
    }

    /** The only one of its kind. */
    public JsonNode the(String kind) {
        assertThat(all(kind)).as(kind).hasSize(1);
        return all(kind).getFirst();
    }

    /** What every pod of the StatefulSet is made of. */
    public JsonNode pod() {
        return the("StatefulSet").at("/spec/template/spec");
    }

    JsonNode container() {
        assertThat(pod().get("containers")).hasSize(1);
        return pod().at("/containers/0");
    }

    /** The configuration that a pod of the StatefulSet runs with, given its number and the file that is mounted. */
    public Loaded<EirConfig> configuration(int ordinal, Path file) {
        return EirConfig.production(file, environment(ordinal));
    }

    /** A container's variables, as the kubelet makes them: in their order, earlier ones put in. */
    private Map<String, String> environment(int ordinal) {
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : container().get("env")) {
            JsonNode value = variable.get("value");
            environment.put(
                    variable.get("name").asText(),
                    value == null ? given(variable.get("valueFrom"), ordinal) : expanded(value.asText(), environment));
        }
        return environment;
    }

    private static String given(JsonNode source, int ordinal) {
        if (source.has("secretKeyRef")) {
            return "from the Secret " + source.at("/secretKeyRef/name").asText();
        }
        return switch (source.at("/fieldRef/fieldPath").asText()) {
            case "metadata.name" -> "eir-" + ordinal;
            case "metadata.labels['apps.kubernetes.io/pod-index']" -> Integer.toString(ordinal);
            case "status.podIP" -> "10.0.0." + (10 + ordinal);
            default -> throw new AssertionError("no pod knows " + source);
        };
    }

    private static String expanded(String value, Map<String, String> known) {
        String text = value;
        for (Map.Entry<String, String> variable : known.entrySet()) {
            text = text.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        assertThat(text).as("a variable that was not set before").doesNotContain("$(");
        return text;
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
