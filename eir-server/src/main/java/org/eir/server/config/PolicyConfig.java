package org.eir.server.config;

import java.util.Map;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a register starts with (ITU-T Q Suppl. 73). Once the database holds one, that one counts.
 *
 * @param unlisted answer for a device no entry covers; not refused
 * @param malformed answer for what is no identity; refused answers an error
 * @param testIdentity answer for an unlisted device of the test range; absent: the same as {@code unlisted}
 */
public record PolicyConfig(
        Verdict unlisted, Verdict malformed, @Nullable Verdict testIdentity) {
    private static final String STATUSES =
            "must be permitted, prohibited, tracked or unknown: only what is no identity can be refused";

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of("malformed", "unknown");
    }

    public PolicyConfig {
        if (unlisted == Verdict.REFUSED) {
            throw new IllegalArgumentException("unlisted: " + STATUSES);
        }
        if (testIdentity == Verdict.REFUSED) {
            throw new IllegalArgumentException("testIdentity: " + STATUSES);
        }
    }

    /** The policy to begin with, before any was recorded. */
    public Policy seed() {
        return new Policy(0, unlisted, malformed, testIdentity == null ? unlisted : testIdentity);
    }
}
