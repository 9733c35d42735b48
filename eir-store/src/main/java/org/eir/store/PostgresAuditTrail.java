package org.eir.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.eir.core.audit.AuditTrail;
import org.jspecify.annotations.Nullable;

/**
 * The whole record of changes, streamed from one snapshot on a connection of its own. What is read is handed on as it is
 * stored: whether it fits is for the listener to find out. Safe for any number of threads.
 */
public final class PostgresAuditTrail implements AuditTrail {
    private static final int FETCH_ROWS = 2_000;

    private static final String CHANGE_SETS = """
            SELECT s.revision, s.recorded_at, s.encoding, s.kind, s.row_count, s.rows_root, s.actor_hash, s.leaf_hash,
                   a.actor, a.approver, a.salt, z.revision AS erased_by
            FROM change_set s
            LEFT JOIN change_set_actor a ON a.change_set_id = s.id
            LEFT JOIN erased z ON z.change_set_id = s.id AND z.row_number = 0
            ORDER BY s.revision""";

    private static final String ROWS = "SELECT s.revision, z.revision AS erased_by, " + BesideRows.COLUMNS
            + "FROM change_set s JOIN change c ON c.change_set_id = s.id " + BesideRows.JOINS + """
            LEFT JOIN erased z ON z.change_set_id = c.change_set_id AND z.row_number = c.row_number
            ORDER BY s.revision, c.row_number""";

    private static final String CHECKPOINTS = "SELECT size, note FROM checkpoint ORDER BY size, issued_at";

    private final Database database;

    public PostgresAuditTrail(Database database) {
        this.database = database;
    }

    @Override
    public void tell(Listener listener) throws IOException {
        try (Connection connection = database.connectForAudit()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            tell(connection, listener);
            connection.rollback();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private static void tell(Connection connection, Listener listener) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet head = statement.executeQuery("SELECT revision FROM head")) {
            listener.begin(head.next() ? head.getLong(1) : 0);
        }
        try (Cursor changes = new Cursor(connection, CHANGE_SETS);
                Cursor rows = new Cursor(connection, ROWS);
                Cursor checkpoints = new Cursor(connection, CHECKPOINTS)) {
            while (changes.isAtRow() && !listener.isDone()) {
                long revision = changes.row().getLong("revision");
                listener.changeSet(change(changes.row()), actor(changes.row()));
                changes.next();
                tellRows(rows, revision, listener);
                tellCheckpoints(checkpoints, revision, listener);
            }
            tellCheckpoints(checkpoints, Long.MAX_VALUE, listener);
        }
        if (!listener.isDone()) {
            InForceRows.tell(connection, listener);
        }
        listener.end();
    }

    private static RecordedChange change(ResultSet row) throws SQLException {
        return new RecordedChange(
                row.getLong("revision"),
                EntryRows.recorded(row, "revision", "recorded_at").at(),
                row.getInt("encoding"),
                row.getInt("kind"),
                row.getLong("row_count"),
                row.getBytes("rows_root"),
                row.getBytes("actor_hash"),
                row.getBytes("leaf_hash"));
    }

    private static Beside actor(ResultSet row) throws SQLException {
        String approver = row.getString("approver");
        String actor = row.getString("actor");
        boolean isErased = row.getLong("erased_by") != 0;
        List<@Nullable String> fields =
                approver == null && !isErased ? Arrays.asList(actor) : Arrays.asList(actor, approver);
        return BesideRows.erased(row, BesideRows.data(row.getBytes("salt"), fields));
    }

    private static void tellRows(Cursor rows, long revision, Listener listener) throws SQLException, IOException {
        while (rows.isAtRow() && rows.row().getLong(1) <= revision && !listener.isDone()) {
            ResultSet row = rows.row();
            listener.row(row.getLong("row_number"), row.getBytes("canonical"), BesideRows.beside(row));
            rows.next();
        }
    }

    private static void tellCheckpoints(Cursor checkpoints, long size, Listener listener)
            throws SQLException, IOException {
        while (checkpoints.isAtRow() && checkpoints.row().getLong("size") <= size && !listener.isDone()) {
            listener.checkpoint(
                    checkpoints.row().getLong("size"), checkpoints.row().getString("note"));
            checkpoints.next();
        }
    }

    /** A query read in portions, standing at one row. */
    private static final class Cursor implements AutoCloseable {
        private final Statement statement;
        private final ResultSet row;
        private boolean atRow;

        Cursor(Connection connection, String query) throws SQLException {
            statement = connection.createStatement();
            statement.setFetchSize(FETCH_ROWS);
            row = statement.executeQuery(query);
            next();
        }

        ResultSet row() {
            return row;
        }

        boolean isAtRow() {
            return atRow;
        }

        void next() throws SQLException {
            atRow = row.next();
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
