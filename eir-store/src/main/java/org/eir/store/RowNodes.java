package org.eir.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eir.core.audit.MerkleProof.NodeSource;
import org.eir.core.change.MerkleRoot;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Complete subtrees of the rows of one change set: the small ones computed from the rows themselves, the large ones from
 * the blocks that were kept. At most two blocks of rows are read for a proof.
 */
final class RowNodes implements NodeSource {
    private static final int BLOCK_LEVEL = Integer.numberOfTrailingZeros(ChangeSetWriter.BLOCK_ROWS);

    private final Handle handle;
    private final long changeSet;
    private final long count;
    private final Map<Long, List<byte[]>> leaves = new HashMap<>();
    private @Nullable List<byte[]> blocks;

    private RowNodes(Handle handle, long changeSet, long count) {
        this.handle = handle;
        this.changeSet = changeSet;
        this.count = count;
    }

    /** Those of a revision; none if there is no such revision. */
    static Optional<RowNodes> of(Handle handle, long revision) {
        return handle.createQuery("SELECT id, row_count FROM change_set WHERE revision = :revision")
                .bind("revision", revision)
                .map((row, context) -> new RowNodes(handle, row.getLong("id"), row.getLong("row_count")))
                .findOne();
    }

    long count() {
        return count;
    }

    /** The bytes of a row. */
    byte[] canonical(long number) {
        return handle.createQuery("SELECT canonical FROM change WHERE change_set_id = :set AND row_number = :number")
                .bind("set", changeSet)
                .bind("number", number)
                .mapTo(byte[].class)
                .one();
    }

    @Override
    public byte[] hash(int level, long index) {
        MerkleRoot subtree = new MerkleRoot();
        if (level >= BLOCK_LEVEL) {
            long first = index << (level - BLOCK_LEVEL);
            long width = 1L << (level - BLOCK_LEVEL);
            blocks().subList((int) first, (int) (first + width)).forEach(subtree::addHash);
        } else {
            long first = index << level;
            List<byte[]> block = leaves.computeIfAbsent(first / ChangeSetWriter.BLOCK_ROWS, this::leavesOf);
            int from = (int) (first % ChangeSetWriter.BLOCK_ROWS);
            block.subList(from, from + (1 << level)).forEach(subtree::addHash);
        }
        return subtree.root();
    }

    private List<byte[]> blocks() {
        if (blocks == null) {
            blocks = handle.createQuery("SELECT hash FROM row_block WHERE change_set_id = :set ORDER BY index")
                    .bind("set", changeSet)
                    .mapTo(byte[].class)
                    .list();
        }
        return blocks;
    }

    private List<byte[]> leavesOf(long block) {
        return handle.createQuery("""
                        SELECT canonical FROM change
                        WHERE change_set_id = :set AND row_number > :after AND row_number <= :upTo ORDER BY row_number""")
                .bind("set", changeSet)
                .bind("after", block * ChangeSetWriter.BLOCK_ROWS)
                .bind("upTo", (block + 1) * ChangeSetWriter.BLOCK_ROWS)
                .mapTo(byte[].class)
                .map(MerkleRoot::leafHash)
                .list();
    }
}
