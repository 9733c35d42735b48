package org.eir.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eir.core.audit.LogKey;
import org.jspecify.annotations.Nullable;

/**
 * The log of changes: its name, the keys it is signed with, and who keeps copies of what was signed.
 *
 * @param origin its name, the same on every node and for ever; absent: {@code s13.originRealm} and {@code /eir}
 * @param keyDirectory the keys that this node signs with; absent: {@code audit} in the node's state directory
 * @param witnessDirectories directories elsewhere that get a copy of every checkpoint
 * @param checkpointMs longest time between two checkpoints, {@value #MIN_MS} to {@value #MAX_MS}
 */
public record AuditConfig(
        @Nullable String origin, @Nullable Path keyDirectory, List<Path> witnessDirectories, int checkpointMs) {
    private static final int MIN_MS = 1_000;
    private static final int MAX_MS = 60_000;
    private static final int MAX_WITNESSES = 10;

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("witnessDirectories", List.of(), "checkpointMs", MAX_MS);
    }

    public AuditConfig {
        witnessDirectories = List.copyOf(witnessDirectories);
        if (origin != null && !LogKey.isName(origin)) {
            throw new IllegalArgumentException(
                    "origin: must have 1 to 255 characters and neither spaces nor a plus sign");
        }
        if (witnessDirectories.size() > MAX_WITNESSES) {
            throw new IllegalArgumentException("witnessDirectories: must be at most " + MAX_WITNESSES);
        }
        if (checkpointMs < MIN_MS || checkpointMs > MAX_MS) {
            throw new IllegalArgumentException("checkpointMs: must be " + MIN_MS + " to " + MAX_MS);
        }
    }
}
