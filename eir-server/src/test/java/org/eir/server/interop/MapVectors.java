package org.eir.server.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conformance vectors of eir-map-gateway: messages made by an encoder that is not ours. */
final class MapVectors {
    private static final String RESOURCE = "/org/eir/map/map-vectors.json";

    private final Map<String, Vector> vectors = new LinkedHashMap<>();

    /**
     * A message.
     *
     * @param answer the name of the one that answers it, empty where the file names none
     */
    record Vector(String name, boolean isToRegister, byte[] sccp, String answer) {
        boolean namesAnswer() {
            return !answer.isEmpty();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    MapVectors() throws IOException {
        try (InputStream in = MapVectors.class.getResourceAsStream(RESOURCE)) {
            for (JsonNode node : new ObjectMapper().readTree(in).get("vectors")) {
                String name = node.get("name").asText();
                vectors.put(
                        name,
                        new Vector(
                                name,
                                node.get("direction").asText().equals("to-eir"),
                                HexFormat.of().parseHex(node.get("sccp").asText()),
                                node.path("answers").path(0).asText("")));
            }
        }
    }

    Vector named(String name) {
        return vectors.get(name);
    }

    List<Vector> toRegister() {
        return vectors.values().stream().filter(Vector::isToRegister).toList();
    }
}
