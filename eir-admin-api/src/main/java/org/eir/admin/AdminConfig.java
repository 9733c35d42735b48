package org.eir.admin;

import java.util.Map;
import org.eir.admin.access.OidcConfig;
import org.eir.admin.access.TlsConfig;
import org.eir.admin.web.RateLimit;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP side is run. Checked when made: a wrong value is refused with the name of its key.
 *
 * @param host address to listen on
 * @param port TCP port, 0 to 65535; 0 takes any free one
 * @param organisation who an entry is from when the caller names no source, 1 to 64 characters
 * @param maxImportBytes largest file of an import, unpacked; 0 for no limit
 * @param requestTimeoutMs time for an ordinary call, 100 to 600 000
 * @param uploadIdleMs time an upload may pause, 100 to 600 000
 * @param applyWaitMs time an answered change waits for this node's register to have it, 0 to 60 000
 * @param maxConnections open connections at most, 1 to 100 000
 * @param shutdownMs time for calls and imports under way when the server is closed, 0 to 600 000
 * @param tls certificate and key; absent: none, tokens are sent in clear
 * @param rateLimit how often one caller may call
 * @param oidc the provider that people sign in at; absent: there is none
 * @param maxKeyDays longest time that an API key is good, 1 to 3 660
 */
public record AdminConfig(
        String host,
        int port,
        String organisation,
        long maxImportBytes,
        long requestTimeoutMs,
        long uploadIdleMs,
        long applyWaitMs,
        int maxConnections,
        long shutdownMs,
        @Nullable TlsConfig tls,
        RateLimit rateLimit,
        @Nullable OidcConfig oidc,
        int maxKeyDays) {
    public static final int DEFAULT_PORT = 8080;
    public static final long DEFAULT_MAX_IMPORT_BYTES = 2L << 30;
    public static final long DEFAULT_REQUEST_TIMEOUT_MS = 15_000;
    public static final long DEFAULT_UPLOAD_IDLE_MS = 60_000;
    public static final long DEFAULT_APPLY_WAIT_MS = 3_000;
    public static final int DEFAULT_MAX_CONNECTIONS = 1_000;
    public static final long DEFAULT_SHUTDOWN_MS = 10_000;
    public static final int DEFAULT_MAX_KEY_DAYS = 366;

    private static final long TEN_MINUTES = 600_000;

    public AdminConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: must be an address to listen on, such as 127.0.0.1");
        }
        if (organisation.isBlank() || organisation.length() > EntryFacts.MAX_SOURCE) {
            throw new IllegalArgumentException("organisation: must have 1 to " + EntryFacts.MAX_SOURCE
                    + " characters: entries without a source are its own");
        }
        within("port", port, 0, 65_535);
        within("maxImportBytes", maxImportBytes, 0, Long.MAX_VALUE);
        within("requestTimeoutMs", requestTimeoutMs, 100, TEN_MINUTES);
        within("uploadIdleMs", uploadIdleMs, 100, TEN_MINUTES);
        within("applyWaitMs", applyWaitMs, 0, 60_000);
        within("maxConnections", maxConnections, 1, 100_000);
        within("shutdownMs", shutdownMs, 0, TEN_MINUTES);
        within("maxKeyDays", maxKeyDays, 1, 3_660);
        if (applyWaitMs >= requestTimeoutMs) {
            throw new IllegalArgumentException("applyWaitMs: must be less than requestTimeoutMs, " + requestTimeoutMs);
        }
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "port", DEFAULT_PORT,
                "maxImportBytes", DEFAULT_MAX_IMPORT_BYTES,
                "requestTimeoutMs", DEFAULT_REQUEST_TIMEOUT_MS,
                "uploadIdleMs", DEFAULT_UPLOAD_IDLE_MS,
                "applyWaitMs", DEFAULT_APPLY_WAIT_MS,
                "maxConnections", DEFAULT_MAX_CONNECTIONS,
                "shutdownMs", DEFAULT_SHUTDOWN_MS,
                "maxKeyDays", DEFAULT_MAX_KEY_DAYS);
    }

    /** Without TLS, limits on callers and a provider. */
    public AdminConfig(
            String host,
            int port,
            String organisation,
            long maxImportBytes,
            long requestTimeoutMs,
            long uploadIdleMs,
            long applyWaitMs,
            int maxConnections,
            long shutdownMs) {
        this(
                host,
                port,
                organisation,
                maxImportBytes,
                requestTimeoutMs,
                uploadIdleMs,
                applyWaitMs,
                maxConnections,
                shutdownMs,
                null,
                RateLimit.NONE,
                null,
                DEFAULT_MAX_KEY_DAYS);
    }

    /** The defaults for everything but where to listen and whose register it is. */
    public static AdminConfig of(String host, int port, String organisation) {
        return new AdminConfig(
                host,
                port,
                organisation,
                DEFAULT_MAX_IMPORT_BYTES,
                DEFAULT_REQUEST_TIMEOUT_MS,
                DEFAULT_UPLOAD_IDLE_MS,
                DEFAULT_APPLY_WAIT_MS,
                DEFAULT_MAX_CONNECTIONS,
                DEFAULT_SHUTDOWN_MS);
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + ": must be " + min + (max == Long.MAX_VALUE ? " or more" : " to " + max));
        }
    }
}
