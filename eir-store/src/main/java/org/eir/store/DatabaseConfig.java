package org.eir.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL; the names are the keys under {@code database:}.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host[:port]/database}
 * @param user role of the service; it does not own the schema, so that it cannot rewrite the journal
 * @param password its password; empty to send none
 * @param ownerUser role that owns the schema and brings it up to date at start; absent when somebody else does that
 * @param ownerPassword its password; empty to send none
 * @param maxConnections size of the connection pool, 2 to {@value #MAX_CONNECTIONS}; the feed and every import have one
 *     connection more
 * @param connectTimeoutMs longest wait for a connection, 250 to {@value #MAX_CONNECT_TIMEOUT_MS} ms
 * @param pollIntervalMs how often to look for changes when no notification arrives, 50 to {@value #MAX_POLL_INTERVAL_MS}
 */
public record DatabaseConfig(
        String url,
        String user,
        String password,
        @Nullable String ownerUser,
        String ownerPassword,
        int maxConnections,
        int connectTimeoutMs,
        int pollIntervalMs) {
    private static final int DEFAULT_MAX_CONNECTIONS = 10;
    private static final int DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
    private static final int DEFAULT_POLL_INTERVAL_MS = 1_000;
    private static final int MAX_CONNECTIONS = 1_000;
    private static final int MAX_CONNECT_TIMEOUT_MS = 60_000;
    private static final int MAX_POLL_INTERVAL_MS = 60_000;

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "password",
                "",
                "ownerPassword",
                "",
                "maxConnections",
                DEFAULT_MAX_CONNECTIONS,
                "connectTimeoutMs",
                DEFAULT_CONNECT_TIMEOUT_MS,
                "pollIntervalMs",
                DEFAULT_POLL_INTERVAL_MS);
    }

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url: must be a JDBC URL such as jdbc:postgresql://127.0.0.1:5432/eir");
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException("url: must not hold the password; database.password is for it");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("user: must be a role of the database");
        }
        if (user.equals(ownerUser)) {
            throw new IllegalArgumentException(
                    "ownerUser: must not be the role of the service, or the journal could be rewritten");
        }
        requireRange("maxConnections", maxConnections, 2, MAX_CONNECTIONS);
        requireRange("connectTimeoutMs", connectTimeoutMs, 250, MAX_CONNECT_TIMEOUT_MS);
        requireRange("pollIntervalMs", pollIntervalMs, 50, MAX_POLL_INTERVAL_MS);
    }

    /** With the default pool and times. */
    public static DatabaseConfig of(
            String url, String user, String password, @Nullable String ownerUser, String ownerPassword) {
        return new DatabaseConfig(
                url,
                user,
                password,
                ownerUser,
                ownerPassword,
                DEFAULT_MAX_CONNECTIONS,
                DEFAULT_CONNECT_TIMEOUT_MS,
                DEFAULT_POLL_INTERVAL_MS);
    }

    /** The same for somebody who only reads: the schema stays as it is. */
    public DatabaseConfig withoutOwner() {
        return new DatabaseConfig(url, user, password, null, "", maxConnections, connectTimeoutMs, pollIntervalMs);
    }

    private static void requireRange(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + ": must be " + min + " to " + max);
        }
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
