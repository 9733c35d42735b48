package org.eir.store;

import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param user role of the service; it does not own the schema
 * @param password its password
 * @param ownerUser role that owns the schema and brings it up to date at start; absent: somebody else does
 * @param ownerPassword its password
 * @param maxConnections connections of the pool, 2 to 100; the feed has one more of its own
 * @param connectTimeoutMs how long to wait for a connection, 100 to 60 000 ms
 * @param pollIntervalMs how often to look for changes when no notification arrives, 50 to 60 000 ms
 */
public record DatabaseConfig(
        String url,
        String user,
        String password,
        @Nullable String ownerUser,
        @Nullable String ownerPassword,
        int maxConnections,
        int connectTimeoutMs,
        int pollIntervalMs) {
    public static final int DEFAULT_MAX_CONNECTIONS = 10;
    public static final int DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
    public static final int DEFAULT_POLL_INTERVAL_MS = 1_000;

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "url '" + url + "': has to be a JDBC URL of PostgreSQL, jdbc:postgresql://host:5432/eir");
        }
        range("maxConnections", maxConnections, 2, 100);
        range("connectTimeoutMs", connectTimeoutMs, 100, 60_000);
        range("pollIntervalMs", pollIntervalMs, 50, 60_000);
        if ((ownerUser == null) != (ownerPassword == null)) {
            throw new IllegalArgumentException("ownerUser and ownerPassword: give both, or neither");
        }
    }

    /** With the default pool and times. */
    public DatabaseConfig(
            String url, String user, String password, @Nullable String ownerUser, @Nullable String ownerPassword) {
        this(
                url,
                user,
                password,
                ownerUser,
                ownerPassword,
                DEFAULT_MAX_CONNECTIONS,
                DEFAULT_CONNECT_TIMEOUT_MS,
                DEFAULT_POLL_INTERVAL_MS);
    }

    private static void range(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " '" + value + "': has to be " + min + " to " + max);
        }
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
