package org.eir.core.list;

import java.time.Instant;
import org.eir.core.identity.Tac;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; what is absent does not matter.
 *
 * @param list their list
 * @param reason why they are listed
 * @param source who owns them
 * @param tac the model of everything they cover
 * @param recordedFrom the first moment at which they may have been recorded
 * @param recordedUntil the first moment at which they may not
 * @param state whether they count
 */
public record EntryFilter(
        @Nullable EquipmentList list,
        @Nullable Reason reason,
        @Nullable String source,
        @Nullable Tac tac,
        @Nullable Instant recordedFrom,
        @Nullable Instant recordedUntil,
        State state) {

    /** Whether an entry counts. */
    public enum State {
        /** Not withdrawn, and within its dates. */
        IN_FORCE,
        WITHDRAWN,
        /** Those too that have not begun, or have expired. */
        ALL
    }
}
