package org.eir.admin.web;

import java.util.Map;

/**
 * How often one caller may call; the names are the keys under {@code http.rateLimit:}.
 *
 * @param callsPerSecond in the long run, 0 to 100 000; 0: as often as they like
 * @param burst at once, after a pause, 1 to 1 000 000
 * @param maxCallers callers that are remembered at a time, 10 to 1 000 000
 */
public record RateLimit(int callsPerSecond, int burst, int maxCallers) {
    /** As often as they like. */
    public static final RateLimit NONE = new RateLimit(0, 1, 10);

    public RateLimit {
        within("callsPerSecond", callsPerSecond, 0, 100_000);
        within("burst", burst, 1, 1_000_000);
        within("maxCallers", maxCallers, 10, 1_000_000);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("callsPerSecond", 100, "burst", 500, "maxCallers", 10_000);
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + ": must be " + min + " to " + max);
        }
    }
}
