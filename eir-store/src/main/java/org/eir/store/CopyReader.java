package org.eir.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows that PostgreSQL streams by {@code COPY … TO STDOUT (FORMAT binary)}, one after the other. Fields are read in
 * order, each once. For millions of rows: no result set, no object a field.
 */
final class CopyReader implements AutoCloseable {
    private static final int SIGNATURE_AND_FLAGS_BYTES = 15;
    private static final int NULL = -1;
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final CopyOut copy;
    private ByteBuffer message = ByteBuffer.allocate(0);
    private boolean headerRead;
    private boolean ended;

    private CopyReader(CopyOut copy) {
        this.copy = copy;
    }

    /** Starts streaming what a query returns. */
    static CopyReader of(Connection connection, String query) throws SQLException {
        return new CopyReader(connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)"));
    }

    /** Moves to the next row; false when there is none. */
    boolean next() throws SQLException {
        while (!ended && !message.hasRemaining()) {
            byte[] bytes = copy.readFromCopy();
            if (bytes == null) {
                ended = true;
            } else {
                message = ByteBuffer.wrap(bytes);
                skipHeader();
            }
        }
        if (ended) {
            return false;
        }
        boolean trailer = message.getShort() == NULL;
        return trailer ? next() : true;
    }

    private void skipHeader() {
        if (!headerRead) {
            message.position(SIGNATURE_AND_FLAGS_BYTES);
            int extension = message.getInt();
            message.position(message.position() + extension);
            headerRead = true;
        }
    }

    long readLong() {
        message.getInt();
        return message.getLong();
    }

    int readShort() {
        message.getInt();
        return message.getShort();
    }

    boolean readBoolean() {
        message.getInt();
        return message.get() != 0;
    }

    byte[] readBytes() {
        byte[] bytes = new byte[message.getInt()];
        message.get(bytes);
        return bytes;
    }

    /** Whether the next field is NULL; if so, it is read. */
    boolean readNull() {
        message.mark();
        if (message.getInt() == NULL) {
            return true;
        }
        message.reset();
        return false;
    }

    @Nullable
    Instant readMoment() {
        return readNull() ? null : POSTGRES_EPOCH.plus(readLong(), ChronoUnit.MICROS);
    }

    /** Leaves out what was not read of this row. */
    void skipRow() {
        message.position(message.limit());
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
