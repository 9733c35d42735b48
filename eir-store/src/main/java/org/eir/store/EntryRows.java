package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Entries as rows: one query text and its reading. */
final class EntryRows {
    /** Add a WHERE clause on {@code e}. */
    static final String SELECT = """
            SELECT e.id, e.id_from, e.id_to, e.list, e.source, e.scope, e.reason, e.reference, e.source_reference, e.note, e.exempt,
                   e.reported, e.valid_from, e.valid_until, a.revision AS added_revision, a.recorded_at AS added_at,
                   w.revision AS withdrawn_revision, w.recorded_at AS withdrawn_at, e.withdrawal_reason, e.withdrawal_reference,
                   (SELECT max(z.revision) FROM erased_place p JOIN change_set z ON z.id = p.erased_by
                    WHERE p.subject_id = e.id AND p.operation IN (1, 2)) AS erased
            FROM entry e
            JOIN change_set a ON a.id = e.added_by
            LEFT JOIN change_set w ON w.id = e.withdrawn_by
            """;

    /** Of entries that cover one identity: the most severe, then the narrowest, the golden before the white, the oldest. */
    static final String DECIDING_FIRST =
            "ORDER BY CASE e.list WHEN 1 THEN 0 WHEN 2 THEN 1 ELSE 2 END, e.id_to - e.id_from, e.list DESC, e.id";

    private EntryRows() {}

    static Optional<Entry> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "WHERE e.id = :id")
                .bind("id", id)
                .map((row, context) -> entry(row))
                .findOne();
    }

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"), facts(row), added(row), withdrawn(row), row.getObject("erased", Long.class));
    }

    static EntryFacts facts(ResultSet row) throws SQLException {
        return new EntryFacts(
                new ImeiRange(row.getLong("id_from"), row.getLong("id_to")),
                EquipmentList.of(row.getInt("list")),
                row.getString("source"),
                row.getString("scope"),
                Reason.of(row.getInt("reason")),
                row.getString("reference"),
                row.getString("source_reference"),
                row.getString("note"),
                row.getBoolean("exempt"),
                moment(row, "reported"),
                new Validity(moment(row, "valid_from"), moment(row, "valid_until")));
    }

    static Recorded added(ResultSet row) throws SQLException {
        return recorded(row, "added_revision", "added_at");
    }

    static Recorded recorded(ResultSet row, String revision, String at) throws SQLException {
        return new Recorded(row.getLong(revision), present(moment(row, at)));
    }

    static @Nullable Withdrawn withdrawn(ResultSet row) throws SQLException {
        Instant at = moment(row, "withdrawn_at");
        return at == null
                ? null
                : new Withdrawn(
                        new Recorded(row.getLong("withdrawn_revision"), at),
                        WithdrawalReason.of(row.getInt("withdrawal_reason")),
                        row.getString("withdrawal_reference"));
    }

    static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static Instant present(@Nullable Instant moment) throws SQLException {
        if (moment == null) {
            throw new SQLException("a change set without a time");
        }
        return moment;
    }

    /** As the JDBC driver takes it. */
    static @Nullable OffsetDateTime utc(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
