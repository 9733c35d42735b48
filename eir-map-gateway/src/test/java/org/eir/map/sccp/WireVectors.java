package org.eir.map.sccp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The conformance vectors at the levels below TCAP. */
public final class WireVectors {
    private static final Map<String, WireVector> BY_NAME = load();

    private WireVectors() {}

    /**
     * One message.
     *
     * @param tcap empty for the vectors made by editing octets: what their SCCP carries is then not named apart
     * @param answers names of the vectors that answer it
     */
    public record WireVector(
            String name, boolean toRegister, byte[] tcap, byte[] sccp, byte[] m3ua, List<String> answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static List<WireVector> all() {
        return List.copyOf(BY_NAME.values());
    }

    public static List<WireVector> toRegister() {
        return all().stream().filter(WireVector::toRegister).toList();
    }

    /** Those that name their answer. */
    public static List<WireVector> answered() {
        return all().stream().filter(vector -> !vector.answers().isEmpty()).toList();
    }

    public static WireVector named(String name) {
        return Objects.requireNonNull(BY_NAME.get(name), name);
    }

    private static Map<String, WireVector> load() {
        try (InputStream in = WireVectors.class.getResourceAsStream("/org/eir/map/map-vectors.json")) {
            Map<String, WireVector> vectors = new LinkedHashMap<>();
            for (JsonNode node : new ObjectMapper().readTree(in).get("vectors")) {
                List<String> answers = new ArrayList<>();
                node.path("answers").forEach(answer -> answers.add(answer.asText()));
                WireVector vector = new WireVector(
                        node.get("name").asText(),
                        node.get("direction").asText().equals("to-eir"),
                        octets(node, "tcap"),
                        octets(node, "sccp"),
                        octets(node, "m3ua"),
                        List.copyOf(answers));
                vectors.put(vector.name(), vector);
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] octets(JsonNode vector, String layer) {
        return HexFormat.of().parseHex(vector.path(layer).asText(""));
    }
}
