package org.eir.bench.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.eir.bench.support.Figures;
import org.eir.core.audit.AuditLog.Inclusion;
import org.eir.core.audit.AuditLog.RowInclusion;
import org.eir.core.audit.MerkleProof;
import org.eir.core.change.MerkleRoot;
import org.eir.store.PostgresAuditLog;

/** Proofs as the store makes them: how large they are, how long they take. Each is verified. */
final class Proofs {
    private static final long SEED = 9;
    private static final int HASH_BYTES = 32;
    private static final int WARM_UP = 50;

    private final PostgresAuditLog log;
    private final int count;
    private final Random random = new Random(SEED);
    private final Figures figures;

    /** Makes a proof, verifies it and returns its path. */
    @FunctionalInterface
    private interface Making {
        List<byte[]> once();
    }

    /** @param count proofs of each kind */
    Proofs(SignedLog log, int count, Figures figures) {
        this.log = log.stored();
        this.count = count;
        this.figures = figures;
    }

    static Figures table() {
        return new Figures("proof of", "hashes at most", "octets at most", "p50 ms", "p99 ms");
    }

    /** A change in the log. */
    void ofChanges() {
        long size = log.size();
        measure("a change, in a log of " + Figures.whole(size), () -> {
            Inclusion proof = log.inclusion(random.nextLong(size) + 1, size).orElseThrow();
            long index = proof.change().revision() - 1;
            require(MerkleProof.includes(proof.change().leafHash(), index, size, proof.path(), proof.root()));
            return proof.path();
        });
    }

    /** A row of the last change, which has so many. */
    void ofRows(long rows) {
        long revision = log.size();
        byte[] root = log.inclusion(revision, revision).orElseThrow().change().rowsRoot();
        measure("a row, in an import of " + Figures.whole(rows), () -> {
            RowInclusion proof = log.row(revision, random.nextLong(rows) + 1).orElseThrow();
            byte[] leaf = MerkleRoot.leafHash(proof.canonical());
            require(MerkleProof.includes(leaf, proof.number() - 1, rows, proof.path(), root));
            return proof.path();
        });
    }

    /** That an older head is the beginning of the newest. */
    void ofConsistency() {
        long size = log.size();
        byte[] root = log.root(size);
        measure("that a log grew to " + Figures.whole(size), () -> {
            long from = random.nextLong(size) + 1;
            List<byte[]> proof = log.consistency(from, size);
            require(MerkleProof.isConsistent(from, log.root(from), size, root, proof));
            return proof;
        });
    }

    private void measure(String what, Making making) {
        double[] ms = new double[count];
        int most = 0;
        for (int i = -Math.min(WARM_UP, count); i < count; i++) {
            long begin = System.nanoTime();
            most = Math.max(most, making.once().size());
            if (i >= 0) {
                ms[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(ms);
        figures.row(
                what,
                Integer.toString(most),
                Figures.whole((double) most * HASH_BYTES),
                Figures.decimal(ms[count / 2]),
                Figures.decimal(ms[count * 99 / 100]));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a proof that proves nothing");
        }
    }
}
