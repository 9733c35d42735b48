package org.eir.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Imports;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EquipmentList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Imports in PostgreSQL: rows are copied into a staging table of their own, compared set against set, and applied in one
 * transaction whose last step takes the revision. A single block entered meanwhile never waits for more than that step.
 *
 * <p>Whoever works on an import holds an advisory lock on it, so that {@link #endOrphans} can tell an import that a
 * crashed node left behind from one that another node is working on.
 */
public final class PostgresImports implements Imports {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int ATTEMPTS = 3;
    private static final int OPEN_PREVIEWS = 50;
    private static final int LOCK_CLASS = 0x454952;

    private final Database database;

    public PostgresImports(Database database) {
        this.database = database;
    }

    @Override
    public Receiver open(Request request, Actor actor) {
        endOrphans();
        long id = database.inTransaction(handle -> {
            long next = handle.createQuery("SELECT nextval('import_id')")
                    .mapTo(Long.class)
                    .one();
            handle.createUpdate("""
                            INSERT INTO import (id, list, source, mode, reference, actor, state)
                            VALUES (:id, :list, :source, :mode, :reference, :actor, 'receiving')""")
                    .bind("id", next)
                    .bind("list", request.list().code())
                    .bind("source", request.source())
                    .bind("mode", request.mode().name().toLowerCase(Locale.ROOT))
                    .bind("reference", request.reference())
                    .bind("actor", actor.name())
                    .execute();
            new ImportRows(next, request).createTable(handle);
            return next;
        });
        return new ImportReceiver(database, this, id, request);
    }

    @Override
    public ApplyOutcome apply(long id, Actor actor) {
        Optional<Job> job = job(id);
        if (job.isEmpty()) {
            return new ApplyOutcome.NoSuchImport(id);
        }
        boolean claimed = database.inTransaction(handle ->
                handle.execute("UPDATE import SET state = 'applying' WHERE id = ? AND state = 'previewed'", id) == 1);
        if (!claimed) {
            return new ApplyOutcome.NotPreviewed(existing(id));
        }
        try (Connection connection = database.connectForImport()) {
            holdWhileWorking(connection, id);
            connection.setAutoCommit(false);
            applyWithRetries(connection, job.get(), actor);
        } catch (SQLException | JdbiException e) {
            fail(id, "nothing was applied: " + Database.firstLine(e), job.get().counts());
            throw database.unavailable(e);
        }
        dropStaging(id);
        return new ApplyOutcome.Applied(existing(id));
    }

    /** Somebody may add one of our keys between comparing and adding: then compare again. */
    private void applyWithRetries(Connection connection, Job job, Actor actor) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Handle handle = Jdbi.open(connection)) {
                applyOnce(handle, job, actor);
                connection.commit();
                return;
            } catch (JdbiException e) {
                connection.rollback();
                boolean raced =
                        e.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
                if (!raced || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void applyOnce(Handle handle, Job job, Actor actor) throws SQLException {
        handle.execute("SET LOCAL work_mem = '128MB'");
        ImportRows staged = new ImportRows(job.id(), job.request());
        requireStillStaged(handle, job, staged);
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        int changed = staged.withdrawChanged(handle, changeSet.id());
        int missing = staged.withdrawMissing(handle, changeSet.id());
        if (changed + missing > 0) {
            WithdrawalRows.write(handle, changeSet.id());
        }
        int added = staged.addNew(handle, changeSet.id(), changed + missing);
        hashRows(handle, changeSet);
        Recorded recorded = changeSet.record(ChangeKind.IMPORT, actor);
        Counts before = job.counts();
        long unchanged = before.rows() - before.rejected() - added;
        Counts counts = new Counts(
                before.rows(), added - changed, unchanged, changed, missing, before.rejected(), before.spareDigits());
        update(handle, job.id(), "applied", counts)
                .bind("revision", recorded.revision())
                .execute();
    }

    /** Staging is not written ahead: after a crash of PostgreSQL it is empty, and replacing would withdraw everything. */
    private static void requireStillStaged(Handle handle, Job job, ImportRows staged) throws SQLException {
        long expected = handle.createQuery("SELECT staged FROM import WHERE id = ?")
                .bind(0, job.id())
                .mapTo(Long.class)
                .one();
        long found = staged.count(handle);
        if (found != expected) {
            throw new SQLException(
                    "the staged rows are gone, the database was restarted meanwhile; import the file again");
        }
    }

    private static void hashRows(Handle handle, ChangeSetWriter changeSet) throws SQLException {
        String rows = "SELECT canonical FROM change WHERE change_set_id = " + changeSet.id() + " ORDER BY row_number";
        try (CopyReader reader = CopyReader.of(handle.getConnection(), rows)) {
            while (reader.next()) {
                changeSet.rows().add(reader.readBytes());
            }
        }
    }

    @Override
    public Optional<Job> job(long id) {
        return database.inTransaction(handle -> handle.createQuery("SELECT * FROM import WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    Job existing(long id) {
        return job(id).orElseThrow(() -> new IllegalStateException("no import " + id));
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getLong("id"),
                new Request(
                        EquipmentList.of(row.getInt("list")),
                        row.getString("source"),
                        Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                        row.getString("reference")),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
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
                row.getString("failure"));
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
     * Ends imports that a crashed node left behind, and previews that nobody applied in a day or that are not among the
     * latest {@value #OPEN_PREVIEWS}; their staged rows are dropped. Called at start and before every import.
     */
    public void endOrphans() {
        List<Long> unfinished = database.inTransaction(
                handle -> handle.createQuery("""
                        SELECT id FROM import WHERE state IN ('receiving', 'applying')
                           OR (state = 'previewed' AND created < clock_timestamp() - interval '24 hours')
                        UNION
                        (SELECT id FROM import WHERE state = 'previewed' ORDER BY id DESC OFFSET :previews)""")
                        .bind("previews", OPEN_PREVIEWS)
                        .mapTo(Long.class)
                        .list());
        for (long id : unfinished) {
            boolean orphan =
                    database.inTransaction(handle -> handle.createQuery("SELECT pg_try_advisory_xact_lock(:class, :id)")
                            .bind("class", LOCK_CLASS)
                            .bind("id", (int) id)
                            .mapTo(Boolean.class)
                            .one());
            if (orphan) {
                Job job = existing(id);
                String why = job.state() == State.PREVIEWED
                        ? "nobody applied it; import the file again"
                        : "the node that worked on it stopped; nothing was applied";
                fail(id, why, job.counts());
            }
        }
    }

    /** Until the connection is closed. */
    static void holdWhileWorking(Connection connection, long id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK_CLASS + ", " + (int) id + ")");
        }
    }

    void progress(long id, Counts counts) {
        database.inTransaction(handle -> update(handle, id, "receiving", counts).execute());
    }

    void fail(long id, @Nullable String why, Counts counts) {
        database.inTransaction(handle ->
                update(handle, id, "failed", counts).bind("failure", why).execute());
        dropStaging(id);
    }

    private void dropStaging(long id) {
        database.inTransaction(handle -> {
            ImportRows.dropTable(handle, id);
            return id;
        });
    }

    static void previewed(Handle handle, long id, Counts counts, long staged) {
        update(handle, id, "previewed", counts).bind("staged", staged).execute();
    }

    private static org.jdbi.v3.core.statement.Update update(Handle handle, long id, String state, Counts counts) {
        return handle.createUpdate("""
                        UPDATE import SET state = :state, rows = :rows, added = :added, unchanged = :unchanged,
                            changed = :changed, withdrawn = :withdrawn, rejected = :rejected, spare_digits = :spareDigits,
                            staged = coalesce(:staged, staged), revision = :revision, failure = :failure
                        WHERE id = :id""")
                .bind("id", id)
                .bind("state", state)
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
