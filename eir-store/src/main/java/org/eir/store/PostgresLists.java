package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFilter;
import org.jdbi.v3.core.Handle;

/** Single changes of the lists, and questions about what is recorded. Safe for any number of threads. */
public final class PostgresLists implements ListChanges, ListQueries {
    private static final String BEFORE = "before";

    private final Database database;

    public PostgresLists(Database database) {
        this.database = database;
    }

    @Override
    public ChangeOutcome change(ListChange change, Actor actor) {
        return database.inTransaction(handle -> {
            boundWaiting(handle);
            DeviceGroup seen = change.group();
            if (seen != null) {
                DeviceGroup group = PostgresDeviceGroups.held(handle, seen.id()).orElseThrow();
                if (group.lastRevision() != seen.lastRevision()) {
                    return new ChangeOutcome.GroupChanged(group);
                }
            }
            boolean mayStopHalfWay = change.steps() > 1;
            if (mayStopHalfWay) {
                handle.savepoint(BEFORE);
            }
            ChangeOutcome outcome = new EntryChange(handle).make(change, actor);
            if (mayStopHalfWay && !(outcome instanceof ChangeOutcome.Done)) {
                handle.rollbackToSavepoint(BEFORE);
            }
            return outcome;
        });
    }

    @Override
    public List<Entry> covering(ImeiRange identity) {
        ImeiRange tac = ImeiRange.of(identity.tac());
        return database.inTransaction(
                handle -> handle.createQuery(EntryRows.SELECT + """
                        WHERE e.withdrawn_by IS NULL AND e.kind = 1
                          AND ((e.id_from = :from AND e.id_to = :to)
                               OR (e.id_to > e.id_from AND e.id_from BETWEEN :tacFrom AND :from AND e.id_to >= :to))
                        """ + EntryRows.DECIDING_FIRST + " LIMIT :limit")
                        .bind("from", identity.from())
                        .bind("to", identity.to())
                        .bind("tacFrom", tac.from())
                        .bind("limit", MAX_COVERING)
                        .map((row, context) -> EntryRows.entry(row))
                        .list());
    }

    @Override
    public Optional<Entry> entry(long id) {
        return database.inTransaction(handle -> EntryRows.find(handle, id));
    }

    @Override
    public List<Entry> entries(EntryFilter filter, Instant at, long before, int limit) {
        return database.inTransaction(handle -> {
            boundWaiting(handle);
            return EntryPages.page(handle, filter, at, before, limit);
        });
    }

    @Override
    public List<ChangeSet> changes(long after, int limit) {
        return database.inTransaction(handle -> handle.createQuery("""
                        SELECT s.id, s.revision, s.recorded_at, s.kind, s.row_count, s.leaf_hash, coalesce(a.actor, '') AS actor, a.approver,
                               (SELECT z.revision FROM erased z WHERE z.change_set_id = s.id AND z.row_number = 0) AS erased
                        FROM change_set s LEFT JOIN change_set_actor a ON a.change_set_id = s.id
                        WHERE s.revision > :after ORDER BY s.revision LIMIT :limit""")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> changeSet(handle, row))
                .list());
    }

    private static ChangeSet changeSet(Handle handle, ResultSet row) throws SQLException {
        Instant at = row.getObject("recorded_at", OffsetDateTime.class).toInstant();
        return new ChangeSet(
                row.getLong("revision"),
                at,
                kind(row.getInt("kind")),
                row.getString("actor"),
                row.getString("approver"),
                row.getLong("row_count"),
                HexFormat.of().formatHex(row.getBytes("leaf_hash")),
                rows(handle, row.getLong("id")),
                row.getObject("erased", Long.class));
    }

    private static String kind(int code) {
        return ChangeKind.of(code).map(ChangeKind::text).orElse("kind " + code);
    }

    private static List<Row> rows(Handle handle, long changeSet) {
        return handle.createQuery("""
                        SELECT c.row_number, c.operation, c.entry_id, c.id_from, c.id_to,
                               CASE e.list WHEN 0 THEN 'white' WHEN 1 THEN 'black' WHEN 2 THEN 'grey' WHEN 3 THEN 'golden' ELSE '' END AS list,
                               coalesce(e.source, '') AS source, c.subject,
                               (SELECT z.revision FROM erased z
                                WHERE z.change_set_id = c.change_set_id AND z.row_number = c.row_number) AS erased
                        FROM change c LEFT JOIN entry e ON e.id = c.entry_id
                        WHERE c.change_set_id = :set ORDER BY c.row_number LIMIT :limit""")
                .bind("set", changeSet)
                .bind("limit", MAX_ROWS)
                .map((row, context) -> new Row(
                        row.getInt("row_number"),
                        operation(row.getInt("operation")),
                        row.getLong("entry_id"),
                        row.getLong("entry_id") == 0
                                ? row.getString("subject")
                                : new ImeiRange(row.getLong("id_from"), row.getLong("id_to")).text(),
                        row.getString("list"),
                        row.getString("source"),
                        row.getObject("erased", Long.class)))
                .list();
    }

    private static String operation(int code) {
        for (Operation operation : Operation.values()) {
            if (operation.code() == code) {
                return operation.text();
            }
        }
        return "operation " + code;
    }

    /** A change by hand waits for nobody longer than people do. */
    static void boundWaiting(Handle handle) {
        handle.execute("SET LOCAL lock_timeout = '10s'");
        handle.execute("SET LOCAL statement_timeout = '20s'");
    }
}
