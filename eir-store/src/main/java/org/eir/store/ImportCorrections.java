package org.eir.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Commitment;
import org.eir.core.list.EntryFacts;
import org.jdbi.v3.core.Handle;

/**
 * Completes the rows that correct an entry in force with all that the file does not say of it, so that the entry that
 * follows has lost nothing. Its canonical bytes and its commitment are made of the whole.
 */
final class ImportCorrections {
    private static final int PORTION = 10_000;

    /**
     * A row with the facts of the entry in force, and in their place what the file says; not those that would never count,
     * because of a date that somebody gave the entry since the rows were compared.
     */
    private static final String CORRECTED = """
            SELECT e.id, e.id_from, e.id_to, e.list, e.source, e.scope, e.source_reference, e.exempt,
                   CASE WHEN s.reason_said THEN s.reason ELSE e.reason END AS reason,
                   CASE WHEN s.reference IS DISTINCT FROM :reference THEN s.reference ELSE e.reference END AS reference,
                   coalesce(s.note, e.note) AS note, coalesce(s.reported, e.reported) AS reported,
                   coalesce(s.valid_from, e.valid_from) AS valid_from, coalesce(s.valid_until, e.valid_until) AS valid_until
            FROM ${table} s JOIN entry e ON ${sameKey} WHERE s.change < 3 AND ${differs}
              AND (coalesce(s.valid_from, e.valid_from) >= coalesce(s.valid_until, e.valid_until)) IS NOT TRUE""";

    private record Corrected(long entryId, EntryFacts facts) {}

    private ImportCorrections() {}

    /** Completes the staged rows; table {@code corrected} then names the entries that are to be withdrawn for them. */
    static long complete(Handle handle, ImportRows staged) throws SQLException {
        handle.execute("""
                CREATE TEMP TABLE corrected (
                    entry_id bigint NOT NULL, id_from bigint NOT NULL, id_to bigint NOT NULL, reason smallint NOT NULL,
                    exempt boolean NOT NULL, scope text NOT NULL, reported timestamptz, valid_from timestamptz,
                    valid_until timestamptz, reference text, source_reference text, note text, salt bytea NOT NULL,
                    canonical bytea NOT NULL) ON COMMIT DROP""");
        long count = 0;
        try (var rows = staged
                .bound(handle.createQuery(staged.sql(CORRECTED)))
                .setFetchSize(PORTION)
                .map((row, context) -> new Corrected(row.getLong("id"), EntryRows.facts(row)))
                .stream()) {
            List<Corrected> portion = new ArrayList<>(PORTION);
            for (Iterator<Corrected> all = rows.iterator(); all.hasNext(); ) {
                portion.add(all.next());
                if (portion.size() == PORTION || !all.hasNext()) {
                    copy(handle, portion);
                    count += portion.size();
                    portion.clear();
                }
            }
        }
        if (count > 0) {
            handle.execute("ANALYZE corrected");
            handle.execute(staged.sql("""
                    UPDATE ${table} s SET reason = c.reason, exempt = c.exempt, scope = c.scope, reported = c.reported,
                        valid_from = c.valid_from, valid_until = c.valid_until, reference = c.reference,
                        source_reference = c.source_reference, note = c.note, salt = c.salt, canonical = c.canonical
                    FROM corrected c WHERE s.id_from = c.id_from AND s.id_to = c.id_to"""));
        }
        return count;
    }

    private static void copy(Handle handle, List<Corrected> portion) throws SQLException {
        try (CopyWriter copy = new CopyWriter(
                handle.getConnection(),
                "corrected (entry_id, id_from, id_to, reason, exempt, scope, reported, valid_from, valid_until, reference,"
                        + " source_reference, note, salt, canonical)")) {
            for (Corrected row : portion) {
                EntryFacts facts = row.facts();
                Commitment personal = Commitment.of(facts);
                copy.row(14);
                copy.writeLong(row.entryId());
                copy.writeLong(facts.identity().from());
                copy.writeLong(facts.identity().to());
                copy.writeShort(facts.reason().code());
                copy.writeBoolean(facts.exempt());
                copy.writeText(facts.scope());
                copy.writeMoment(facts.reported());
                copy.writeMoment(facts.validity().from());
                copy.writeMoment(facts.validity().until());
                copy.writeText(facts.reference());
                copy.writeText(facts.sourceReference());
                copy.writeText(facts.note());
                copy.writeBytes(personal.salt());
                copy.writeBytes(ChangeEncoding.addition(facts, personal));
            }
            copy.finish();
        }
    }
}
