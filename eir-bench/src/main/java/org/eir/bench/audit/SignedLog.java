package org.eir.bench.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.eir.bench.node.Laboratory;
import org.eir.core.audit.ChangeLeaf;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.change.Actor;
import org.eir.core.change.MerkleRoot;
import org.eir.store.Database;
import org.eir.store.PostgresAuditLog;

/** The log of a register whose heads the measurement itself signs, and whose upkeep it can switch off. */
final class SignedLog implements AutoCloseable {
    static final String NAME = "bench.example.org/log";
    static final Actor CLERK = new Actor("clerk");

    private final Laboratory laboratory;
    private final Database database;
    private final LogSigner signer;
    private final PostgresAuditLog stored;

    private SignedLog(Laboratory laboratory, Database database, LogSigner signer) {
        this.laboratory = laboratory;
        this.database = database;
        this.signer = signer;
        this.stored = new PostgresAuditLog(database);
    }

    /** Makes the schema; the log begins with its key. */
    static SignedLog open(Laboratory laboratory) {
        Database database = Database.open(laboratory.config(), new SimpleMeterRegistry());
        SignedLog log = new SignedLog(laboratory, database, LogSigner.generate(NAME));
        log.stored.record(log.signer.key(), new Actor("configuration"));
        return log;
    }

    Database database() {
        return database;
    }

    PostgresAuditLog stored() {
        return stored;
    }

    LogSigner signer() {
        return signer;
    }

    /** The head of a tree as a note. */
    String note(MerkleRoot tree) {
        return SignedNote.sign(TreeHead.of(NAME, tree).text(), List.of(signer)).print();
    }

    /** The tree over all changes so far. */
    MerkleRoot tree() {
        MerkleRoot tree = new MerkleRoot();
        stored.leaves(0, change -> {
            tree.add(ChangeLeaf.of(change).orElseThrow().canonical());
            return Optional.empty();
        });
        return tree;
    }

    /** Signs and keeps the head over all changes so far. */
    void sign() {
        MerkleRoot tree = tree();
        stored.keep(tree.leaves(), note(tree));
    }

    /** From now on nothing is kept of the tree. */
    void switchOff() throws SQLException {
        asSuperuser("ALTER TABLE change_set DISABLE TRIGGER log_nodes");
    }

    /** Writes down what was left out, and keeps the tree again. */
    void switchOn() throws SQLException {
        complete();
        asSuperuser("ALTER TABLE change_set ENABLE TRIGGER log_nodes");
    }

    /** Writes the nodes of the tree that are missing, as the migration does that brings them. */
    void complete() throws SQLException {
        asSuperuser("""
                INSERT INTO log_node
                    SELECT 1, r.revision / 2 - 1, sha256('\\x01'::bytea || l.leaf_hash || r.leaf_hash)
                    FROM change_set r JOIN change_set l ON l.revision = r.revision - 1 WHERE r.revision % 2 = 0
                    ON CONFLICT DO NOTHING""");
        for (int level = 1; stored.size() >> level > 1; level++) {
            asSuperuser("""
                    INSERT INTO log_node
                        SELECT l.level + 1, l.index / 2, sha256('\\x01'::bytea || l.hash || r.hash)
                        FROM log_node l JOIN log_node r ON r.level = l.level AND r.index = l.index + 1
                        WHERE l.level = %d AND l.index %% 2 = 0
                        ON CONFLICT DO NOTHING""".formatted(level));
        }
    }

    void asSuperuser(String sql) throws SQLException {
        try (Connection connection = laboratory.register();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
