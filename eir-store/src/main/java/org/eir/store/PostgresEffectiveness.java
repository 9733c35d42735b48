package org.eir.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eir.core.statistics.Attempt;
import org.eir.core.statistics.Effectiveness;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What blocking achieves, in PostgreSQL. Safe for any number of threads, and nodes. */
public final class PostgresEffectiveness implements Effectiveness {
    /** Rows deleted by one statement, so that none takes long. */
    private static final int FORGOTTEN_AT_ONCE = 50_000;

    private static final int MAX_ORIGIN = 64;

    /** In which all nodes write, so that no two wait for each other. */
    private static final Comparator<Attempt> ORDER = Comparator.comparing(PostgresEffectiveness::day)
            .thenComparingLong(attempt -> attempt.imei().digits())
            .thenComparing(Attempt::list)
            .thenComparing(Attempt::origin);

    private final Database database;

    public PostgresEffectiveness(Database database) {
        this.database = database;
    }

    @Override
    public List<Figures> count(LocalDate from, LocalDate to, Set<Dimension> by) {
        return database.inTransaction(handle -> {
            handle.execute("SET LOCAL statement_timeout = '50s'");
            return new EffectivenessCounts(handle, from, to.plusDays(1), by, MAX_GROUPS).count();
        });
    }

    @Override
    public void attempted(List<Attempt> attempts) {
        database.inTransaction(handle -> {
            handle.execute("SET LOCAL statement_timeout = '20s'");
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO attempt (day, imei, list, origin, reason, times, last_at)
                    VALUES (:day, :imei, :list, :origin, :reason, :times, :last)
                    ON CONFLICT (day, imei, list, origin) DO UPDATE
                    SET times = attempt.times + EXCLUDED.times, reason = EXCLUDED.reason,
                        last_at = greatest(attempt.last_at, EXCLUDED.last_at)""");
            attempts.stream()
                    .sorted(ORDER)
                    .forEach(attempt -> batch.bind("day", day(attempt))
                            .bind("imei", attempt.imei().digits())
                            .bind("list", attempt.list().code())
                            .bind("origin", storable(attempt.origin()))
                            .bind("reason", attempt.reason().code())
                            .bind("times", attempt.times())
                            .bind("last", EntryRows.utc(attempt.last()))
                            .add());
            return batch.execute();
        });
    }

    private static LocalDate day(Attempt attempt) {
        return attempt.last().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Peers choose these texts, and PostgreSQL takes every character but one. */
    private static String storable(String text) {
        String bounded = text.length() > MAX_ORIGIN ? text.substring(0, MAX_ORIGIN) : text;
        return bounded.replace('\0', '?');
    }

    @Override
    public void applied(long firstRevision, long lastRevision, Instant at) {
        database.inTransaction(handle -> {
            handle.execute("SET LOCAL statement_timeout = '20s'");
            return handle.createUpdate("""
                            INSERT INTO revision_applied (revision, applied_at, nodes)
                            SELECT revision, :at, 1 FROM generate_series(:first, :last) revision
                            ON CONFLICT (revision) DO UPDATE
                            SET applied_at = greatest(revision_applied.applied_at, EXCLUDED.applied_at),
                                nodes = revision_applied.nodes + 1""")
                    .bind("at", EntryRows.utc(at))
                    .bind("first", firstRevision)
                    .bind("last", lastRevision)
                    .execute();
        });
    }

    @Override
    public long forget(Instant before, long maxAttempts) {
        long forgotten = 0;
        LocalDate firstKept = firstKept(before, maxAttempts);
        int last;
        do {
            last = database.inTransaction(handle -> isAlone(handle) ? forget(handle, before, firstKept) : 0);
            forgotten += last;
        } while (last == FORGOTTEN_AT_ONCE);
        return forgotten;
    }

    /** The first day of those that may stay, whole days from the last. */
    private LocalDate firstKept(Instant before, long maxAttempts) {
        LocalDate byAge = before.atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate byNumber = database.inTransaction(handle -> handle.createQuery("""
                        SELECT max(day) + 1 FROM (
                            SELECT day, sum(count(*)) OVER (ORDER BY day DESC) AS rows FROM attempt GROUP BY day) d
                        WHERE rows > :max""")
                .bind("max", maxAttempts)
                .mapTo(LocalDate.class)
                .findOne()
                .orElse(byAge));
        return byNumber.isAfter(byAge) ? byNumber : byAge;
    }

    private static boolean isAlone(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('eir.attempt'))")
                .mapTo(Boolean.class)
                .one();
    }

    private static int forget(Handle handle, Instant before, LocalDate firstKept) {
        handle.createUpdate("""
                        DELETE FROM revision_applied WHERE revision <=
                            (SELECT max(revision) FROM change_set WHERE recorded_at < :before)""").bind("before", EntryRows.utc(before)).execute();
        return handle.createUpdate("""
                        DELETE FROM attempt WHERE ctid = ANY (ARRAY (SELECT ctid FROM attempt WHERE day < :day LIMIT :atOnce))""")
                .bind("day", firstKept)
                .bind("atOnce", FORGOTTEN_AT_ONCE)
                .execute();
    }
}
