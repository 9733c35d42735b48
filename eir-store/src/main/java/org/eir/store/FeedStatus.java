package org.eir.store;

import java.time.Instant;

/**
 * How fresh the register is.
 *
 * @param state what the feed is doing
 * @param detail a sentence for people; empty while all is well
 * @param lastContact when the register was last known to hold every revision
 */
public record FeedStatus(State state, String detail, Instant lastContact) {

    /**
     * <pre>
     * LOADING ──► CURRENT ◄──► DISCONNECTED
     *                │               │
     *                └──► STOPPED ◄──┘
     * </pre>
     */
    public enum State {
        /** The lists are on their way into memory. */
        LOADING,
        /** Every revision is applied within moments. */
        CURRENT,
        /** The database is away: checks are answered from memory, which gets older. */
        DISCONNECTED,
        /** Something was met that must not be guessed at: checks go on, and nothing is applied until somebody looks. */
        STOPPED
    }
}
