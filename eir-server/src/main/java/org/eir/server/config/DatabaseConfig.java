package org.eir.server.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL database that holds lists and journal.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host[:port]/database}; {@value #EMBEDDED} is development mode's own
 * @param user role of the service; it does not own the schema, so that it cannot rewrite the journal
 * @param password its password; empty to send none
 * @param ownerUser role that owns the schema and brings it up to date at start; absent when somebody else does that
 * @param ownerPassword its password; empty to send none
 * @param maxConnections size of the connection pool, 2 to {@value #MAX_CONNECTIONS}
 * @param connectTimeoutMs longest wait for a connection in milliseconds, 100 to {@value #MAX_CONNECT_TIMEOUT_MS}
 */
public record DatabaseConfig(
        String url,
        String user,
        String password,
        @Nullable String ownerUser,
        String ownerPassword,
        int maxConnections,
        long connectTimeoutMs) {
    public static final String EMBEDDED = "embedded";
    private static final int MAX_CONNECTIONS = 1000;
    private static final long MAX_CONNECT_TIMEOUT_MS = 600_000;

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("password", "", "ownerPassword", "", "maxConnections", 10, "connectTimeoutMs", 5000);
    }

    public DatabaseConfig {
        if (!url.equals(EMBEDDED) && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url: must be a JDBC URL such as jdbc:postgresql://127.0.0.1:5432/eir");
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException("url: must not hold the password; database.password is for it");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("user: must be a role of the database");
        }
        if (maxConnections < 2 || maxConnections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("maxConnections: must be 2 to " + MAX_CONNECTIONS);
        }
        if (connectTimeoutMs < 100 || connectTimeoutMs > MAX_CONNECT_TIMEOUT_MS) {
            throw new IllegalArgumentException(
                    "connectTimeoutMs: must be 100 to " + MAX_CONNECT_TIMEOUT_MS + " milliseconds");
        }
    }

    /** Whether the node runs a PostgreSQL of its own. */
    public boolean isEmbedded() {
        return url.equals(EMBEDDED);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + user + " at " + url + "]";
    }
}
