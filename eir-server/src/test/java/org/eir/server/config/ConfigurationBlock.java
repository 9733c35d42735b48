package org.eir.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;

/** A part of {@code eir.yaml} as documentation shows it, put into the template. */
public final class ConfigurationBlock {
    private static final String LABORATORY = """
            m3ua:
              localAddresses: [127.0.0.1]
              associations: [{name: lab, mode: listen, transport: tcp, remoteAddresses: [127.0.0.1]}]
              applicationServers: [{name: eir, role: ipsp-server, associations: [lab]}]
            map: {pointCode: 22}
            """;

    private ConfigurationBlock() {}

    /** What the product says is wrong with it. */
    public static List<String> errors(String yaml) throws IOException {
        ConfigLayer template = ConfigLayer.resource("template", EirConfig.class, "eir-template.yaml");
        JsonNode block = new YAMLMapper().readTree(yaml);
        boolean halfOfSs7 = block.has("m3ua") != block.has("map");
        return ConfigLoader.load(
                        EirConfig.class,
                        halfOfSs7
                                ? List.of(template, layer(new YAMLMapper().readTree(LABORATORY)), layer(block))
                                : List.of(template, layer(block)))
                .errors()
                .stream()
                .map(ConfigError::sentence)
                .toList();
    }

    private static ConfigLayer layer(JsonNode values) {
        return new ConfigLayer(leaf -> "documentation", (ObjectNode) values, List.of());
    }

    /** Whether this begins a part of {@code eir.yaml}. */
    public static boolean begins(String line) {
        return List.of(EirConfig.class.getRecordComponents()).stream()
                .anyMatch(section -> line.matches(section.getName() + ":( .*)?"));
    }
}
