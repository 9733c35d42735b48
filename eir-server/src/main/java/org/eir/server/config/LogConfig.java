package org.eir.server.config;

import java.util.Map;

/**
 * The log, written to standard error.
 *
 * @param level least severe level of this program's own messages; libraries are kept quieter
 * @param format text for people, JSON lines for machines
 */
public record LogConfig(Level level, Format format) {

    /** How much is written. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** How it is written. */
    public enum Format {
        TEXT,
        JSON
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("level", "info", "format", "json");
    }
}
