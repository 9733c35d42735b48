package org.eir.store;

import org.eir.core.audit.MerkleProof.NodeSource;
import org.jdbi.v3.core.Handle;

/** Complete subtrees of the log, as they are stored: what proofs are made of. */
record LogNodes(Handle handle) implements NodeSource {
    @Override
    public byte[] hash(int level, long index) {
        return level == 0
                ? handle.createQuery("SELECT leaf_hash FROM change_set WHERE revision = :revision")
                        .bind("revision", index + 1)
                        .mapTo(byte[].class)
                        .one()
                : handle.createQuery("SELECT hash FROM log_node WHERE level = :level AND index = :index")
                        .bind("level", level)
                        .bind("index", index)
                        .mapTo(byte[].class)
                        .one();
    }
}
