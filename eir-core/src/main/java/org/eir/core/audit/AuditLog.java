package org.eir.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.change.Actor;

/**
 * Port: the log as it is stored. What it says of hashes is for proofs, which whoever gets them checks; a node believes
 * only what it has computed from {@link #leaves}.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface AuditLog {
    /** Most checkpoints that {@link #checkpoints} returns at once. */
    int MAX_CHECKPOINTS = 1_000;

    /**
     * A signed head of the tree.
     *
     * @param size leaves of the tree
     * @param note the signed note
     * @param issuedAt when it was first written down
     */
    record Checkpoint(long size, String note, Instant issuedAt) {}

    /**
     * That a change set is in the tree.
     *
     * @param change the change set
     * @param size leaves of the tree that the path leads to
     * @param root of that tree, as stored
     * @param path hashes from the leaf's neighbour up (RFC 9162 section 2.1.3)
     */
    record Inclusion(RecordedChange change, long size, byte[] root, List<byte[]> path) {}

    /**
     * That a row is in its change set.
     *
     * @param number from 1
     * @param count rows of the change set
     * @param canonical its bytes
     * @param path hashes from the row's neighbour up to the change set's root
     */
    record RowInclusion(long number, long count, byte[] canonical, List<byte[]> path) {}

    /** A key of the log as it was recorded. */
    record RecordedKey(LogKey key, long revision, Instant recordedAt) {}

    /** Leaves of the log: the last revision. */
    long size();

    /**
     * Hands over the leaves after a revision, in order, out of one snapshot, until there are no more or {@code taker}
     * returns something; that, or nothing, and the revision of the snapshot.
     */
    <T> Read<T> leaves(long after, Function<RecordedChange, Optional<T>> taker);

    /** What came of reading leaves. */
    record Read<T>(long head, Optional<T> stopped) {}

    /** The proof for a revision in the tree of the first {@code size} leaves; none if it is not that of a leaf of it. */
    Optional<Inclusion> inclusion(long revision, long size);

    /** The proof for a row of a revision; none if there is no such row. */
    Optional<RowInclusion> row(long revision, long number);

    /** The proof that the first {@code from} leaves of the tree of {@code to} are those of the tree of {@code from}. */
    List<byte[]> consistency(long from, long to);

    /** The root over the first {@code size} leaves, as stored. */
    byte[] root(long size);

    /** Keeps a signed head. No effect if it is kept already. */
    void keep(long size, String note);

    /** Signed heads of trees with more leaves than {@code after}, ascending, at most {@code limit}. */
    List<Checkpoint> checkpoints(long after, int limit);

    /** The newest signed heads, descending, at most {@code limit}. */
    List<Checkpoint> newestCheckpoints(int limit);

    /** The keys that sign or signed, in the order in which they began. */
    List<RecordedKey> keys();

    /** Records, as a change set, that a key signs from now on; returns its revision. No effect if it is recorded. */
    long record(LogKey key, Actor actor);
}
