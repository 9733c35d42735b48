package org.eir.server.config;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading a configuration.
 *
 * @param config the configuration; empty exactly when there are errors
 * @param settings every key there is, with what counts for it, also when others are wrong
 * @param errors everything that is wrong
 */
public record Loaded<R extends Record>(Optional<R> config, List<Setting> settings, List<ConfigError> errors) {}
