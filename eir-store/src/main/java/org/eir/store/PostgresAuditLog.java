package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eir.core.audit.AuditLog;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.MerkleProof;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.input.Outcome;
import org.jdbi.v3.core.Handle;

/** The log in PostgreSQL. Safe for any number of threads and nodes. */
public final class PostgresAuditLog implements AuditLog {
    private static final String LEAF =
            "SELECT revision, recorded_at, encoding, kind, row_count, rows_root, actor_hash, leaf_hash FROM change_set ";
    private static final String CHECKPOINT = "SELECT size, note, issued_at FROM checkpoint ";

    private final Database database;

    public PostgresAuditLog(Database database) {
        this.database = database;
    }

    @Override
    public long size() {
        return database.inTransaction(ChangeSetWriter::head);
    }

    @Override
    public <T> Read<T> leaves(long after, Function<RecordedChange, Optional<T>> taker) {
        return database.inTransaction(handle -> {
            long head = ChangeSetWriter.head(handle);
            String query = LEAF + "WHERE revision > " + after + " AND revision <= " + head + " ORDER BY revision";
            Optional<T> stopped = Optional.empty();
            try (CopyReader rows = CopyReader.of(handle.getConnection(), query)) {
                // To its end even then: a pooled connection does not survive that a COPY is broken off.
                while (rows.next()) {
                    if (stopped.isEmpty()) {
                        stopped = taker.apply(leaf(rows));
                    } else {
                        rows.skipRow();
                    }
                }
            }
            return new Read<>(head, stopped);
        });
    }

    private static RecordedChange leaf(CopyReader row) throws SQLException {
        long revision = row.readLong();
        Instant recordedAt = row.readMoment();
        if (recordedAt == null) {
            throw new SQLException("revision " + revision + " has no time");
        }
        return new RecordedChange(
                revision,
                recordedAt,
                row.readShort(),
                row.readShort(),
                row.readLong(),
                row.readBytes(),
                row.readBytes(),
                row.readBytes());
    }

    private static Optional<RecordedChange> leaf(Handle handle, long revision) {
        return handle.createQuery(LEAF + "WHERE revision = :revision")
                .bind("revision", revision)
                .map((row, context) -> new RecordedChange(
                        row.getLong("revision"),
                        moment(row, "recorded_at"),
                        row.getInt("encoding"),
                        row.getInt("kind"),
                        row.getLong("row_count"),
                        row.getBytes("rows_root"),
                        row.getBytes("actor_hash"),
                        row.getBytes("leaf_hash")))
                .findOne();
    }

    @Override
    public Optional<Inclusion> inclusion(long revision, long size) {
        return database.inTransaction(handle -> {
            if (revision < 1 || revision > size || size > ChangeSetWriter.head(handle)) {
                return Optional.empty();
            }
            LogNodes nodes = new LogNodes(handle);
            List<byte[]> path = MerkleProof.inclusion(revision - 1, size, nodes);
            return leaf(handle, revision)
                    .map(change -> new Inclusion(change, size, MerkleProof.root(size, nodes), path));
        });
    }

    @Override
    public Optional<RowInclusion> row(long revision, long number) {
        return database.inTransaction(handle -> {
            Optional<RowNodes> found = RowNodes.of(handle, revision);
            if (found.isEmpty() || number < 1 || number > found.get().count()) {
                return Optional.empty();
            }
            RowNodes rows = found.get();
            List<byte[]> path = MerkleProof.inclusion(number - 1, rows.count(), rows);
            return Optional.of(new RowInclusion(number, rows.count(), rows.canonical(number), path));
        });
    }

    @Override
    public List<byte[]> consistency(long from, long to) {
        return database.inTransaction(handle -> MerkleProof.consistency(from, to, new LogNodes(handle)));
    }

    @Override
    public byte[] root(long size) {
        return database.inTransaction(handle -> MerkleProof.root(size, new LogNodes(handle)));
    }

    /** Not waited for until it is on the disk: the next one covers it, and the node has its own. */
    @Override
    public void keep(long size, String note) {
        database.inTransaction(handle -> {
            handle.execute("SET LOCAL synchronous_commit = off");
            return handle.execute(
                    "INSERT INTO checkpoint (size, note) VALUES (?, ?) ON CONFLICT (size, note) DO NOTHING",
                    size,
                    note);
        });
    }

    @Override
    public List<Checkpoint> checkpoints(long after, int limit) {
        return database.inTransaction(
                handle -> handle.createQuery(CHECKPOINT + "WHERE size > :after ORDER BY size, issued_at LIMIT :limit")
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, context) -> checkpoint(row))
                        .list());
    }

    @Override
    public List<Checkpoint> newestCheckpoints(int limit) {
        return database.inTransaction(
                handle -> handle.createQuery(CHECKPOINT + "ORDER BY size DESC, issued_at DESC LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> checkpoint(row))
                        .list());
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(row.getLong("size"), row.getString("note"), moment(row, "issued_at"));
    }

    @Override
    public List<RecordedKey> keys() {
        return database.inTransaction(handle -> handle.createQuery("""
                        SELECT k.key, s.revision, s.recorded_at
                        FROM log_key k JOIN change_set s ON s.id = k.change_set_id ORDER BY s.revision""")
                .map((row, context) ->
                        new RecordedKey(key(row.getString("key")), row.getLong("revision"), moment(row, "recorded_at")))
                .list());
    }

    private static LogKey key(String text) throws SQLException {
        return switch (LogKey.parse(text)) {
            case Outcome.Accepted<LogKey> accepted -> accepted.value();
            case Outcome.Refused<LogKey> refused ->
                throw new SQLException(refused.refusal().sentence());
        };
    }

    @Override
    public long record(LogKey key, Actor actor) {
        return database.inTransaction(handle -> {
            PostgresLists.boundWaiting(handle);
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            boolean isNew = handle.createUpdate("""
                                    INSERT INTO log_key (change_set_id, key) VALUES (:id, :key)
                                    ON CONFLICT (key) DO NOTHING""")
                            .bind("id", changeSet.id())
                            .bind("key", key.text())
                            .execute()
                    == 1;
            if (!isNew) {
                return recordedAs(handle, key);
            }
            byte[] canonical = ChangeEncoding.logKey(key.name(), key.octets());
            changeSet.addRow(Operation.LOG_KEY, key.text(), canonical);
            return changeSet.record(ChangeKind.LOG_KEY, actor).revision();
        });
    }

    private static long recordedAs(Handle handle, LogKey key) {
        return handle.createQuery("""
                        SELECT s.revision FROM log_key k JOIN change_set s ON s.id = k.change_set_id
                        WHERE k.key = :key""").bind("key", key.text()).mapTo(Long.class).one();
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
