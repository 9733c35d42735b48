package org.eir.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFilter;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Entries by what is known of them, the newest first. A page goes on below a number, so it costs the same however deep it
 * lies. What the indexes of V5 are partial on is written into the query, not bound: only so can the planner use them.
 */
final class EntryPages {
    private EntryPages() {}

    static List<Entry> page(Handle handle, EntryFilter filter, Instant at, long before, int limit) {
        return query(handle, "", filter, at, before, limit)
                .map((row, context) -> EntryRows.entry(row))
                .list();
    }

    /** @param prefix what comes before the SELECT: nothing, or EXPLAIN */
    static Query query(Handle handle, String prefix, EntryFilter filter, Instant at, long before, int limit) {
        Query query = handle.createQuery(prefix + EntryRows.SELECT + "WHERE e.id < :before" + conditions(filter)
                        + " ORDER BY e.id DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit);
        if (filter.state() == EntryFilter.State.IN_FORCE) {
            query.bind("at", EntryRows.utc(at));
        }
        if (filter.source() != null) {
            query.bind("source", filter.source());
        }
        bind(query, "recordedFrom", filter.recordedFrom());
        bind(query, "recordedUntil", filter.recordedUntil());
        return query;
    }

    private static void bind(Query query, String name, @Nullable Instant moment) {
        if (moment != null) {
            query.bindByType(name, EntryRows.utc(moment), OffsetDateTime.class);
        }
    }

    private static String conditions(EntryFilter filter) {
        StringBuilder sql = new StringBuilder();
        if (filter.list() != null) {
            sql.append(" AND e.list = ").append(filter.list().code());
        }
        if (filter.reason() != null) {
            sql.append(" AND e.reason = ").append(filter.reason().code());
        }
        if (filter.source() != null) {
            sql.append(" AND e.source = :source");
        }
        if (filter.recordedFrom() != null || filter.recordedUntil() != null) {
            sql.append(" AND e.added_by IN (SELECT id FROM change_set WHERE true");
            sql.append(filter.recordedFrom() == null ? "" : " AND recorded_at >= :recordedFrom");
            sql.append(filter.recordedUntil() == null ? "" : " AND recorded_at < :recordedUntil");
            sql.append(')');
        }
        return sql.append(stateAndModel(filter)).toString();
    }

    /** Those in force and those withdrawn have an index each by identity; whoever asks for both is answered from both. */
    private static String stateAndModel(EntryFilter filter) {
        String model = filter.tac() == null ? "" : within(filter.tac());
        return switch (filter.state()) {
            case IN_FORCE ->
                " AND e.withdrawn_by IS NULL" + model
                        + " AND coalesce(e.valid_from <= :at, true) AND coalesce(e.valid_until > :at, true)";
            case WITHDRAWN -> " AND e.withdrawn_by IS NOT NULL" + model;
            case ALL ->
                model.isEmpty()
                        ? ""
                        : " AND (e.withdrawn_by IS NULL" + model + " OR e.withdrawn_by IS NOT NULL" + model + ")";
        };
    }

    private static String within(Tac tac) {
        ImeiRange model = ImeiRange.of(tac);
        return " AND e.id_from BETWEEN " + model.from() + " AND " + model.to();
    }
}
