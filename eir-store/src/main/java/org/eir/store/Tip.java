package org.eir.store;

import java.util.Arrays;

/**
 * The last revision of a history.
 *
 * @param revision the revision; 0 before the first change
 * @param leafHash hash of its leaf in the log
 */
record Tip(long revision, byte[] leafHash) {
    /** Before the first change. */
    static final Tip NONE = new Tip(0, new byte[0]);

    /** Whether both histories end the same. */
    boolean isThatOf(Tip other) {
        return revision == other.revision && Arrays.equals(leafHash, other.leafHash);
    }
}
