package org.eir.server.config;

import java.util.Map;

/**
 * Limits of the register in memory.
 *
 * @param maxDatedIdentities most identities whose entries start or expire by themselves, 1 to {@value #MAX_DATED}
 */
public record RegisterConfig(int maxDatedIdentities) {
    private static final int MAX_DATED = 1_000_000_000;

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("maxDatedIdentities", 5_000_000);
    }

    public RegisterConfig {
        if (maxDatedIdentities < 1 || maxDatedIdentities > MAX_DATED) {
            throw new IllegalArgumentException("maxDatedIdentities: must be 1 to " + MAX_DATED);
        }
    }
}
