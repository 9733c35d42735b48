package org.eir.server.config;

/**
 * A key and what counts for it.
 *
 * @param key full path, {@code http.port}
 * @param value as written in the file, secrets masked; empty when nothing is set
 * @param origin where it comes from: {@code default}, a file, a variable, or {@code not set}
 */
public record Setting(String key, String value, String origin) {}
