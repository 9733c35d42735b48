package org.eir.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.audit.LogReplay.Seen;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.MerkleRoot;
import org.junit.jupiter.api.Test;

class LogReplayTest {
    private final List<RecordedChange> changes = changes();

    private static List<RecordedChange> changes() {
        WrittenTrail trail = new WrittenTrail();
        for (int i = 0; i < 5; i++) {
            trail.change(ChangeKind.ENTRIES, "clerk");
        }
        return new ArrayList<>(
                trail.changes.stream().map(WrittenTrail.Change::recorded).toList());
    }

    @Test
    void aLogThatFitsEverythingThatWasSignedIsFound() {
        LogReplay replay = new LogReplay(List.of(seen(5), seen(2), seen(2)));

        assertThat(found(replay, 5)).isEmpty();
        assertThat(replay.size()).isEqualTo(5);
        assertThat(replay.root()).isEqualTo(root(5));
    }

    @Test
    void aMissingLeafIsNamed() {
        changes.remove(2);

        assertThat(found(new LogReplay(List.of()), 5)).hasValueSatisfying(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CHANGE_MISSING);
            assertThat(finding.revision()).isEqualTo(3);
        });
    }

    @Test
    void leavesMissingAtTheEndAreNamed() {
        changes.removeLast();

        assertThat(found(new LogReplay(List.of()), 5)).map(Finding::kind).contains(Kind.CHANGE_MISSING);
        assertThat(found(new LogReplay(List.of(seen(5))), 4)).map(Finding::kind).contains(Kind.HISTORY_SHORTENED);
    }

    @Test
    void aLeafWhoseFactsAreNotThoseThatWereHashedIsNamed() {
        RecordedChange third = changes.get(2);
        changes.set(2, with(third, third.rows() + 1, third.leafHash()));

        assertThat(found(new LogReplay(List.of()), 5)).hasValueSatisfying(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.LEAF_CHANGED);
            assertThat(finding.revision()).isEqualTo(3);
        });
    }

    @Test
    void aLeafRewrittenWithItsHashIsFoundByWhatWasSigned() {
        Seen signed = seen(4);
        RecordedChange third = changes.get(2);
        RecordedChange forged = with(third, third.rows() + 1, third.leafHash());
        byte[] hash = MerkleRoot.leafHash(ChangeLeaf.of(forged).orElseThrow().canonical());
        changes.set(2, with(forged, forged.rows(), hash));

        assertThat(found(new LogReplay(List.of()), 5)).isEmpty();
        assertThat(found(new LogReplay(List.of(signed)), 5)).hasValueSatisfying(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.HISTORY_REWRITTEN);
            assertThat(finding.sentence()).contains("a witness");
        });
    }

    @Test
    void timeThatGoesBackIsNamed() {
        RecordedChange second = changes.get(1);
        changes.set(
                1,
                new RecordedChange(
                        2,
                        changes.getFirst().recordedAt(),
                        second.encoding(),
                        second.kind(),
                        second.rows(),
                        second.rowsRoot(),
                        second.actorHash(),
                        second.leafHash()));

        assertThat(found(new LogReplay(List.of()), 5)).map(Finding::kind).contains(Kind.REORDERED);
    }

    private Optional<Finding> found(LogReplay replay, long head) {
        for (RecordedChange change : changes) {
            Optional<Finding> found = replay.add(change);
            if (found.isPresent()) {
                return found;
            }
        }
        return replay.end(head);
    }

    private static RecordedChange with(RecordedChange change, long rows, byte[] leafHash) {
        return new RecordedChange(
                change.revision(),
                change.recordedAt(),
                change.encoding(),
                change.kind(),
                rows,
                change.rowsRoot(),
                change.actorHash(),
                leafHash);
    }

    private Seen seen(int size) {
        return new Seen(new TreeHead(WrittenTrail.ORIGIN, size, root(size)), "a witness");
    }

    private byte[] root(int size) {
        MerkleRoot root = new MerkleRoot();
        changes.stream().limit(size).forEach(change -> root.addHash(change.leafHash()));
        return root.root();
    }
}
