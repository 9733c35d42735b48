package org.eir.server.config;

import java.util.Map;

/**
 * What is kept to count whether blocking works.
 *
 * @param days days after which attempts of listed devices are forgotten, 1 to {@value #MAX_DAYS}
 * @param maxAttempts most rows of them, one for a device, network and day; the oldest days go first, 1000 to
 *     {@value #MAX_ATTEMPTS}
 */
public record StatisticsConfig(int days, long maxAttempts) {
    private static final int MAX_DAYS = 3_650;
    private static final long MIN_ATTEMPTS = 1_000;
    private static final long MAX_ATTEMPTS = 1_000_000_000;

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("days", 400, "maxAttempts", 10_000_000);
    }

    public StatisticsConfig {
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException("days: must be 1 to " + MAX_DAYS);
        }
        if (maxAttempts < MIN_ATTEMPTS || maxAttempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("maxAttempts: must be " + MIN_ATTEMPTS + " to " + MAX_ATTEMPTS);
        }
    }
}
