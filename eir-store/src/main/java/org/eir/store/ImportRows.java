package org.eir.store;

import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Request;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The SQL of an import, set against set. {@code s} is a staged row, {@code e} the entry that its source has in force for
 * the same identity and list. What a row wants ({@code change}): 1 add, 2 update, 3 remove.
 */
final class ImportRows {
    private static final String SAME_KEY =
            "e.id_from = s.id_from AND e.id_to = s.id_to AND e.kind = 1 AND e.list = :list AND e.source = :source"
                    + " AND e.withdrawn_by IS NULL";

    /**
     * Whether the row says something else than the entry. What a file does not say is no difference, or every weekly file
     * would rewrite the whole list: no date, no note, a reason that nobody gave, a reference that is only the file's name.
     * No file tells an exempt mark or a scope.
     */
    private static final String DIFFERS = """
            ((s.reason_said AND s.reason <> e.reason)
             OR (s.reported IS NOT NULL AND s.reported IS DISTINCT FROM e.reported)
             OR (s.valid_from IS NOT NULL AND s.valid_from IS DISTINCT FROM e.valid_from)
             OR (s.valid_until IS NOT NULL AND s.valid_until IS DISTINCT FROM e.valid_until)
             OR (s.note IS NOT NULL AND s.note IS DISTINCT FROM e.note)
             OR (s.reference IS DISTINCT FROM :reference AND s.reference IS DISTINCT FROM e.reference))""";

    /** How a rejected row names its identity. */
    private static final String WRITTEN = """
            CASE WHEN s.id_to = s.id_from THEN lpad(s.id_from::text, 14, '0')
                 ELSE lpad((s.id_from / 1000000)::text, 8, '0') END""";

    private final String table;
    private final Request request;

    /**
     * What the staged rows are to the entries in force.
     *
     * @param staged different identities staged
     * @param added to be added, without an entry in force
     * @param changed with an entry that says something else
     * @param removed to be removed, with an entry in force
     * @param missing entries in force without a row, where the file is the whole list
     */
    record Comparison(long staged, long added, long changed, long removed, long missing) {}

    ImportRows(long importId, Request request) {
        this.table = "staging.import_" + importId;
        this.request = request;
    }

    String copyTarget() {
        return table
                + " (line, change, id_from, id_to, reason, reason_said, exempt, reported, valid_from, valid_until, reference,"
                + " note, salt, canonical)";
    }

    void createTable(Handle handle) {
        handle.execute("CREATE UNLOGGED TABLE " + table + """
                 (line bigint NOT NULL, change smallint NOT NULL, id_from bigint NOT NULL, id_to bigint NOT NULL,
                  reason smallint NOT NULL, reason_said boolean NOT NULL, exempt boolean NOT NULL,
                  scope text NOT NULL DEFAULT '', reported timestamptz, valid_from timestamptz,
                  valid_until timestamptz, reference text, source_reference text, note text, salt bytea NOT NULL, canonical bytea NOT NULL)""");
    }

    static void dropTable(Handle handle, long importId) {
        handle.execute("DROP TABLE IF EXISTS staging.import_" + importId);
    }

    void prepare(Handle handle) {
        handle.execute("CREATE INDEX ON " + table + " (id_from, id_to, line)");
        handle.execute("ANALYZE " + table);
    }

    /**
     * Leaves the first line of every identity. One that says the same again is a repetition; of one that says something
     * else nobody can tell which is meant, so it is refused.
     *
     * @return how many lines were refused
     */
    int removeRepetitions(Handle handle, long importId) {
        handle.execute(sql("""
                CREATE TEMP TABLE repeated ON COMMIT DROP AS
                    SELECT id_from, id_to, min(line) AS first FROM ${table} GROUP BY id_from, id_to HAVING count(*) > 1"""));
        int contradictions =
                handle.createUpdate(sql("""
                        INSERT INTO import_rejection (import_id, line, field, value, rule)
                        SELECT :import, s.line, (SELECT identity_column FROM import WHERE id = :import), ${written},
                               'line ' || f.line || ' says something else about the same identity; that line counts'
                        FROM repeated r
                        JOIN ${table} f ON f.id_from = r.id_from AND f.id_to = r.id_to AND f.line = r.first
                        JOIN ${table} s ON s.id_from = r.id_from AND s.id_to = r.id_to AND s.line > r.first
                        WHERE (s.change, s.reason, s.exempt, s.reported, s.valid_from, s.valid_until, s.reference, s.note)
                              IS DISTINCT FROM
                              (f.change, f.reason, f.exempt, f.reported, f.valid_from, f.valid_until, f.reference, f.note)""")).bind("import", importId).execute();
        handle.execute(
                sql(
                        "DELETE FROM ${table} s USING repeated r WHERE s.id_from = r.id_from AND s.id_to = r.id_to AND s.line > r.first"));
        return contradictions;
    }

    /** Refuses rows of a delta that correct or remove what their source does not have in the list; returns how many. */
    int rejectAbsent(Handle handle, long importId) {
        return bound(handle.createUpdate(sql("""
                        WITH absent AS (DELETE FROM ${table} s WHERE s.change > 1 AND ${absent} RETURNING s.*)
                        INSERT INTO import_rejection (import_id, line, field, value, rule)
                        SELECT :import, s.line, 'change_type', CASE s.change WHEN 2 THEN 'update' ELSE 'remove' END,
                               'the source has no entry in force for ' || ${written} || ' in this list'
                        FROM absent s"""))).bind("import", importId).execute();
    }

    /** Refuses rows with a date that, together with that of their entry in force, would never count; returns how many. */
    int rejectNeverValid(Handle handle, long importId) {
        return bound(handle.createUpdate(sql("""
                        WITH never AS (
                            DELETE FROM ${table} s USING entry e
                            WHERE ${sameKey} AND s.change < 3 AND (s.valid_from IS NOT NULL OR s.valid_until IS NOT NULL)
                              AND coalesce(s.valid_from, e.valid_from) >= coalesce(s.valid_until, e.valid_until)
                            RETURNING s.line, s.valid_from, s.valid_until, e.id)
                        INSERT INTO import_rejection (import_id, line, field, value, rule)
                        SELECT :import, line, CASE WHEN valid_from IS NULL THEN 'valid_until' ELSE 'valid_from' END,
                               coalesce(valid_from, valid_until)::text,
                               'leaves entry ' || id || ' no time to be in force, whose other date the file does not say'
                        FROM never"""))).bind("import", importId).execute();
    }

    /** Leaves out the corrections of what was withdrawn since the rows were compared: who withdrew it meant it. */
    void forgetAbsent(Handle handle) {
        bound(handle.createUpdate(sql("DELETE FROM ${table} s WHERE s.change = 2 AND ${absent}")))
                .execute();
    }

    /** How many different identities are staged. */
    long count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one();
    }

    Comparison compare(Handle handle) {
        String counts = """
                SELECT count(*) AS staged,
                       count(*) FILTER (WHERE s.change < 3 AND e.id IS NULL) AS added,
                       count(*) FILTER (WHERE s.change < 3 AND e.id IS NOT NULL AND ${differs}) AS changed,
                       count(*) FILTER (WHERE s.change = 3 AND e.id IS NOT NULL) AS removed
                FROM ${table} s LEFT JOIN entry e ON ${sameKey}""";
        long missing = request.mode() == Mode.REPLACE
                ? bound(handle.createQuery(sql("SELECT count(*) FROM entry e WHERE ${missing}")))
                        .mapTo(Long.class)
                        .one()
                : 0;
        return bound(handle.createQuery(sql(counts)))
                .map((row, context) -> new Comparison(
                        row.getLong("staged"),
                        row.getLong("added"),
                        row.getLong("changed"),
                        row.getLong("removed"),
                        missing))
                .one();
    }

    /** Withdraws entries whose facts the file corrects, of which {@link ImportCorrections} made the rows. */
    int withdrawChanged(Handle handle, long changeSet) {
        return withdraw(
                handle,
                changeSet,
                WithdrawalReason.CORRECTED,
                "FROM corrected s WHERE e.id = s.entry_id AND e.withdrawn_by IS NULL");
    }

    /** Withdraws entries that a delta removes. */
    int withdrawRemoved(Handle handle, long changeSet) {
        return withdraw(
                handle,
                changeSet,
                WithdrawalReason.REMOVED_BY_FILE,
                "FROM ${table} s WHERE ${sameKey} AND s.change = 3");
    }

    /** Withdraws entries that are not in the file, where the file is the whole list of its source. */
    int withdrawMissing(Handle handle, long changeSet) {
        return request.mode() == Mode.REPLACE
                ? withdraw(handle, changeSet, WithdrawalReason.NOT_IN_LIST, "WHERE ${missing}")
                : 0;
    }

    private int withdraw(Handle handle, long changeSet, WithdrawalReason reason, String which) {
        return bound(handle.createUpdate(sql(
                        "UPDATE entry e SET withdrawn_by = :set, withdrawal_reason = " + reason.code() + " " + which)))
                .bind("set", changeSet)
                .execute();
    }

    /**
     * Adds what has no entry in force now, entries and journal rows together; returns their number. In the order of the
     * identities, which is that of the index: a million keys in the order of the file would each touch another page.
     */
    int addNew(Handle handle, long changeSet, long rowsBefore) {
        String statement = """
                WITH fresh AS MATERIALIZED (
                    SELECT s.*, nextval('entry_id') AS entry_id, row_number() OVER () AS number
                    FROM (SELECT * FROM ${table} s WHERE s.change < 3 AND ${absent} ORDER BY id_from, id_to) s
                ), entries AS (
                    INSERT INTO entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, reported, valid_from,
                                       valid_until, added_by, reference, source_reference, note, salt)
                    SELECT entry_id, 1, id_from, id_to, :list, scope, :source, reason, exempt, reported, valid_from,
                           valid_until, :set, reference, source_reference, note, salt
                    FROM fresh
                )
                INSERT INTO change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, canonical)
                SELECT :set, :before + number, 1, entry_id, 1, id_from, id_to, scope, canonical
                FROM fresh""";
        return bound(handle.createUpdate(sql(statement)))
                .bind("set", changeSet)
                .bind("before", rowsBefore)
                .execute();
    }

    /** A statement about these rows and the entries that they meet; the import's own facts are bound by {@link #bound}. */
    String sql(String template) {
        return template.replace("${missing}", """
                        e.withdrawn_by IS NULL AND e.kind = 1 AND e.list = :list AND e.source = :source AND e.scope = :scope
                            AND NOT EXISTS (SELECT FROM ${table} s WHERE s.id_from = e.id_from AND s.id_to = e.id_to)""")
                .replace("${absent}", "NOT EXISTS (SELECT FROM entry e WHERE ${sameKey})")
                .replace("${sameKey}", SAME_KEY)
                .replace("${differs}", DIFFERS)
                .replace("${written}", WRITTEN)
                .replace("${table}", table);
    }

    <S extends SqlStatement<S>> S bound(S statement) {
        return statement
                .bind("list", request.list().code())
                .bind("source", request.source())
                .bind("scope", EntryFacts.EVERYONE)
                .bind("reference", request.reference());
    }
}
