package org.eir.server.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eir.core.audit.Finding;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.LogReplay.Seen;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.input.Outcome;

/** Signed heads of the log from wherever they were kept, each looked at before it counts. */
final class Evidence {
    private final String origin;
    private final List<LogKey> keys;
    private final List<Seen> signed = new ArrayList<>();

    /**
     * @param origin name of the log
     * @param keys that sign it, or did
     */
    Evidence(String origin, List<LogKey> keys) {
        this.origin = origin;
        this.keys = keys;
    }

    /** Adds a checkpoint; what is wrong with it, if anything is. */
    Optional<Finding> add(String text, String keeper) {
        Outcome<SignedNote> parsed = SignedNote.parse(text);
        if (!(parsed instanceof Outcome.Accepted<SignedNote>(SignedNote note))
                || !(TreeHead.parse(note.text()) instanceof Outcome.Accepted<TreeHead>(TreeHead head))) {
            return found(Kind.CHECKPOINT_UNREADABLE, 0, "what " + keeper + " has is no checkpoint");
        }
        if (!head.origin().equals(origin)) {
            return found(
                    Kind.OTHER_LOG,
                    head.size(),
                    "the checkpoint that " + keeper + " has is of the log " + head.origin() + ", not of " + origin
                            + " (audit.origin)");
        }
        if (keys.stream().anyMatch(note::isForged)) {
            return found(
                    Kind.CHECKPOINT_FORGED,
                    head.size(),
                    "the checkpoint that " + keeper + " has was altered: its signature is not that of its text");
        }
        if (keys.stream().noneMatch(note::isSignedBy)) {
            return found(
                    Kind.UNKNOWN_KEY,
                    head.size(),
                    "the checkpoint that " + keeper + " has is signed by " + note.signatures()
                            + ", and neither this node nor the log knows that key");
        }
        signed.add(new Seen(head, keeper));
        return Optional.empty();
    }

    private static Optional<Finding> found(Kind kind, long revision, String sentence) {
        return Optional.of(new Finding(kind, revision, 0, sentence));
    }

    List<Seen> signed() {
        return signed;
    }
}
