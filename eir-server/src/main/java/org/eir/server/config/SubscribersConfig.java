package org.eir.server.config;

import java.nio.file.Path;
import java.util.Map;
import org.eir.core.check.SubscriberRule;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of subscribers, and for how long.
 *
 * @param keyFile the keys they are sealed with; absent: {@code subscriber.keys} in the node's state directory
 * @param maxSightings most sightings kept, the oldest go first, 0 to {@value #MAX_SIGHTINGS}; 0 keeps none
 * @param sightingAgeDays days after which a sighting is forgotten, 1 to {@value #MAX_AGE_DAYS}
 * @param maxPerDevice most subscribers that the exceptions and locks of a device may name together, 1 to
 *     {@value SubscriberRule#MAX_SUBSCRIBERS}
 */
public record SubscribersConfig(@Nullable Path keyFile, long maxSightings, int sightingAgeDays, int maxPerDevice) {
    private static final long MAX_SIGHTINGS = 1_000_000_000;
    private static final int MAX_AGE_DAYS = 3_650;

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("maxSightings", 5_000_000, "sightingAgeDays", 30, "maxPerDevice", 10);
    }

    public SubscribersConfig {
        if (maxSightings < 0 || maxSightings > MAX_SIGHTINGS) {
            throw new IllegalArgumentException("maxSightings: must be 0 to " + MAX_SIGHTINGS);
        }
        if (sightingAgeDays < 1 || sightingAgeDays > MAX_AGE_DAYS) {
            throw new IllegalArgumentException("sightingAgeDays: must be 1 to " + MAX_AGE_DAYS);
        }
        if (maxPerDevice < 1 || maxPerDevice > SubscriberRule.MAX_SUBSCRIBERS) {
            throw new IllegalArgumentException("maxPerDevice: must be 1 to " + SubscriberRule.MAX_SUBSCRIBERS);
        }
    }
}
