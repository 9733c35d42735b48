package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;

import java.util.List;
import java.util.Optional;
import org.eir.core.audit.AuditLog;
import org.eir.core.audit.AuditLog.Checkpoint;
import org.eir.core.audit.AuditLog.Inclusion;
import org.eir.core.audit.AuditLog.RecordedKey;
import org.eir.core.audit.AuditLog.RowInclusion;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.ChangeDecoding;
import org.eir.core.audit.ChangeLeaf;
import org.eir.core.audit.ChangeRow.KeyBegins;
import org.eir.core.audit.LogReplay;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.MerkleProof;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.MerkleRoot;
import org.eir.core.list.EquipmentList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresAuditLogTest {
    private StoreHarness store;
    private AuditLog log;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        log = new PostgresAuditLog(store.database);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void theLeavesAreHandedOverInOrderAndFit() {
        add(11);
        LogReplay replay = new LogReplay(List.of());

        var read = log.leaves(0, replay::add);

        assertThat(read.stopped()).isEmpty();
        assertThat(replay.end(read.head())).isEmpty();
        assertThat(replay.size()).isEqualTo(11);
        assertThat(log.root(11)).isEqualTo(replay.root());
        assertThat(log.leaves(0, change -> change.revision() == 3 ? Optional.of("enough") : Optional.empty())
                        .stopped())
                .contains("enough");
    }

    @Test
    void everyRevisionIsProvenInEveryTreeThatHasIt() {
        add(9);
        for (long size = 1; size <= 9; size++) {
            for (long revision = 1; revision <= size; revision++) {
                Inclusion proof = log.inclusion(revision, size).orElseThrow();
                byte[] leaf = MerkleRoot.leafHash(
                        ChangeLeaf.of(proof.change()).orElseThrow().canonical());
                assertThat(MerkleProof.includes(leaf, revision - 1, size, proof.path(), proof.root()))
                        .isTrue();
            }
        }
        assertThat(log.inclusion(10, 10)).isEmpty();
        assertThat(log.inclusion(9, 8)).isEmpty();
    }

    @Test
    void theLogIsProvenToHaveOnlyGrown() {
        add(9);

        assertThat(MerkleProof.isConsistent(5, log.root(5), 9, log.root(9), log.consistency(5, 9)))
                .isTrue();
        assertThat(MerkleProof.isConsistent(5, log.root(4), 9, log.root(9), log.consistency(5, 9)))
                .isFalse();
    }

    @Test
    void aRowOfALargeChangeIsProvenFromBlocksAndTheRowsBesideIt() throws Exception {
        int count = 2 * ChangeSetWriter.BLOCK_ROWS + 1_234;
        add(1);
        long revision = large(count);
        byte[] root = changeOf(revision).rowsRoot();

        assertThat(store.count("SELECT count(*) FROM row_block")).isEqualTo(2);
        for (int number : new int[] {1, 4_096, 4_097, 8_192, 8_193, count}) {
            RowInclusion proof = log.row(revision, number).orElseThrow();
            assertThat(proof.canonical()).isEqualTo(ChangeEncoding.apiKeyRevoked(number));
            assertThat(MerkleProof.includes(
                            MerkleRoot.leafHash(proof.canonical()), number - 1, count, proof.path(), root))
                    .as("row " + number)
                    .isTrue();
        }
        assertThat(log.row(revision, count + 1L)).isEmpty();
        assertThat(log.row(revision + 1, 1)).isEmpty();
    }

    private long large(int count) {
        return store.database.inTransaction(handle -> {
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            for (int number = 1; number <= count; number++) {
                changeSet.addRow(Operation.API_KEY_REVOKED, "", ChangeEncoding.apiKeyRevoked(number));
            }
            return changeSet.record(ChangeKind.API_KEY, CLERK).revision();
        });
    }

    private RecordedChange changeOf(long revision) {
        return log.inclusion(revision, revision).orElseThrow().change();
    }

    @Test
    void checkpointsAreKeptOnceAndNotRewritten() {
        add(3);
        log.keep(2, "two\n");
        log.keep(3, "three\n");
        log.keep(3, "three by another\n");
        log.keep(3, "three\n");

        assertThat(log.checkpoints(2, 10))
                .extracting(Checkpoint::note)
                .containsExactly("three\n", "three by another\n");
        assertThat(log.checkpoints(0, 1)).extracting(Checkpoint::size).containsExactly(2L);
        assertThat(log.newestCheckpoints(1)).extracting(Checkpoint::note).containsExactly("three by another\n");
        assertThatThrownBy(() -> store.asService("DELETE FROM checkpoint")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> store.asOwner("UPDATE checkpoint SET note = ''"))
                .hasMessageContaining("append-only");
    }

    @Test
    void aKeyBeginsToSignOnceAndThatIsAChange() {
        LogSigner signer = LogSigner.generate("example.org/eir");

        long revision = log.record(signer.key(), CLERK);

        assertThat(log.record(signer.key(), CLERK)).isEqualTo(revision).isEqualTo(log.size());
        assertThat(log.keys()).extracting(RecordedKey::key).containsExactly(signer.key());
        ChangeSet change = store.lists.changes(0, 1).getFirst();
        assertThat(change.kind()).isEqualTo("log-key");
        assertThat(change.rows().getFirst().subject()).isEqualTo(signer.key().text());
        assertThat(ChangeDecoding.row(log.row(revision, 1).orElseThrow().canonical()))
                .isEqualTo(new KeyBegins(signer.key()));
    }

    private void add(int changes) {
        for (int i = 0; i < changes; i++) {
            store.lists.add(facts(EquipmentList.BLACK, "49015420%06d".formatted(i), "police"), CLERK);
        }
    }
}
