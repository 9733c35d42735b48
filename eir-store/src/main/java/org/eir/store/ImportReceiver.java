package org.eir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Commitment;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.change.StoreException;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the rows of one import: good ones by COPY into staging, bad ones with their reason beside them. */
final class ImportReceiver implements Imports.Receiver {
    private static final Logger log = LoggerFactory.getLogger(ImportReceiver.class);
    private static final int REJECTION_BATCH = 1_000;
    private static final int PROGRESS_EVERY = 50_000;

    private final Database database;
    private final PostgresImports imports;
    private final long id;
    private final Request request;
    private final ImportRows staged;
    private final Connection connection;
    private final CopyWriter copy;
    private final List<Rejection> rejections = new ArrayList<>();
    private long rows;
    private long rejected;
    private long spareDigits;
    private boolean isDelta;
    private boolean ended;

    private ImportReceiver(
            Database database,
            PostgresImports imports,
            long id,
            Request request,
            ImportRows staged,
            Connection connection)
            throws SQLException {
        this.database = database;
        this.imports = imports;
        this.id = id;
        this.request = request;
        this.staged = staged;
        this.connection = connection;
        this.copy = new CopyWriter(connection, staged.copyTarget());
    }

    /**
     * Opens an import. Its lock comes before its row: an import that is on record and not locked is an orphan.
     */
    static ImportReceiver open(
            Database database, PostgresImports imports, long id, Request request, String identityColumn, Actor actor) {
        Connection connection = null;
        try {
            connection = database.connectForImport();
            PostgresImports.holdWhileWorking(connection, id);
            ImportRows staged = imports.begin(id, request, identityColumn, actor);
            connection.setAutoCommit(false);
            return new ImportReceiver(database, imports, id, request, staged, connection);
        } catch (SQLException | RuntimeException e) {
            StoreException failure = e instanceof StoreException known ? known : database.failure(e);
            closeAfter(failure, connection);
            throw failure;
        }
    }

    private static void closeAfter(Exception failure, @Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void accept(long line, RowChange change, EntryFacts facts, boolean reasonSaid, boolean spareDigit) {
        Commitment personal = Commitment.of(facts);
        try {
            copy.row(14);
            copy.writeLong(line);
            copy.writeShort(change.code());
            copy.writeLong(facts.identity().from());
            copy.writeLong(facts.identity().to());
            copy.writeShort(facts.reason().code());
            copy.writeBoolean(reasonSaid);
            copy.writeBoolean(facts.exempt());
            copy.writeMoment(facts.reported());
            copy.writeMoment(facts.validity().from());
            copy.writeMoment(facts.validity().until());
            copy.writeText(facts.reference());
            copy.writeText(facts.note());
            copy.writeBytes(personal.salt());
            copy.writeBytes(ChangeEncoding.addition(facts, personal));
        } catch (SQLException e) {
            throw database.failure(e);
        }
        isDelta |= change != RowChange.ADD;
        spareDigits += spareDigit ? 1 : 0;
        countRow();
    }

    @Override
    public void reject(long line, Refusal refusal) {
        rejections.add(new Rejection(line, refusal));
        rejected++;
        if (rejections.size() >= REJECTION_BATCH) {
            writeRejections();
        }
        countRow();
    }

    private void countRow() {
        if (++rows % PROGRESS_EVERY == 0) {
            imports.progress(id, counts());
        }
    }

    private Counts counts() {
        return new Counts(rows, 0, 0, 0, 0, rejected, spareDigits);
    }

    private void writeRejections() {
        if (rejections.isEmpty()) {
            return;
        }
        database.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "INSERT INTO import_rejection (import_id, line, field, value, rule) VALUES (?, ?, ?, ?, ?)");
            for (Rejection rejection : rejections) {
                Refusal refusal = rejection.refusal();
                batch.add(id, rejection.line(), printable(refusal.field()), printable(refusal.value()), refusal.rule());
            }
            return batch.execute();
        });
        rejections.clear();
    }

    /** PostgreSQL stores every character but NUL. */
    private static String printable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    @Override
    public Job preview(Function<RegisterUpdate, Impact> impact) {
        writeRejections();
        try (Handle handle = Jdbi.open(connection)) {
            copy.finish();
            handle.execute("SET LOCAL work_mem = '128MB'");
            new ImportPreview(handle, id, request, staged, impact).first(rows, rejected, spareDigits, isDelta);
            connection.commit();
            ended = true;
        } catch (SQLException | JdbiException e) {
            throw database.failure(e);
        }
        return imports.existing(id);
    }

    @Override
    public Job fail(String why) {
        giveUp(why);
        return imports.existing(id);
    }

    /** Lets go of the staging table first: it cannot be dropped while rows are still being copied into it. */
    private void giveUp(String why) {
        ended = true;
        try (connection) {
            copy.close();
        } catch (SQLException e) {
            log.debug("import {}: the connection was lost before it was given up", id, e);
        }
        try {
            writeRejections();
        } finally {
            imports.fail(id, why, counts());
        }
    }

    @Override
    public void close() {
        if (!ended) {
            giveUp("given up before the last row");
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}
