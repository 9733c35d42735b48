package org.eir.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eir.core.audit.AuditLog;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.ChangeLeaf;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.LogStatus;
import org.eir.core.audit.LogWatch;
import org.eir.core.audit.MerkleProof;
import org.eir.core.audit.MerkleProof.NodeSource;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.MerkleRoot;
import org.jspecify.annotations.Nullable;

/** A log of change sets that a test makes, and what a node knows of it. */
public final class InMemoryLog implements AuditLog, LogWatch {
    public static final String ORIGIN = "example.org/eir";

    public final LogSigner signer = LogSigner.generate(ORIGIN);
    private final List<RecordedChange> changes = new ArrayList<>();
    private final List<List<byte[]>> rows = new ArrayList<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    public LogStatus status = new LogStatus(LogStatus.State.CONSISTENT, 0, null);

    /** Adds a change set with these rows. */
    public void add(byte[]... canonical) {
        MerkleRoot root = new MerkleRoot();
        for (byte[] row : canonical) {
            root.add(row);
        }
        ChangeLeaf leaf = new ChangeLeaf(
                ChangeKind.ENTRIES,
                changes.size() + 1,
                Instant.parse("2026-11-27T10:00:00Z").plusSeconds(changes.size()),
                canonical.length,
                root.root(),
                Commitment.NOTHING);
        changes.add(new RecordedChange(
                leaf.revision(),
                leaf.recordedAt(),
                ChangeEncoding.VERSION,
                leaf.kind().code(),
                leaf.rows(),
                leaf.rowsRoot(),
                leaf.actor().hash(),
                MerkleRoot.leafHash(leaf.canonical())));
        rows.add(List.of(canonical));
    }

    /** Signs what is there. */
    public String sign() {
        String note = SignedNote.sign(new TreeHead(ORIGIN, size(), root(size())).text(), List.of(signer))
                .print();
        keep(size(), note);
        return note;
    }

    private NodeSource nodes() {
        return (level, index) ->
                subtree(changes.stream().map(RecordedChange::leafHash).toList(), level, index);
    }

    private static byte[] subtree(List<byte[]> leaves, int level, long index) {
        MerkleRoot root = new MerkleRoot();
        leaves.subList((int) (index << level), (int) ((index + 1) << level)).forEach(root::addHash);
        return root.root();
    }

    @Override
    public long size() {
        return changes.size();
    }

    @Override
    public <T> Read<T> leaves(long after, Function<RecordedChange, Optional<T>> taker) {
        Optional<T> stopped = changes.stream()
                .skip(after)
                .map(taker)
                .filter(Optional::isPresent)
                .findFirst()
                .orElse(Optional.empty());
        return new Read<>(size(), stopped);
    }

    @Override
    public Optional<Inclusion> inclusion(long revision, long size) {
        return revision > size || size > size()
                ? Optional.empty()
                : Optional.of(new Inclusion(
                        changes.get((int) revision - 1),
                        size,
                        root(size),
                        MerkleProof.inclusion(revision - 1, size, nodes())));
    }

    @Override
    public Optional<RowInclusion> row(long revision, long number) {
        if (revision > rows.size()) {
            return Optional.empty();
        }
        List<byte[]> all = rows.get((int) revision - 1);
        List<byte[]> hashes = all.stream().map(MerkleRoot::leafHash).toList();
        return number > all.size()
                ? Optional.empty()
                : Optional.of(new RowInclusion(
                        number,
                        all.size(),
                        all.get((int) number - 1),
                        MerkleProof.inclusion(
                                number - 1, all.size(), (level, index) -> subtree(hashes, level, index))));
    }

    @Override
    public List<byte[]> consistency(long from, long to) {
        return MerkleProof.consistency(from, to, nodes());
    }

    @Override
    public byte[] root(long size) {
        return MerkleProof.root(size, nodes());
    }

    @Override
    public void keep(long size, String note) {
        checkpoints.add(new Checkpoint(size, note, Instant.EPOCH));
    }

    @Override
    public List<Checkpoint> checkpoints(long after, int limit) {
        return checkpoints.stream()
                .filter(one -> one.size() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Checkpoint> newestCheckpoints(int limit) {
        return checkpoints.reversed().stream().limit(limit).toList();
    }

    @Override
    public List<RecordedKey> keys() {
        return List.of();
    }

    @Override
    public long record(LogKey key, Actor actor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogStatus status() {
        return status;
    }

    @Override
    public Optional<String> lastCheckpoint() {
        @Nullable Checkpoint last = checkpoints.isEmpty() ? null : checkpoints.getLast();
        return Optional.ofNullable(last).map(Checkpoint::note);
    }

    @Override
    public List<LogKey> signingKeys() {
        return List.of(signer.key());
    }

    @Override
    public String sign(String text) {
        return SignedNote.sign(text, List.of(signer)).print();
    }
}
