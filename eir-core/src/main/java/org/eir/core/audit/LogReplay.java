package org.eir.core.audit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.change.MerkleRoot;

/**
 * Computes the tree of the log from its leaves, one after the other, and compares it with what was signed before: what a
 * node does at start and goes on with. It believes nothing that is written beside the facts of a change set, and does not
 * look at rows, which {@link AuditVerifier} does.
 *
 * <p>Not thread-safe.
 */
public final class LogReplay {
    private final MerkleRoot tree = new MerkleRoot();
    private final Deque<Seen> ahead;
    private Instant lastRecordedAt = Instant.MIN;

    /**
     * A head of the tree that somebody signed.
     *
     * @param head what was signed
     * @param keeper who has it, for people: {@code this node}
     */
    public record Seen(TreeHead head, String keeper) {}

    /** Compares on the way with heads that were signed before, in any order. */
    public LogReplay(List<Seen> signed) {
        ahead = new ArrayDeque<>(signed.stream()
                .sorted(Comparator.comparingLong(seen -> seen.head().size()))
                .toList());
    }

    /** Takes the next leaf; what is wrong with it, if anything is. */
    public Optional<Finding> add(RecordedChange change) {
        long expected = size() + 1;
        if (change.revision() != expected) {
            return found(Kind.CHANGE_MISSING, expected, "is missing; the next is " + change.revision());
        }
        if (!change.recordedAt().isAfter(lastRecordedAt)) {
            return found(Kind.REORDERED, expected, "is not later than the revision before it");
        }
        Optional<byte[]> hash = ChangeLeaf.of(change).map(leaf -> MerkleRoot.leafHash(leaf.canonical()));
        if (hash.isEmpty()) {
            return found(
                    Kind.LEAF_CHANGED,
                    expected,
                    "is of kind " + change.kind() + " and encoding " + change.encoding()
                            + ", which this version does not know: upgrade this node");
        }
        if (!Arrays.equals(hash.get(), change.leafHash())) {
            return found(Kind.LEAF_CHANGED, expected, "kind, time, rows or author are not those that were hashed");
        }
        lastRecordedAt = change.recordedAt();
        tree.addHash(hash.get());
        return compare();
    }

    private Optional<Finding> compare() {
        while (!ahead.isEmpty() && ahead.peek().head().size() <= size()) {
            Seen seen = ahead.pop();
            if (!Arrays.equals(seen.head().root(), root())) {
                return found(
                        Kind.HISTORY_REWRITTEN,
                        size(),
                        "the changes up to here are not those that a checkpoint was signed over; " + seen.keeper()
                                + " has it");
            }
        }
        return Optional.empty();
    }

    /**
     * To be called after the last leaf: what is missing, if anything is.
     *
     * @param head the revision that the database says is its last
     */
    public Optional<Finding> end(long head) {
        if (size() < head) {
            return found(Kind.CHANGE_MISSING, size() + 1, "is missing, and all after it; the last is " + head);
        }
        if (size() > head) {
            return shortened(head, size(), "this node has seen");
        }
        return ahead.isEmpty()
                ? Optional.empty()
                : shortened(
                        size(),
                        ahead.peekLast().head().size(),
                        ahead.peekLast().keeper() + " has a signed checkpoint of");
    }

    private static Optional<Finding> shortened(long revisions, long known, String who) {
        return found(
                Kind.HISTORY_SHORTENED,
                revisions,
                "is the last one of this database, and " + who + " " + known
                        + ": it was put back to an older state, or is another register's");
    }

    private static Optional<Finding> found(Kind kind, long revision, String sentence) {
        return Optional.of(new Finding(kind, revision, 0, sentence));
    }

    /** Leaves so far. */
    public long size() {
        return tree.leaves();
    }

    /** The root over the leaves so far. */
    public byte[] root() {
        return tree.root();
    }
}
