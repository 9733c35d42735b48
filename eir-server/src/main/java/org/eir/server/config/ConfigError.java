package org.eir.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong with the configuration.
 *
 * @param key full path of the key ({@code s13.port}), or the variable or file that is wrong
 * @param value what was found there, secrets masked; absent when the key is missing or not known
 * @param rule what is allowed, or the way out
 */
public record ConfigError(String key, @Nullable String value, String rule) {

    /** One sentence. */
    public String sentence() {
        return value == null ? key + ": " + rule : key + " '" + value + "': " + rule;
    }
}
