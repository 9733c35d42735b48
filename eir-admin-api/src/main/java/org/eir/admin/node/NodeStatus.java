package org.eir.admin.node;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the lists of this node are.
 *
 * @param version version of the program
 * @param state whether the register follows the database
 * @param confirmedAt when the register was last known to hold everything the database does; absent before the first time
 * @param problem why it does not follow, one sentence; absent if it does
 */
public record NodeStatus(
        String version,
        State state,
        @Nullable Instant confirmedAt,
        @Nullable String problem) {

    /** Whether the register follows the database. */
    public enum State {
        /** The lists are being loaded; nothing is answered yet. */
        LOADING,
        /** The register follows the database. */
        CURRENT,
        /** The database is away: checks go on from memory. */
        STALE,
        /** The register met a change it cannot apply, and stays where it is. */
        STOPPED;

        /** As people write it: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
