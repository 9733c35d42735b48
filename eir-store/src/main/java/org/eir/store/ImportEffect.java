package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Request;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Facet;
import org.eir.core.register.RegisterUpdate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jspecify.annotations.Nullable;

/**
 * What an import would make of the lists, as far as devices seen lately are concerned. Of a file of millions only the
 * rows that cover such a device are read, so memory is bounded by the sightings and not by the file.
 */
final class ImportEffect {
    private static final int PORTION = 10_000;

    /** Identities that the import touches and that cover a device seen lately. */
    private static final String TOUCHED = """
            SELECT s.id_from, s.id_to FROM ${table} s
            WHERE s.id_to = s.id_from AND EXISTS (SELECT FROM sighting g WHERE g.imei = s.id_from)
            UNION ALL
            SELECT s.id_from, s.id_to FROM ${table} s
            WHERE s.id_to > s.id_from AND EXISTS (SELECT FROM sighting g WHERE g.imei BETWEEN s.id_from AND s.id_to)
            """;

    private static final String TOUCHED_BY_REPLACING = """
            UNION ALL
            SELECT e.id_from, e.id_to FROM entry e
            WHERE e.id_to = e.id_from AND ${missing} AND EXISTS (SELECT FROM sighting g WHERE g.imei = e.id_from)
            UNION ALL
            SELECT e.id_from, e.id_to FROM entry e
            WHERE e.id_to > e.id_from AND ${missing}
              AND EXISTS (SELECT FROM sighting g WHERE g.imei BETWEEN e.id_from AND e.id_to)
            """;

    /** One thing that will be said of a touched identity; nothing at all, where it is no longer listed. */
    private record Said(ImeiRange identity, @Nullable Facet facet) {}

    private ImportEffect() {}

    /** Whether anything was seen at all. */
    static boolean isAnythingSeen(Handle handle) {
        return handle.createQuery("SELECT exists (SELECT FROM sighting)")
                .mapTo(Boolean.class)
                .one();
    }

    /** The resulting state, for everyone, of the touched identities. */
    static RegisterUpdate onSeen(Handle handle, Request request, ImportRows staged) {
        String touched = TOUCHED + (request.mode() == Mode.REPLACE ? TOUCHED_BY_REPLACING : "");
        ResultIterable<Said> rows = staged.bound(handle.createQuery(staged.sql("""
                        WITH touched AS MATERIALIZED (${touched})
                        SELECT t.id_from, t.id_to, f.list, f.reason, f.exempt, f.valid_from, f.valid_until
                        FROM touched t LEFT JOIN LATERAL (
                            SELECT CAST(:list AS smallint) AS list,
                                   CASE WHEN s.reason_said THEN s.reason ELSE coalesce(e.reason, s.reason) END AS reason,
                                   coalesce(e.exempt, s.exempt) AS exempt,
                                   coalesce(s.valid_from, e.valid_from) AS valid_from,
                                   coalesce(s.valid_until, e.valid_until) AS valid_until
                            FROM ${table} s LEFT JOIN entry e ON ${sameKey}
                            WHERE s.id_from = t.id_from AND s.id_to = t.id_to AND s.change < 3
                              AND coalesce(e.scope, :scope) = :scope
                            UNION ALL
                            SELECT e.list, e.reason, e.exempt, e.valid_from, e.valid_until FROM entry e
                            WHERE e.id_from = t.id_from AND e.id_to = t.id_to AND e.kind = 1 AND e.withdrawn_by IS NULL
                              AND e.scope = :scope AND NOT (e.list = :list AND e.source = :source)
                        ) f ON true
                        ORDER BY t.id_from, t.id_to""".replace("${touched}", touched))))
                .setFetchSize(PORTION)
                .map((row, context) -> said(row));
        RegisterUpdate update = head(handle);
        try (var stream = rows.stream()) {
            put(update, stream.iterator());
        }
        return update;
    }

    private static RegisterUpdate head(Handle handle) {
        return handle.createQuery("SELECT revision, recorded_at FROM head")
                .map((row, context) -> new RegisterUpdate(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .one();
    }

    /** Rows of one identity follow each other. */
    private static void put(RegisterUpdate update, Iterator<Said> rows) {
        ImeiRange current = null;
        List<Facet> facets = new ArrayList<>();
        while (rows.hasNext()) {
            Said said = rows.next();
            if (current != null && !current.equals(said.identity())) {
                update.put(current, facets);
                facets.clear();
            }
            current = said.identity();
            if (said.facet() != null) {
                facets.add(said.facet());
            }
        }
        if (current != null) {
            update.put(current, facets);
        }
    }

    private static Said said(ResultSet row) throws SQLException {
        ImeiRange identity = new ImeiRange(row.getLong("id_from"), row.getLong("id_to"));
        Integer list = row.getObject("list", Integer.class);
        if (list == null) {
            return new Said(identity, null);
        }
        int listing = Listing.of(EquipmentList.of(list), Reason.of(row.getInt("reason")), row.getBoolean("exempt"));
        Validity validity = new Validity(EntryRows.moment(row, "valid_from"), EntryRows.moment(row, "valid_until"));
        return new Said(identity, new Facet(listing, validity));
    }
}
