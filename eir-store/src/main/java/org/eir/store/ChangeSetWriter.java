package org.eir.store;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.MerkleRoot;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EntryFacts;
import org.jdbi.v3.core.Handle;

/**
 * Writes one change set within a transaction: its rows as they come, and, as the transaction's last step, its place in
 * history.
 *
 * <p>Sequences commit out of order, so a revision is not one. {@link #record} locks the single head row; whoever holds
 * it takes the next revision and commits before anybody else can take one. Everything slow comes before it.
 */
final class ChangeSetWriter {
    /** The doorbell: a hint to look for changes, never the news itself. */
    static final String CHANNEL = "eir_revision";

    /** Rows of a block, whose root is kept so that one row of millions is proven from few. */
    static final int BLOCK_ROWS = 4096;

    private final Handle handle;
    private final long id;
    private final List<byte[]> blocks = new ArrayList<>();
    private final MerkleRoot rows = new MerkleRoot(BLOCK_ROWS, blocks::add);

    ChangeSetWriter(Handle handle) {
        this.handle = handle;
        this.id = handle.createQuery("SELECT nextval('change_set_id')")
                .mapTo(Long.class)
                .one();
    }

    /** The revision of the last change set that was recorded. */
    static long head(Handle handle) {
        return handle.createQuery("SELECT revision FROM head").mapTo(Long.class).one();
    }

    /** What the rows carry. */
    long id() {
        return id;
    }

    /** A row that says that a golden entry was overridden. */
    void addGoldenOverride(Entry golden) {
        EntryFacts facts = golden.facts();
        byte[] canonical = ChangeEncoding.goldenOverride(facts);
        addEntryRow(ChangeEncoding.Operation.GOLDEN_OVERRIDE, golden.id(), facts.identity(), facts.scope(), canonical);
    }

    /** Takes the rows that were written in bulk into the tree, in their order. No other row comes before them. */
    void hashRowsWrittenInBulk() throws SQLException {
        String written = "SELECT canonical FROM change WHERE change_set_id = " + id + " ORDER BY row_number";
        try (CopyReader reader = CopyReader.of(handle.getConnection(), written)) {
            while (reader.next()) {
                rows.add(reader.readBytes());
            }
        }
    }

    /** A row about an entry. */
    void addEntryRow(
            ChangeEncoding.Operation operation, long entryId, ImeiRange identity, String scope, byte[] canonical) {
        int kind = ChangeEncoding.KIND_IMEI;
        addRow(operation, entryId, kind, identity.from(), identity.to(), scope, "", canonical);
    }

    /**
     * A row about a device that is no entry.
     *
     * @param subject what it is about in a few words, for people; names no person
     */
    void addDeviceRow(ChangeEncoding.Operation operation, Imei device, String subject, byte[] canonical) {
        addRow(operation, 0, ChangeEncoding.KIND_IMEI, device.digits(), device.digits(), "", subject, canonical);
    }

    /** What {@link #addDeviceRow} takes. */
    record DeviceRow(ChangeEncoding.Operation operation, Imei device, String subject, byte[] canonical) {}

    /** Many rows about devices that are no entries. */
    void addDeviceRows(List<DeviceRow> more) throws SQLException {
        try (CopyWriter copy = copyOfRows()) {
            for (DeviceRow row : more) {
                long device = row.device().digits();
                copyRow(copy, row.operation(), ChangeEncoding.KIND_IMEI, device, row.subject(), row.canonical());
            }
            copy.finish();
        }
    }

    /** Many rows about something else, of which nothing needs to be said to people. */
    void addRows(ChangeEncoding.Operation operation, List<byte[]> more) throws SQLException {
        try (CopyWriter copy = copyOfRows()) {
            for (byte[] canonical : more) {
                copyRow(copy, operation, 0, 0, "", canonical);
            }
            copy.finish();
        }
    }

    private CopyWriter copyOfRows() throws SQLException {
        return new CopyWriter(
                handle.getConnection(),
                "change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, subject, canonical)");
    }

    private void copyRow(
            CopyWriter copy,
            ChangeEncoding.Operation operation,
            int kind,
            long identity,
            String subject,
            byte[] canonical)
            throws SQLException {
        rows.add(canonical);
        copy.row(10);
        copy.writeLong(id);
        copy.writeInt(Math.toIntExact(rows.leaves()));
        copy.writeShort(operation.code());
        copy.writeLong(0);
        copy.writeShort(kind);
        copy.writeLong(identity);
        copy.writeLong(identity);
        copy.writeText("");
        copy.writeText(subject);
        copy.writeBytes(canonical);
    }

    /**
     * A row about something else.
     *
     * @param subject what it is about in a few words, for people; names no person
     */
    void addRow(ChangeEncoding.Operation operation, String subject, byte[] canonical) {
        addRow(operation, 0, 0, 0, 0, "", subject, canonical);
    }

    private void addRow(
            ChangeEncoding.Operation operation,
            long entryId,
            int kind,
            long from,
            long to,
            String scope,
            String subject,
            byte[] canonical) {
        rows.add(canonical);
        handle.createUpdate("""
                        INSERT INTO change
                            (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, subject, canonical)
                        VALUES (:set, :row, :operation, :entry, :kind, :from, :to, :scope, :subject, :canonical)""")
                .bind("set", id)
                .bind("row", rows.leaves())
                .bind("operation", operation.code())
                .bind("entry", entryId)
                .bind("kind", kind)
                .bind("from", from)
                .bind("to", to)
                .bind("scope", scope)
                .bind("subject", subject)
                .bind("canonical", canonical)
                .execute();
    }

    /** The last step: takes the next revision and rings. Commit at once afterwards. */
    Recorded record(ChangeKind kind, Actor actor) throws SQLException {
        Commitment who = actor.commitment();
        keepBlocks();
        if (actor.proposal() != null) {
            PostgresApprovals.lock(handle, actor.proposal());
        }
        handle.createUpdate(
                        "INSERT INTO change_set_actor (change_set_id, actor, approver, salt) VALUES (:id, :actor, :approver, :salt)")
                .bind("id", id)
                .bind("actor", actor.name())
                .bind("approver", actor.approver())
                .bind("salt", who.salt())
                .execute();
        Recorded recorded = handle.createQuery("""
                        UPDATE head SET revision = revision + 1,
                                        recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
                        RETURNING revision, recorded_at""")
                .map((row, context) -> new Recorded(row.getLong(1), instant(row.getObject(2, OffsetDateTime.class))))
                .one();
        if (actor.proposal() != null) {
            PostgresApprovals.done(handle, actor.proposal(), actor, recorded.revision());
        }
        byte[] root = rows.root();
        byte[] leaf = ChangeEncoding.leaf(kind, recorded.revision(), recorded.at(), rows.leaves(), root, who);
        handle.createUpdate("""
                        INSERT INTO change_set (id, revision, recorded_at, encoding, kind, row_count, rows_root, actor_hash, leaf_hash)
                        VALUES (:id, :revision, :at, :encoding, :kind, :count, :root, :actor, :leaf)""")
                .bind("id", id)
                .bind("revision", recorded.revision())
                .bind("at", recorded.at().atOffset(java.time.ZoneOffset.UTC))
                .bind("encoding", ChangeEncoding.VERSION)
                .bind("kind", kind.code())
                .bind("count", rows.leaves())
                .bind("root", root)
                .bind("actor", who.hash())
                .bind("leaf", MerkleRoot.leafHash(leaf))
                .execute();
        handle.execute("SELECT pg_notify(?, ?)", CHANNEL, Long.toString(recorded.revision()));
        return recorded;
    }

    private void keepBlocks() throws SQLException {
        if (!blocks.isEmpty()) {
            handle.createUpdate("""
                            INSERT INTO row_block
                            SELECT :id, place - 1, hash FROM unnest(:hashes) WITH ORDINALITY AS block (hash, place)""")
                    .bind("id", id)
                    .bindBySqlType(
                            "hashes",
                            handle.getConnection().createArrayOf("bytea", blocks.toArray(byte[][]::new)),
                            Types.ARRAY)
                    .execute();
        }
    }

    private static Instant instant(OffsetDateTime moment) {
        return moment.toInstant();
    }
}
