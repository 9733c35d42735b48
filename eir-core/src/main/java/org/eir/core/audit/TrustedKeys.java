package org.eir.core.audit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys whose signatures count: those given, and those that the log itself introduced in a change which a checkpoint
 * of an already trusted key covers.
 */
final class TrustedKeys {
    private final Set<LogKey> trusted = new LinkedHashSet<>();
    private final List<LogKey> introduced = new ArrayList<>();

    TrustedKeys(List<LogKey> given) {
        trusted.addAll(given);
    }

    /** A change says that this key signs from now on; it is trusted once a trusted key has signed that. */
    void introduce(LogKey key) {
        if (!trusted.contains(key)) {
            introduced.add(key);
        }
    }

    /** What a note is worth. */
    enum Worth {
        /** A trusted key has signed it. */
        SIGNED,
        /** A key has signed it that the log has introduced, which no trusted key has signed yet. */
        INTRODUCED,
        /** A signature claims to be of such a key, and is not. */
        FORGED,
        /** No signature is of a key that is known. */
        UNKNOWN
    }

    /** Each signature is verified once. */
    Worth worthOf(SignedNote note) {
        Worth worth = Worth.UNKNOWN;
        for (LogKey key : introduced) {
            if (note.claims(key)) {
                worth = note.isSignedBy(key) ? Worth.INTRODUCED : Worth.FORGED;
            }
        }
        for (LogKey key : trusted) {
            if (worth != Worth.FORGED && note.claims(key)) {
                worth = note.isSignedBy(key) ? Worth.SIGNED : Worth.FORGED;
            }
        }
        return worth;
    }

    /** A trusted key has signed everything so far. */
    void confirm() {
        trusted.addAll(introduced);
        introduced.clear();
    }

    Set<LogKey> trusted() {
        return trusted;
    }
}
