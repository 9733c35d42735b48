package org.eir.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration of a node: {@code eir.yaml}.
 *
 * @param database where lists and journal are kept
 * @param policy what the register starts with
 * @param register limits of the register in memory
 * @param node this node
 * @param log the log
 */
public record EirConfig(
        DatabaseConfig database, PolicyConfig policy, RegisterConfig register, NodeConfig node, LogConfig log) {

    /** Reads an operator's file; variables named {@code EIR_…} override it. */
    public static Loaded<EirConfig> production(Path file, Map<String, String> environment) {
        Loaded<EirConfig> loaded = ConfigLoader.load(
                EirConfig.class,
                List.of(
                        ConfigLayer.file(file),
                        ConfigLayer.environment(environment, ConfigSchema.leaves(EirConfig.class))));
        List<ConfigError> errors = new ArrayList<>(loaded.errors());
        errors.addAll(developmentValues(loaded.settings()));
        return new Loaded<>(errors.isEmpty() ? loaded.config() : Optional.empty(), loaded.settings(), errors);
    }

    /** Development mode's settings, its state in a directory; variables named {@code EIR_…} override them. */
    public static Loaded<EirConfig> development(Path dataDirectory, Map<String, String> environment) {
        return ConfigLoader.load(
                EirConfig.class,
                List.of(
                        ConfigLayer.resource("development mode", EirConfig.class, "eir-development.yaml"),
                        ConfigLayer.environment(environment, ConfigSchema.leaves(EirConfig.class)),
                        ConfigLayer.single("data directory", "node.stateDirectory", dataDirectory.toString())));
    }

    /** A real register must not run under the example's name or keep its lists in a throw-away database. */
    private static List<ConfigError> developmentValues(List<Setting> settings) {
        return settings.stream()
                .filter(setting -> setting.value().endsWith("dev.example.org")
                        || setting.key().equals("database.url")
                                && setting.value().equals(DatabaseConfig.EMBEDDED))
                .map(setting -> new ConfigError(
                        setting.key(), setting.value(), "is development mode's; 'eir start' needs your own"))
                .toList();
    }
}
