package org.eir.core.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of the log.
 *
 * @param state whether it fits what was signed before
 * @param size leaves that this node has computed the tree of
 * @param finding what does not fit; absent where all does
 */
public record LogStatus(State state, long size, @Nullable Finding finding) {

    /**
     * <pre>
     * CHECKING ──► CONSISTENT
     *     └────────────┴─────► INCONSISTENT, until somebody has looked and starts the node again
     * </pre>
     */
    public enum State {
        /** The node computes the whole tree, as it does at every start. No change is made before that is done. */
        CHECKING,
        /** Everything recorded so far fits. */
        CONSISTENT,
        /** Something was changed, taken away or put in. Checks go on; no change is made. */
        INCONSISTENT;

        /** As programs read it: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
