package org.eir.admin.access;

import java.nio.file.Path;
import java.util.Map;

/**
 * TLS of the admin API; the names are the keys under {@code http.tls:}.
 *
 * @param certificateFile the certificate and those between it and its authority, PEM
 * @param privateKeyFile its key, PEM, without a password; readable by the register's user only
 * @param reloadIntervalMs how often the files are looked at, 100 to 3 600 000
 */
public record TlsConfig(Path certificateFile, Path privateKeyFile, long reloadIntervalMs) {
    public TlsConfig {
        if (reloadIntervalMs < 100 || reloadIntervalMs > 3_600_000) {
            throw new IllegalArgumentException("reloadIntervalMs: must be 100 to 3600000");
        }
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("reloadIntervalMs", 10_000);
    }
}
