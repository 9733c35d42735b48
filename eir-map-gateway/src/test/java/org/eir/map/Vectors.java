package org.eir.map;

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

/** The vectors of CheckIMEI: messages by name, from the outside in as M3UA, SCCP and TCAP. */
public final class Vectors {
    private static final Map<String, Vector> ALL = read();

    /**
     * A message.
     *
     * @param toEir whether it is for the register; else it is one that a register sends
     * @param answers names of the answers it is due; none if the file does not say
     */
    public record Vector(String name, boolean toEir, byte[] tcap, byte[] sccp, byte[] m3ua, List<String> answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    public static List<Vector> all() {
        return List.copyOf(ALL.values());
    }

    public static List<Vector> toEir() {
        return ALL.values().stream().filter(Vector::toEir).toList();
    }

    public static Vector of(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    /** The TCAP message of that name. */
    public static byte[] tcap(String name) {
        return of(name).tcap().clone();
    }

    private static Map<String, Vector> read() {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        try (InputStream file = Vectors.class.getResourceAsStream("map-vectors.json")) {
            for (JsonNode node : new ObjectMapper().readTree(file).get("vectors")) {
                Vector vector = vector(node);
                vectors.put(vector.name(), vector);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vectors;
    }

    private static Vector vector(JsonNode node) {
        List<String> answers = new ArrayList<>();
        node.path("answers").forEach(answer -> answers.add(answer.asText()));
        return new Vector(
                node.get("name").asText(),
                node.get("direction").asText().equals("to-eir"),
                octets(node, "tcap"),
                octets(node, "sccp"),
                octets(node, "m3ua"),
                List.copyOf(answers));
    }

    private static byte[] octets(JsonNode node, String layer) {
        return HexFormat.of().parseHex(node.path(layer).asText(""));
    }
}
