package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.State;
import org.eir.core.list.EquipmentList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Imports on record: what was asked for, and where each stands. */
final class ImportJobs {
    private ImportJobs() {}

    static void insert(Handle handle, long id, Request request, String identityColumn, Actor actor) {
        handle.createUpdate("""
                        INSERT INTO import (id, list, source, mode, reference, override_golden, identity_column, actor, state)
                        VALUES (:id, :list, :source, :mode, :reference, :overrideGolden, :identityColumn, :actor,
                                'receiving')""")
                .bind("id", id)
                .bind("list", request.list().code())
                .bind("source", request.source())
                .bind("mode", request.mode().name().toLowerCase(Locale.ROOT))
                .bind("reference", request.reference())
                .bind("overrideGolden", request.overrideGolden())
                .bind("identityColumn", identityColumn)
                .bind("actor", actor.name())
                .execute();
    }

    static Optional<Job> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM import WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne();
    }

    /** Imports with a number below {@code before}, the latest first. */
    static List<Job> page(Handle handle, long before, int limit) {
        return handle.createQuery("SELECT * FROM import WHERE id < :before ORDER BY id DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> job(row))
                .list();
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getLong("id"),
                new Request(
                        EquipmentList.of(row.getInt("list")),
                        row.getString("source"),
                        Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                        row.getString("reference"),
                        row.getBoolean("override_golden")),
                State.of(row.getString("state")),
                new Counts(
                        row.getLong("rows"),
                        row.getLong("added"),
                        row.getLong("unchanged"),
                        row.getLong("changed"),
                        row.getLong("withdrawn"),
                        row.getLong("rejected"),
                        row.getLong("spare_digits")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("revision", Long.class),
                row.getObject("rollback_revision", Long.class),
                row.getString("failure"));
    }

    /** The rows were compared with the lists of this revision: it is previewed. */
    static void compared(Handle handle, long id, Counts counts, long staged, long revision) {
        update(handle, id, State.PREVIEWED, counts).bind("staged", staged).execute();
        handle.execute(
                "UPDATE import SET compared = clock_timestamp(), compared_revision = ? WHERE id = ?", revision, id);
    }

    /** The counts as they came out: what was there already when it came to applying is unchanged. */
    static Counts counts(Request request, Counts compared, int added, int changed, int withdrawn) {
        long removed = request.mode() == Mode.REPLACE ? 0 : withdrawn;
        long unchanged = compared.rows() - compared.rejected() - added - removed;
        return new Counts(
                compared.rows(),
                added - changed,
                unchanged,
                changed,
                withdrawn,
                compared.rejected(),
                compared.spareDigits());
    }

    static void applied(Handle handle, long id, Counts counts, long revision) {
        update(handle, id, State.APPLIED, counts).bind("revision", revision).execute();
    }

    /** A new state, unless it has ended already; staged rows, revision and failure can be bound. */
    static Update update(Handle handle, long id, State state, Counts counts) {
        return handle.createUpdate("""
                        UPDATE import SET state = :state, rows = :rows, added = :added, unchanged = :unchanged,
                            changed = :changed, withdrawn = :withdrawn, rejected = :rejected, spare_digits = :spareDigits,
                            staged = coalesce(:staged, staged), revision = :revision, failure = :failure
                        WHERE id = :id AND state NOT IN ('applied', 'rolled-back', 'failed')""")
                .bind("id", id)
                .bind("state", state.text())
                .bind("rows", counts.rows())
                .bind("added", counts.added())
                .bind("unchanged", counts.unchanged())
                .bind("changed", counts.changed())
                .bind("withdrawn", counts.withdrawn())
                .bind("rejected", counts.rejected())
                .bind("spareDigits", counts.spareDigits())
                .bindByType("staged", null, Long.class)
                .bindByType("revision", null, Long.class)
                .bindByType("failure", null, String.class);
    }
}
