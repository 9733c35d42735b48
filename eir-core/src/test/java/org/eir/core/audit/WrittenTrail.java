package org.eir.core.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.MerkleRoot;
import org.jspecify.annotations.Nullable;

/** A record of changes in lists that a test can tamper with. */
final class WrittenTrail implements AuditTrail {
    static final String ORIGIN = "eir.example.org/log";

    /** A row and what lies beside it. */
    record Row(byte[] canonical, Beside beside) {
        static Row of(byte[] canonical) {
            return new Row(canonical, Beside.NOTHING);
        }
    }

    /** A change set, its author and its rows. */
    record Change(RecordedChange recorded, Beside actor, List<Row> rows) {
        /** The same with other rows, every hash made to fit. */
        Change rewritten(long revision, List<Row> others) {
            MerkleRoot root = new MerkleRoot();
            others.forEach(row -> root.add(row.canonical()));
            ChangeLeaf leaf = new ChangeLeaf(
                    kind(),
                    revision,
                    recorded.recordedAt(),
                    others.size(),
                    root.root(),
                    new Commitment(new byte[0], recorded.actorHash()));
            return new Change(asRecorded(leaf), actor, new ArrayList<>(others));
        }

        private ChangeKind kind() {
            return Arrays.stream(ChangeKind.values())
                    .filter(kind -> kind.code() == recorded.kind())
                    .findFirst()
                    .orElseThrow();
        }
    }

    record Kept(long size, String note) {}

    final List<Change> changes = new ArrayList<>();
    final List<Kept> checkpoints = new ArrayList<>();
    final List<byte[]> inForce = new ArrayList<>();
    long head;

    /** Writes a change set of one moment after the last. */
    void change(ChangeKind kind, String actor, Row... rows) {
        Commitment who = Commitment.to(actor);
        MerkleRoot root = new MerkleRoot();
        for (Row row : rows) {
            root.add(row.canonical());
        }
        ChangeLeaf leaf = new ChangeLeaf(
                kind, ++head, Instant.parse("2026-11-27T10:00:00Z").plusSeconds(head), rows.length, root.root(), who);
        changes.add(new Change(
                asRecorded(leaf), new Beside.Data(who.salt(), Arrays.asList(actor)), new ArrayList<>(List.of(rows))));
    }

    private static RecordedChange asRecorded(ChangeLeaf leaf) {
        return new RecordedChange(
                leaf.revision(),
                leaf.recordedAt(),
                ChangeEncoding.VERSION,
                leaf.kind().code(),
                leaf.rows(),
                leaf.rowsRoot(),
                leaf.actor().hash(),
                MerkleRoot.leafHash(leaf.canonical()));
    }

    /** Signs what is there. */
    SignedNote sign(LogSigner... signers) {
        MerkleRoot tree = new MerkleRoot();
        changes.forEach(change -> tree.addHash(change.recorded().leafHash()));
        SignedNote note = SignedNote.sign(TreeHead.of(ORIGIN, tree).text(), List.of(signers));
        checkpoints.add(new Kept(tree.leaves(), note.print()));
        return note;
    }

    static Beside data(Commitment commitment, @Nullable String... fields) {
        return new Beside.Data(commitment.salt(), Arrays.asList(fields));
    }

    @Override
    public void tell(Listener listener) throws IOException {
        listener.begin(head);
        for (Change change : changes) {
            listener.changeSet(change.recorded(), change.actor());
            long number = 0;
            for (Row row : change.rows()) {
                listener.row(++number, row.canonical(), row.beside());
            }
            for (Kept kept : checkpoints) {
                if (kept.size() == change.recorded().revision()) {
                    listener.checkpoint(kept.size(), kept.note());
                }
            }
        }
        for (Kept kept : checkpoints) {
            if (kept.size() > changes.size()) {
                listener.checkpoint(kept.size(), kept.note());
            }
        }
        for (byte[] row : inForce) {
            listener.inForce(row);
        }
        listener.end();
    }
}
