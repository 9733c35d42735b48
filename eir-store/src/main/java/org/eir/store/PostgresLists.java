package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Single changes of the lists, and questions about what is recorded. Safe for any number of threads. */
public final class PostgresLists implements ListChanges, ListQueries {
    private final Database database;

    public PostgresLists(Database database) {
        this.database = database;
    }

    @Override
    public AddOutcome add(EntryFacts facts, Actor actor) {
        return database.inTransaction(handle -> {
            boundWaiting(handle);
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            Commitment personal = Commitment.to(facts.reference(), facts.note());
            Optional<Long> id = insert(handle, facts, personal, changeSet.id());
            if (id.isEmpty()) {
                return new AddOutcome.AlreadyListed(inForce(handle, facts));
            }
            changeSet.addEntryRow(
                    Operation.ADDITION,
                    id.get(),
                    facts.identity(),
                    facts.scope(),
                    ChangeEncoding.addition(facts, personal));
            Recorded recorded = changeSet.record(ChangeKind.ENTRIES, actor);
            return new AddOutcome.Added(new Entry(id.get(), facts, recorded, null));
        });
    }

    /** The new entry's number; none if the key is in force already. */
    private static Optional<Long> insert(Handle handle, EntryFacts facts, Commitment personal, long changeSet) {
        return handle.createQuery("""
                        INSERT INTO entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, reported,
                                           valid_from, valid_until, added_by, reference, note, salt)
                        VALUES (nextval('entry_id'), :kind, :from, :to, :list, :scope, :source, :reason, :exempt, :reported,
                                :validFrom, :validUntil, :addedBy, :reference, :note, :salt)
                        ON CONFLICT (id_from, id_to, kind, list, source) WHERE withdrawn_by IS NULL DO NOTHING
                        RETURNING id""")
                .bind("kind", ChangeEncoding.KIND_IMEI)
                .bind("from", facts.identity().from())
                .bind("to", facts.identity().to())
                .bind("list", facts.list().code())
                .bind("scope", facts.scope())
                .bind("source", facts.source())
                .bind("reason", facts.reason().code())
                .bind("exempt", facts.exempt())
                .bindByType("reported", EntryRows.utc(facts.reported()), OffsetDateTime.class)
                .bindByType("validFrom", EntryRows.utc(facts.validity().from()), OffsetDateTime.class)
                .bindByType("validUntil", EntryRows.utc(facts.validity().until()), OffsetDateTime.class)
                .bind("addedBy", changeSet)
                .bind("reference", facts.reference())
                .bind("note", facts.note())
                .bind("salt", personal.salt())
                .mapTo(Long.class)
                .findOne();
    }

    private static Entry inForce(Handle handle, EntryFacts facts) {
        return handle.createQuery(EntryRows.SELECT + """
                        WHERE e.id_from = :from AND e.id_to = :to AND e.kind = 1 AND e.list = :list AND e.source = :source
                          AND e.withdrawn_by IS NULL""")
                .bind("from", facts.identity().from())
                .bind("to", facts.identity().to())
                .bind("list", facts.list().code())
                .bind("source", facts.source())
                .map((row, context) -> EntryRows.entry(row))
                .one();
    }

    @Override
    public WithdrawOutcome withdraw(long entryId, WithdrawalReason reason, @Nullable String reference, Actor actor) {
        return database.inTransaction(handle -> {
            boundWaiting(handle);
            Optional<Entry> before = find(handle, entryId);
            if (before.isEmpty()) {
                return new WithdrawOutcome.NoSuchEntry(entryId);
            }
            EntryFacts facts = before.get().facts();
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            Commitment personal = Commitment.to(reference);
            if (!markWithdrawn(handle, entryId, changeSet.id(), reason, reference, personal)) {
                return new WithdrawOutcome.AlreadyWithdrawn(
                        find(handle, entryId).orElseThrow());
            }
            changeSet.addEntryRow(
                    Operation.WITHDRAWAL,
                    entryId,
                    facts.identity(),
                    facts.scope(),
                    ChangeEncoding.withdrawal(
                            facts.identity(), facts.list(), facts.source(), facts.scope(), reason, personal));
            Recorded recorded = changeSet.record(ChangeKind.ENTRIES, actor);
            return new WithdrawOutcome.Done(
                    new Entry(entryId, facts, before.get().added(), new Withdrawn(recorded, reason, reference)));
        });
    }

    private static boolean markWithdrawn(
            Handle handle,
            long entryId,
            long changeSet,
            WithdrawalReason reason,
            @Nullable String reference,
            Commitment personal) {
        return handle.createUpdate("""
                                UPDATE entry SET withdrawn_by = :by, withdrawal_reason = :reason,
                                                 withdrawal_reference = :reference, withdrawal_salt = :salt
                                WHERE id = :id AND withdrawn_by IS NULL""")
                        .bind("by", changeSet)
                        .bind("reason", reason.code())
                        .bind("reference", reference)
                        .bind("salt", personal.salt())
                        .bind("id", entryId)
                        .execute()
                == 1;
    }

    @Override
    public List<Entry> covering(ImeiRange identity) {
        ImeiRange tac = ImeiRange.of(identity.tac());
        return database.inTransaction(handle -> handle.createQuery(EntryRows.SELECT + """
                        WHERE e.withdrawn_by IS NULL AND e.kind = 1
                          AND ((e.id_from = :from AND e.id_to = :to)
                               OR (e.id_to > e.id_from AND e.id_from BETWEEN :tacFrom AND :from AND e.id_to >= :to))
                        ORDER BY CASE e.list WHEN 1 THEN 0 WHEN 2 THEN 1 ELSE 2 END, e.id_to - e.id_from, e.list DESC, e.id
                        LIMIT :limit""")
                .bind("from", identity.from())
                .bind("to", identity.to())
                .bind("tacFrom", tac.from())
                .bind("limit", MAX_COVERING)
                .map((row, context) -> EntryRows.entry(row))
                .list());
    }

    @Override
    public Optional<Entry> entry(long id) {
        return database.inTransaction(handle -> find(handle, id));
    }

    private static Optional<Entry> find(Handle handle, long id) {
        return handle.createQuery(EntryRows.SELECT + "WHERE e.id = :id")
                .bind("id", id)
                .map((row, context) -> EntryRows.entry(row))
                .findOne();
    }

    @Override
    public List<ChangeSet> changes(long after, int limit) {
        return database.inTransaction(handle -> handle.createQuery("""
                        SELECT s.id, s.revision, s.recorded_at, s.kind, s.row_count, s.leaf_hash, coalesce(a.actor, '') AS actor, a.approver
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
                rows(handle, row.getLong("id")));
    }

    private static String kind(int code) {
        for (ChangeKind kind : ChangeKind.values()) {
            if (kind.code() == code) {
                return kind.text();
            }
        }
        return "kind " + code;
    }

    private static List<Row> rows(Handle handle, long changeSet) {
        return handle.createQuery("""
                        SELECT c.row_number, c.operation, c.entry_id, c.id_from, c.id_to,
                               CASE e.list WHEN 0 THEN 'white' WHEN 1 THEN 'black' WHEN 2 THEN 'grey' WHEN 3 THEN 'golden' ELSE '' END AS list,
                               coalesce(e.source, '') AS source, c.subject
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
                        row.getString("source")))
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
    private static void boundWaiting(Handle handle) {
        handle.execute("SET LOCAL lock_timeout = '10s'");
        handle.execute("SET LOCAL statement_timeout = '20s'");
    }
}
