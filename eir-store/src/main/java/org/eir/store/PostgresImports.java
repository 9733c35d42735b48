package org.eir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.StoreException;
import org.eir.core.input.Refusal;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports in PostgreSQL: rows are copied into a staging table of their own, compared set against set, and applied in one
 * transaction whose last step takes the revision. A single block entered meanwhile never waits for more than that step.
 *
 * <p>Whoever works on an import holds an advisory lock on it, so that {@link #endOrphans} can tell an import that a
 * crashed node left behind from one that another node is working on.
 */
public final class PostgresImports implements Imports {
    private static final Logger log = LoggerFactory.getLogger(PostgresImports.class);

    /** A source has one entry in force for an identity in a list: what somebody else's looks like that came first. */
    private static final String KEY_IN_FORCE = "entry_in_force";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DEADLOCK = "40P01";

    private static final int OPEN_PREVIEWS = 50;
    private static final int REJECTIONS_KEPT_DAYS = 90;

    /** What nobody should still be working on or waiting for. */
    private static final String UNFINISHED = """
            (state IN ('receiving', 'applying')
             OR (state = 'awaiting-approval' AND awaits_until < clock_timestamp() - interval '1 day')
             OR (state = 'previewed' AND (greatest(created, awaits_until) < clock_timestamp() - interval '24 hours' OR id <= coalesce(
                 (SELECT p.id FROM import p WHERE p.state = 'previewed' ORDER BY p.id DESC OFFSET %d LIMIT 1), 0))))
            """.formatted(OPEN_PREVIEWS);

    private static final Set<State> CAN_BE_APPLIED = Set.of(State.PREVIEWED, State.AWAITING_APPROVAL);
    private static final int ATTEMPTS = 3;
    private static final int LOCK_CLASS = 0x454952;

    private final Database database;

    public PostgresImports(Database database) {
        this.database = database;
    }

    @Override
    public Receiver open(Request request, String identityColumn, Actor actor) {
        endOrphans();
        long id = database.inTransaction(handle -> handle.createQuery("SELECT nextval('import_id')")
                .mapTo(Long.class)
                .one());
        return ImportReceiver.open(database, this, id, request, identityColumn, actor);
    }

    /** Puts an import on record, with a staging table of its own; who calls holds its lock. */
    ImportRows begin(long id, Request request, String identityColumn, Actor actor) {
        return database.inTransaction(handle -> {
            ImportJobs.insert(handle, id, request, identityColumn, actor);
            ImportRows staged = new ImportRows(id, request);
            staged.createTable(handle);
            return staged;
        });
    }

    @Override
    public ApplyOutcome apply(long id, Actor actor, Function<RegisterUpdate, Impact> impact, Limits limits) {
        Optional<Job> job = job(id);
        if (job.isEmpty()) {
            return new ApplyOutcome.NoSuchImport(id);
        }
        if (!CAN_BE_APPLIED.contains(job.get().state())) {
            return new ApplyOutcome.NotPreviewed(job.get());
        }
        Optional<String> beyond;
        try (Connection connection = database.connectForImport()) {
            holdWhileWorking(connection, id);
            if (!claim(id)) {
                return new ApplyOutcome.NotPreviewed(existing(id));
            }
            connection.setAutoCommit(false);
            beyond = withRetries(
                    connection, handle -> new ImportApplication(handle, existing(id), impact, limits).run(actor));
        } catch (OvertakenException e) {
            log.warn("import {} was overtaken {} times and not applied: {}", id, ATTEMPTS, e.getMessage());
            return letGo(id) ? new ApplyOutcome.Overtaken(existing(id)) : new ApplyOutcome.NotPreviewed(existing(id));
        } catch (SQLException | JdbiException e) {
            return notApplied(job.get(), e);
        }
        if (beyond.isPresent()) {
            return new ApplyOutcome.BeyondLimits(existing(id), beyond.get());
        }
        dropStaging(id);
        return new ApplyOutcome.Applied(existing(id));
    }

    private boolean claim(long id) {
        return database.inTransaction(handle -> handle.execute(
                        "UPDATE import SET state = 'applying' WHERE id = ? AND state IN ('previewed', 'awaiting-approval')",
                        id)
                == 1);
    }

    /** It can be applied again; false if somebody ended it meanwhile. */
    private boolean letGo(long id) {
        return database.inTransaction(handle ->
                handle.execute("UPDATE import SET state = 'previewed' WHERE id = ? AND state = 'applying'", id) == 1);
    }

    /** A connection that is lost while it commits does not say which way it went; the import's own row does. */
    private ApplyOutcome notApplied(Job job, Exception why) {
        StoreException failure = database.failure(why);
        try {
            fail(job.id(), "nothing was applied: " + Database.firstLine(why), job.counts());
            Job after = existing(job.id());
            if (after.state() == State.APPLIED) {
                return new ApplyOutcome.Applied(after);
            }
        } catch (StoreException stillAway) {
            failure.addSuppressed(stillAway);
        }
        throw failure;
    }

    /**
     * Somebody may add or withdraw one of our keys between comparing and changing: then compare again.
     *
     * @throws OvertakenException if that happened in every attempt
     */
    private static <T> T withRetries(Connection connection, Database.Steps<T> steps) throws SQLException {
        try (Handle handle = Jdbi.open(connection)) { // closing it closes the connection, so it serves every attempt
            for (int attempt = 1; ; attempt++) {
                try {
                    T result = steps.in(handle);
                    connection.commit();
                    return result;
                } catch (JdbiException | SQLException e) {
                    connection.rollback();
                    if (!isRace(e)) {
                        throw e;
                    }
                    if (attempt == ATTEMPTS) {
                        throw new OvertakenException(Database.firstLine(e));
                    }
                }
            }
        }
    }

    private static boolean isRace(Exception e) {
        return switch (Outage.said(e)) {
            case OvertakenException overtaken -> true;
            case PSQLException said when DEADLOCK.equals(said.getSQLState()) -> true;
            case PSQLException said
            when UNIQUE_VIOLATION.equals(said.getSQLState()) ->
                said.getServerErrorMessage() != null
                        && KEY_IN_FORCE.equals(said.getServerErrorMessage().getConstraint());
            default -> false;
        };
    }

    @Override
    public RollbackOutcome rollback(long id, Actor actor) {
        if (job(id).isEmpty()) {
            return new RollbackOutcome.NoSuchImport(id);
        }
        try (Connection connection = database.connectForImport()) {
            holdWhileWorking(connection, id);
            connection.setAutoCommit(false);
            Job job = existing(id);
            Long revision = job.revision();
            if (job.state() != State.APPLIED || revision == null) {
                return new RollbackOutcome.NotApplied(job);
            }
            withRetries(connection, handle -> ImportRollback.run(handle, job, revision, actor));
        } catch (OvertakenException e) {
            log.warn("import {} was overtaken {} times and not taken back: {}", id, ATTEMPTS, e.getMessage());
            return new RollbackOutcome.Overtaken(existing(id));
        } catch (SQLException | JdbiException e) {
            return notRolledBack(id, e);
        }
        return new RollbackOutcome.RolledBack(existing(id));
    }

    /** Like {@link #notApplied}: only the import's own row says which way a lost commit went. */
    private RollbackOutcome notRolledBack(long id, Exception why) {
        StoreException failure = database.failure(why);
        try {
            Job after = existing(id);
            if (after.state() == State.ROLLED_BACK) {
                return new RollbackOutcome.RolledBack(after);
            }
        } catch (StoreException stillAway) {
            failure.addSuppressed(stillAway);
        }
        throw failure;
    }

    @Override
    public boolean awaitApproval(long id, Instant until) {
        return database.inTransaction(handle -> handle.execute("""
                                UPDATE import SET state = 'awaiting-approval', awaits_until = ?
                                WHERE id = ? AND state IN ('previewed', 'awaiting-approval')""", until.atOffset(ZoneOffset.UTC), id) == 1);
    }

    @Override
    public boolean giveUp(long id, String why) {
        boolean waited = database.inTransaction(handle -> handle.execute(
                        "UPDATE import SET state = 'failed', failure = ? WHERE id = ? AND state = 'awaiting-approval'",
                        why,
                        id)
                == 1);
        if (waited) {
            dropStaging(id);
        }
        return waited;
    }

    @Override
    public Optional<Job> job(long id) {
        return database.inTransaction(handle -> ImportJobs.find(handle, id));
    }

    Job existing(long id) {
        return job(id).orElseThrow(() -> new IllegalStateException("no import " + id));
    }

    @Override
    public List<Job> jobs(long before, int limit) {
        return database.inTransaction(handle -> ImportJobs.page(handle, before, limit));
    }

    @Override
    public Findings findings(long id) {
        return database.inTransaction(handle -> ImportFindings.read(handle, id));
    }

    @Override
    public List<Rejection> rejections(long id, long afterLine, int limit) {
        return database.inTransaction(handle -> handle.createQuery("""
                        SELECT line, field, value, rule FROM import_rejection
                        WHERE import_id = :id AND line > :after ORDER BY line LIMIT :limit""")
                .bind("id", id)
                .bind("after", afterLine)
                .bind("limit", limit)
                .map((row, context) -> new Rejection(
                        row.getLong(1), new Refusal(row.getString(2), row.getString(3), row.getString(4))))
                .list());
    }

    /**
     * Ends imports that nobody works on any more, and previews that nobody applied in a day or that are not among the
     * latest {@value #OPEN_PREVIEWS}, or approved in time; drops staging tables that are no longer needed, and the rejected
     * rows of imports of {@value #REJECTIONS_KEPT_DAYS} days ago. Called at start and before every
     * import.
     */
    public void endOrphans() {
        List<Long> unfinished =
                database.inTransaction(handle -> handle.createQuery("SELECT id FROM import WHERE " + UNFINISHED)
                        .mapTo(Long.class)
                        .list());
        for (long id : unfinished) {
            database.inTransaction(handle -> endIfOrphan(handle, id));
        }
        List<Long> needless = database.inTransaction(
                handle -> handle.createQuery("""
                        SELECT i.id FROM pg_tables t JOIN import i ON t.tablename = 'import_' || i.id
                        WHERE t.schemaname = 'staging' AND i.state IN ('applied', 'rolled-back', 'failed')""").mapTo(Long.class).list());
        needless.forEach(this::dropStaging);
        database.inTransaction(handle -> handle.execute("""
                DELETE FROM import_rejection r USING import i
                WHERE i.id = r.import_id AND i.created < clock_timestamp() - interval '%d days'""".formatted(REJECTIONS_KEPT_DAYS)));
    }

    /** One transaction, so that whoever takes up work on it waits, and then finds it ended. */
    private static boolean endIfOrphan(Handle handle, long id) {
        boolean idle = handle.createQuery("SELECT pg_try_advisory_xact_lock(:class, :id)")
                .bind("class", LOCK_CLASS)
                .bind("id", (int) id)
                .mapTo(Boolean.class)
                .one();
        return idle && handle.execute("""
                                UPDATE import SET state = 'failed', failure = CASE state
                                    WHEN 'previewed' THEN 'it was not applied for too long; import the file again'
                                    WHEN 'awaiting-approval' THEN 'nobody approved it for too long; import the file again'
                                    ELSE 'the node that worked on it stopped; nothing was applied' END
                                WHERE id = ? AND\s""" + UNFINISHED, id) == 1;
    }

    /** Until the connection is closed. */
    static void holdWhileWorking(Connection connection, long id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK_CLASS + ", " + (int) id + ")");
        }
    }

    void progress(long id, Counts counts) {
        database.inTransaction(
                handle -> ImportJobs.update(handle, id, State.RECEIVING, counts).execute());
    }

    /** Ends an import, unless it has ended already. */
    void fail(long id, String why, Counts counts) {
        database.inTransaction(handle -> ImportJobs.update(handle, id, State.FAILED, counts)
                .bind("failure", why)
                .execute());
        dropStaging(id);
    }

    /** What cannot be dropped now is dropped by {@link #endOrphans}. */
    private void dropStaging(long id) {
        try {
            database.inTransaction(handle -> {
                handle.execute("SET LOCAL lock_timeout = '10s'");
                ImportRows.dropTable(handle, id);
                return id;
            });
        } catch (StoreException e) {
            log.warn("the staging table of import {} is left behind for now: {}", id, e.getMessage());
        }
    }
}
