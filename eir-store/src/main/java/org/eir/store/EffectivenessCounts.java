package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.statistics.Effectiveness.Attempts;
import org.eir.core.statistics.Effectiveness.Blocked;
import org.eir.core.statistics.Effectiveness.Dimension;
import org.eir.core.statistics.Effectiveness.Figures;
import org.eir.core.statistics.Effectiveness.Group;
import org.eir.core.statistics.Effectiveness.Spread;
import org.eir.core.statistics.Effectiveness.Unblocked;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Counts what was blocked, unblocked and attempted in three queries, each told apart by the same dimensions. */
final class EffectivenessCounts {
    /** Corrections and what a rollback restores (kind 4) are no blocks: the device was listed before. */
    private static final String BLOCKED = """
            SELECT %s, count(*) FILTER (WHERE single) AS devices, count(*) FILTER (WHERE NOT single) AS wider,
                   count(*) FILTER (WHERE single AND NOT EXISTS
                       (SELECT FROM attempt t WHERE t.imei = b.id_from AND t.last_at > b.recorded_at)) AS never_seen_again,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY from_report) AS report_median,
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY from_report) AS report_p95,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY from_record) AS record_median,
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY from_record) AS record_p95
            FROM (
                SELECT e.id_from, e.id_from = e.id_to AS single, e.list, e.reason, e.source, s.recorded_at,
                       CASE WHEN p.applied_at >= e.reported THEN extract(epoch FROM p.applied_at - e.reported)::float8 END
                           AS from_report,
                       CASE WHEN p.applied_at IS NOT NULL
                            THEN greatest(extract(epoch FROM p.applied_at - s.recorded_at)::float8, 0) END AS from_record
                FROM change_set s
                JOIN entry e ON e.added_by = s.id
                LEFT JOIN revision_applied p ON p.revision = s.revision
                WHERE s.recorded_at >= :from AND s.recorded_at < :until AND s.kind <> 4 AND e.list IN (1, 2)
                  AND NOT EXISTS (SELECT FROM entry w WHERE w.withdrawn_by = e.added_by AND w.id_from = e.id_from
                                    AND w.id_to = e.id_to AND w.list = e.list AND w.source = e.source)
            ) b %s""";

    /** Reason 5: the corrected entry took its place. */
    private static final String UNBLOCKED = """
            SELECT %s, count(*) FILTER (WHERE withdrawal_reason = 1) AS recovered,
                   count(*) FILTER (WHERE withdrawal_reason = 2) AS mistakes,
                   count(*) FILTER (WHERE withdrawal_reason = 8) AS rolled_back,
                   count(*) FILTER (WHERE withdrawal_reason NOT IN (1, 2, 8)) AS otherwise
            FROM (
                SELECT e.list, e.reason, e.source, s.recorded_at, e.withdrawal_reason
                FROM change_set s
                JOIN entry e ON e.withdrawn_by = s.id
                WHERE s.recorded_at >= :from AND s.recorded_at < :until AND e.list IN (1, 2) AND e.id_from = e.id_to
                  AND e.withdrawal_reason <> 5
            ) b %s""";

    private static final String ATTEMPTED = """
            SELECT %s, sum(times)::bigint AS times, count(DISTINCT imei) AS devices
            FROM (SELECT a.*%s FROM attempt a%s
                  WHERE a.day >= (CAST(:from AS timestamptz) AT TIME ZONE 'UTC')::date
                    AND a.day < (CAST(:until AS timestamptz) AT TIME ZONE 'UTC')::date) b %s""";

    /** Of a device that several sources listed, each source has the attempt. */
    private static final String SOURCES = """
             CROSS JOIN LATERAL (
                SELECT DISTINCT e.source FROM entry e JOIN change_set s ON s.id = e.added_by
                LEFT JOIN change_set w ON w.id = e.withdrawn_by
                WHERE e.list = a.list AND s.recorded_at <= a.last_at AND coalesce(w.recorded_at > a.day::timestamp AT TIME ZONE 'UTC', true) AND %s
            ) o""".formatted(PostgresHistory.EVER_COVERING
            .replace(":tacFrom", "a.imei / 1000000 * 1000000")
            .replace(":imei", "a.imei"));

    private static final String GROUPED = """
            GROUP BY group_day, group_list, group_reason, group_source, group_origin
            ORDER BY group_day, group_list, group_reason, group_source, group_origin LIMIT :limit""";

    private static final Comparator<Group> ORDER = Comparator.comparing(
                    Group::day, Comparator.nullsFirst(Comparator.<LocalDate>naturalOrder()))
            .thenComparing(Group::list, Comparator.nullsFirst(Comparator.<EquipmentList>naturalOrder()))
            .thenComparing(Group::reason, Comparator.nullsFirst(Comparator.<Reason>naturalOrder()))
            .thenComparing(Group::source, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(Group::origin, Comparator.nullsFirst(Comparator.<String>naturalOrder()));

    private final Handle handle;
    private final LocalDate from;
    private final LocalDate until;
    private final Set<Dimension> by;
    private final int limit;

    private record Counted<T>(Group group, T figures) {}

    /** @param until the first day that does not count */
    EffectivenessCounts(Handle handle, LocalDate from, LocalDate until, Set<Dimension> by, int limit) {
        this.handle = handle;
        this.from = from;
        this.until = until;
        this.by = by;
        this.limit = limit;
    }

    List<Figures> count() {
        Map<Group, Blocked> blocked = query(
                BLOCKED.formatted(changeColumns(), GROUPED),
                row -> new Blocked(
                        row.getLong("devices"),
                        row.getLong("wider"),
                        row.getLong("never_seen_again"),
                        new Spread(seconds(row, "report_median"), seconds(row, "report_p95")),
                        new Spread(seconds(row, "record_median"), seconds(row, "record_p95"))));
        Map<Group, Unblocked> unblocked = query(
                UNBLOCKED.formatted(changeColumns(), GROUPED),
                row -> new Unblocked(
                        row.getLong("recovered"),
                        row.getLong("mistakes"),
                        row.getLong("rolled_back"),
                        row.getLong("otherwise")));
        boolean bySource = by.contains(Dimension.SOURCE);
        String attempted = ATTEMPTED.formatted(
                columns("day", "origin"), bySource ? ", o.source" : "", bySource ? SOURCES : "", GROUPED);
        Map<Group, Attempts> attempts =
                query(attempted, row -> new Attempts(row.getLong("times"), row.getLong("devices")));
        Set<Group> groups = new LinkedHashSet<>(blocked.keySet());
        groups.addAll(unblocked.keySet());
        groups.addAll(attempts.keySet());
        if (by.isEmpty()) {
            groups.add(new Group(null, null, null, null, null));
        }
        return groups.stream()
                .sorted(ORDER)
                .limit(limit)
                .map(group -> new Figures(
                        group,
                        blocked.getOrDefault(group, Blocked.NONE),
                        unblocked.getOrDefault(group, Unblocked.NONE),
                        attempts.getOrDefault(group, Attempts.NONE)))
                .toList();
    }

    private String changeColumns() {
        return columns("(recorded_at AT TIME ZONE 'UTC')::date", "NULL::text");
    }

    private String columns(String day, String origin) {
        return String.join(
                ", ",
                column(Dimension.DAY, day, "date"),
                column(Dimension.LIST, "list", "smallint"),
                column(Dimension.REASON, "reason", "smallint"),
                column(Dimension.SOURCE, "source", "text"),
                column(Dimension.ORIGIN, origin, "text"));
    }

    private String column(Dimension dimension, String expression, String type) {
        return (by.contains(dimension) ? expression : "NULL::" + type) + " AS group_" + dimension.text();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> Map<Group, T> query(String sql, Reading<T> reading) {
        RowMapper<Counted<T>> mapper = (row, context) -> new Counted<>(group(row), reading.of(row));
        Map<Group, T> figures = new TreeMap<>(ORDER);
        handle.createQuery(sql)
                .bind("limit", limit)
                .bind("from", startOf(from))
                .bind("until", startOf(until))
                .map(mapper)
                .forEach(counted -> figures.put(counted.group(), counted.figures()));
        return figures;
    }

    /** To the millisecond: clocks of several machines agree no better. */
    private static @Nullable Double seconds(ResultSet row, String column) throws SQLException {
        Double seconds = row.getObject(column, Double.class);
        return seconds == null ? null : Math.round(seconds * 1_000) / 1_000.0;
    }

    private static OffsetDateTime startOf(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    private static Group group(ResultSet row) throws SQLException {
        Integer list = row.getObject("group_list", Integer.class);
        Integer reason = row.getObject("group_reason", Integer.class);
        return new Group(
                row.getObject("group_day", LocalDate.class),
                list == null ? null : EquipmentList.of(list),
                reason == null ? null : Reason.of(reason),
                row.getString("group_source"),
                row.getString("group_origin"));
    }
}
