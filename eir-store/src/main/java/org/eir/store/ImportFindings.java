package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.eir.core.change.Imports.Conflict;
import org.eir.core.change.Imports.Conflicts;
import org.eir.core.change.Imports.Extent;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.LaterEdit;
import org.eir.core.change.Imports.LaterEdits;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.TacRows;
import org.eir.core.check.Origin;
import org.eir.core.check.Verdict;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.Entry;
import org.eir.core.list.EquipmentList;
import org.eir.core.sighting.Impact;
import org.eir.core.sighting.Impact.ByOrigin;
import org.eir.core.sighting.Impact.Change;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a person should look at before an import is applied: found when the rows are compared, and kept with the import. */
final class ImportFindings {
    private final Handle handle;
    private final long importId;
    private final Request request;
    private final ImportRows staged;

    ImportFindings(Handle handle, long importId, Request request, ImportRows staged) {
        this.handle = handle;
        this.importId = importId;
        this.request = request;
        this.staged = staged;
    }

    /**
     * Finds rows that would bar or track what a golden entry protects: it overlaps them, is as wide or wider, and so would
     * not hide them. What is barred already was overridden before. Refuses them, unless the import may override.
     *
     * @return how many rows were refused
     */
    int goldenConflicts() {
        if (!mayBeForbidden()) {
            return 0;
        }
        findGolden();
        handle.createUpdate("""
                        WITH counted AS (UPDATE import SET golden_conflicts = (SELECT count(*) FROM golden_conflict) WHERE id = :import)
                        INSERT INTO import_conflict (import_id, golden, line, id_from, id_to, entry_id, list, source)
                        SELECT :import, true, line, id_from, id_to, entry_id, list, source
                        FROM golden_conflict ORDER BY line LIMIT :kept""")
                .bind("import", importId)
                .bind("kept", Findings.MAX_KEPT)
                .execute();
        return request.overrideGolden() ? 0 : refuseGolden();
    }

    /** Forgets what was found before the rows are compared again. */
    static void forget(Handle handle, long importId) {
        for (String table : List.of("import_conflict", "import_tac", "import_impact")) {
            handle.execute("DELETE FROM " + table + " WHERE import_id = ?", importId);
        }
    }

    /** The golden entries that the rows override, where they may; each is named in the journal. */
    List<Entry> overridden() {
        if (!request.overrideGolden() || !mayBeForbidden()) {
            return List.of();
        }
        findGolden();
        return handle.createQuery(
                        EntryRows.SELECT + "WHERE e.id IN (SELECT entry_id FROM golden_conflict) ORDER BY e.id")
                .map((row, context) -> EntryRows.entry(row))
                .list();
    }

    private boolean mayBeForbidden() {
        return GoldenLocks.mayForbid(request.list());
    }

    /** Once in a transaction. */
    private void findGolden() {
        staged.bound(handle.createUpdate(staged.sql("""
                        CREATE TEMP TABLE IF NOT EXISTS golden_conflict ON COMMIT DROP AS
                            SELECT DISTINCT ON (s.line) s.line, s.id_from, s.id_to, g.id AS entry_id, g.list, g.source
                            FROM entry g
                            JOIN ${table} s ON s.id_from BETWEEN g.id_from - (g.id_to - g.id_from) AND g.id_to
                                           AND s.id_to >= g.id_from AND s.id_to - s.id_from <= g.id_to - g.id_from
                            WHERE g.list = 3 AND g.kind = 1 AND g.withdrawn_by IS NULL
                              AND coalesce(g.valid_until > now(), true) AND s.change < 3 AND ${absent}
                            ORDER BY s.line, g.id"""))).execute();
    }

    private int refuseGolden() {
        int refused =
                handle.createUpdate(staged.sql("""
                        INSERT INTO import_rejection (import_id, line, field, value, rule)
                        SELECT :import, s.line, (SELECT identity_column FROM import WHERE id = :import), ${written},
                               'is protected by entry ' || s.entry_id || ' of the golden list (' || s.source
                               || '), which only overrideGolden=true overrides'
                        FROM golden_conflict s""")).bind("import", importId).execute();
        handle.execute(staged.sql("""
                DELETE FROM ${table} s USING golden_conflict g
                WHERE s.id_from = g.id_from AND s.id_to = g.id_to AND s.line = g.line"""));
        return refused;
    }

    /** Finds rows whose very identity is in force in another list, and the models with most rows. */
    void others() {
        staged.bound(handle.createUpdate(staged.sql("""
                        WITH found AS MATERIALIZED (
                            SELECT s.line, s.id_from, s.id_to, o.id, o.list, o.source
                            FROM ${table} s
                            JOIN entry o ON o.id_from = s.id_from AND o.id_to = s.id_to AND o.kind = 1
                                        AND o.withdrawn_by IS NULL AND o.list <> :list AND NOT (o.list = 3 AND :list IN (1, 2))
                            WHERE s.change < 3
                        ), counted AS (
                            UPDATE import SET conflicts = (SELECT count(DISTINCT line) FROM found) WHERE id = :import
                        )
                        INSERT INTO import_conflict (import_id, golden, line, id_from, id_to, entry_id, list, source)
                        SELECT :import, false, line, id_from, id_to, id, list, source
                        FROM found ORDER BY line, id LIMIT :kept""")))
                .bind("import", importId)
                .bind("kept", Findings.MAX_KEPT)
                .execute();
        handle.createUpdate(staged.sql("""
                        INSERT INTO import_tac (import_id, tac, rows)
                        SELECT :import, s.id_from / 1000000 AS tac, count(*) AS rows FROM ${table} s WHERE s.change < 3
                        GROUP BY tac ORDER BY rows DESC, tac LIMIT :kept"""))
                .bind("import", importId)
                .bind("kept", Findings.MAX_TACS)
                .execute();
    }

    /** Finds how wide the entries are that it adds, changes or withdraws, what its source has in the list, and exempt marks. */
    void extent() {
        String missing = request.mode() == Mode.REPLACE ? "${missing}" : "false";
        staged.bound(handle.createUpdate(staged.sql("""
                        UPDATE import SET
                            widest = 1 + greatest(
                                (SELECT coalesce(max(s.id_to - s.id_from), 0) FROM ${table} s LEFT JOIN entry e ON ${sameKey}
                                 WHERE s.id_to > s.id_from AND (s.change = 3 OR e.id IS NULL OR ${differs})),
                                (SELECT coalesce(max(e.id_to - e.id_from), 0) FROM entry e
                                 WHERE e.id_to > e.id_from AND %s)),
                            held = CASE WHEN :replaces OR EXISTS (SELECT FROM ${table} s WHERE s.change = 3)
                                        THEN (SELECT count(*) FROM entry e
                                              WHERE e.kind = 1 AND e.list = :list AND e.source = :source
                                                AND e.withdrawn_by IS NULL)
                                        ELSE 0 END,
                            exempt = (SELECT count(*) FROM ${table} s WHERE s.change < 3 AND s.exempt AND ${absent})
                                + (SELECT count(*) FROM ${table} s JOIN entry e ON ${sameKey}
                                   WHERE e.exempt AND (s.change = 3 OR ${differs}))
                                + (SELECT count(*) FROM entry e WHERE e.exempt AND %s)
                        WHERE id = :import""".formatted(missing, missing))))
                .bind("replaces", request.mode() == Mode.REPLACE)
                .bind("import", importId)
                .execute();
    }

    /**
     * How far an import reached.
     *
     * @param held what its source had in the list
     */
    static Extent extentOf(Handle handle, long changeSet, long held) {
        return handle.createQuery("""
                        SELECT 1 + coalesce(max(id_to - id_from), 0), count(*) FILTER (WHERE exempt)
                        FROM entry WHERE added_by = :set OR withdrawn_by = :set""")
                .bind("set", changeSet)
                .map((row, context) -> new Extent(row.getInt(1), held, row.getLong(2)))
                .one();
    }

    /** Keeps whom it would hit. */
    void keep(Impact impact) {
        handle.createUpdate("""
                        UPDATE import SET seen = :seen, seen_changed = :changed, seen_complete = :complete WHERE id = :import""")
                .bind("seen", impact.seen())
                .bind("changed", impact.changed())
                .bind("complete", impact.complete())
                .bind("import", importId)
                .execute();
        for (Change change : impact.changes()) {
            handle.createUpdate("""
                            INSERT INTO import_impact (import_id, before_verdict, after_verdict, devices)
                            VALUES (:import, :before, :after, :devices)""")
                    .bind("import", importId)
                    .bind("before", change.before().text())
                    .bind("after", change.after().text())
                    .bind("devices", change.devices())
                    .execute();
        }
        for (ByOrigin origin : impact.origins()) {
            handle.createUpdate("""
                            INSERT INTO import_impact (import_id, origin_host, origin_realm, devices)
                            VALUES (:import, :host, :realm, :devices)""")
                    .bind("import", importId)
                    .bind("host", origin.origin().host())
                    .bind("realm", origin.origin().realm())
                    .bind("devices", origin.devices())
                    .execute();
        }
    }

    /** What was found of an import. */
    static Findings read(Handle handle, long importId) {
        return handle.createQuery("""
                        SELECT conflicts, golden_conflicts, later_edits, seen, seen_changed, seen_complete, widest, held, exempt
                        FROM import WHERE id = :import""")
                .bind("import", importId)
                .map((row, context) -> new Findings(
                        new Conflicts(row.getLong("conflicts"), conflicts(handle, importId, false)),
                        new Conflicts(row.getLong("golden_conflicts"), conflicts(handle, importId, true)),
                        tacs(handle, importId),
                        impact(handle, importId, row),
                        new LaterEdits(row.getLong("later_edits"), laterEdits(handle, importId)),
                        new Extent(row.getInt("widest"), row.getLong("held"), row.getLong("exempt"))))
                .findOne()
                .orElse(Findings.NONE);
    }

    private static List<Conflict> conflicts(Handle handle, long importId, boolean golden) {
        return handle.createQuery("""
                        SELECT line, id_from, id_to, entry_id, list, source FROM import_conflict
                        WHERE import_id = :import AND golden = :golden ORDER BY line, entry_id""")
                .bind("import", importId)
                .bind("golden", golden)
                .map((row, context) -> new Conflict(
                        row.getLong("line"),
                        identity(row),
                        row.getLong("entry_id"),
                        EquipmentList.of(row.getInt("list")),
                        row.getString("source")))
                .list();
    }

    private static List<TacRows> tacs(Handle handle, long importId) {
        return handle.createQuery("SELECT tac, rows FROM import_tac WHERE import_id = :import ORDER BY rows DESC, tac")
                .bind("import", importId)
                .map((row, context) -> new TacRows(new Tac(row.getInt("tac")), row.getLong("rows")))
                .list();
    }

    private static @Nullable Impact impact(Handle handle, long importId, ResultSet job) throws SQLException {
        Long seen = job.getObject("seen", Long.class);
        return seen == null
                ? null
                : new Impact(
                        seen,
                        job.getLong("seen_changed"),
                        changes(handle, importId),
                        origins(handle, importId),
                        job.getBoolean("seen_complete"));
    }

    private static List<Change> changes(Handle handle, long importId) {
        return handle.createQuery("""
                        SELECT before_verdict, after_verdict, devices FROM import_impact
                        WHERE import_id = :import AND origin_host IS NULL ORDER BY devices DESC, 1, 2""")
                .bind("import", importId)
                .map((row, context) -> new Change(verdict(row, 1), verdict(row, 2), row.getLong(3)))
                .list();
    }

    private static List<ByOrigin> origins(Handle handle, long importId) {
        return handle.createQuery("""
                        SELECT origin_host, origin_realm, devices FROM import_impact
                        WHERE import_id = :import AND origin_host IS NOT NULL ORDER BY devices DESC, 1, 2""")
                .bind("import", importId)
                .map((row, context) -> new ByOrigin(new Origin(row.getString(1), row.getString(2)), row.getLong(3)))
                .list();
    }

    private static Verdict verdict(ResultSet row, int column) throws SQLException {
        return Verdict.of(row.getString(column))
                .orElseThrow(() -> new SQLException("a verdict that this version does not know"));
    }

    private static List<LaterEdit> laterEdits(Handle handle, long importId) {
        return handle.createQuery("""
                        SELECT id_from, id_to, revision FROM import_later_edit
                        WHERE import_id = :import ORDER BY id_from, id_to, revision""")
                .bind("import", importId)
                .map((row, context) -> new LaterEdit(identity(row), row.getLong("revision")))
                .list();
    }

    private static ImeiRange identity(ResultSet row) throws SQLException {
        return new ImeiRange(row.getLong("id_from"), row.getLong("id_to"));
    }
}
