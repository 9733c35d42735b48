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
        introduced.add(key);
    }

    /** Whether a signature claims to be of a trusted key, and is not. */
    boolean isForged(SignedNote note) {
        return trusted.stream().anyMatch(note::isForged);
    }

    boolean haveSigned(SignedNote note) {
        return trusted.stream().anyMatch(note::isSignedBy);
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
