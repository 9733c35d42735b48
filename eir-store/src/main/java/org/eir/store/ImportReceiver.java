package org.eir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Commitment;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.Imports.Request;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Takes the rows of one import: good ones by COPY into staging, bad ones with their reason beside them. */
final class ImportReceiver implements Imports.Receiver {
    private static final int REJECTION_BATCH = 1_000;
    private static final int PROGRESS_EVERY = 50_000;

    private final Database database;
    private final PostgresImports imports;
    private final long id;
    private final ImportRows staged;
    private final Connection connection;
    private final CopyWriter copy;
    private final List<Rejection> rejections = new ArrayList<>();
    private long rows;
    private long rejected;
    private long spareDigits;
    private boolean ended;

    ImportReceiver(Database database, PostgresImports imports, long id, Request request) {
        this.database = database;
        this.imports = imports;
        this.id = id;
        this.staged = new ImportRows(id, request);
        try {
            connection = database.connectForImport();
            PostgresImports.holdWhileWorking(connection, id);
            connection.setAutoCommit(false);
            copy = new CopyWriter(connection, staged.copyTarget());
        } catch (SQLException e) {
            throw database.unavailable(e);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void accept(long line, EntryFacts facts, boolean spareDigit) {
        Commitment personal = Commitment.to(facts.reference(), facts.note());
        try {
            copy.row(11);
            copy.writeLong(line);
            copy.writeLong(facts.identity().from());
            copy.writeLong(facts.identity().to());
            copy.writeShort(facts.reason().code());
            copy.writeBoolean(facts.exempt());
            copy.writeMoment(facts.reported());
            copy.writeMoment(facts.validity().from());
            copy.writeMoment(facts.validity().until());
            copy.writeText(facts.reference());
            copy.writeBytes(personal.salt());
            copy.writeBytes(ChangeEncoding.addition(facts, personal));
        } catch (SQLException e) {
            throw database.unavailable(e);
        }
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
            imports.progress(id, counts(0, 0, 0, 0));
        }
    }

    private Counts counts(long added, long unchanged, long changed, long withdrawn) {
        return new Counts(rows, added, unchanged, changed, withdrawn, rejected, spareDigits);
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
    public Job preview() {
        writeRejections();
        try (Handle handle = Jdbi.open(connection)) {
            copy.finish();
            handle.execute("SET LOCAL work_mem = '128MB'");
            staged.prepare(handle);
            rejected += staged.removeRepetitions(handle, id);
            ImportRows.Comparison found = staged.compare(handle);
            long unchanged = rows - rejected - found.added() - found.changed();
            Counts counts = counts(found.added(), unchanged, found.changed(), found.missing());
            PostgresImports.previewed(handle, id, counts, found.staged());
            connection.commit();
            ended = true;
        } catch (SQLException | JdbiException e) {
            throw database.unavailable(e);
        }
        return imports.existing(id);
    }

    @Override
    public Job fail(String why) {
        writeRejections();
        ended = true;
        imports.fail(id, why, counts(0, 0, 0, 0));
        return imports.existing(id);
    }

    @Override
    public void close() {
        try (connection) {
            copy.close();
            if (!ended) {
                imports.fail(id, "given up before the last row", counts(0, 0, 0, 0));
            }
        } catch (SQLException e) {
            throw database.unavailable(e);
        }
    }
}
