package org.eir.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows streamed to PostgreSQL by {@code COPY … FROM STDIN (FORMAT binary)}; memory is bounded by one buffer. */
final class CopyWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NULL = -1;
    private static final long POSTGRES_EPOCH_MICROS =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2000-01-01T00:00:00Z"));

    private final CopyIn copy;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES + 4096);
    private final DataOutputStream out = new DataOutputStream(buffer);

    /** @param into table and columns, {@code staging.import_7 (line, …)} */
    CopyWriter(Connection connection, String into) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + into + " FROM STDIN (FORMAT binary)");
        writing(() -> out.write(HEADER));
    }

    /** Begins a row of so many fields. */
    void row(int fields) throws SQLException {
        if (buffer.size() >= BUFFER_BYTES) {
            flush();
        }
        writing(() -> out.writeShort(fields));
    }

    void writeLong(long value) {
        writing(() -> {
            out.writeInt(Long.BYTES);
            out.writeLong(value);
        });
    }

    void writeInt(int value) {
        writing(() -> {
            out.writeInt(Integer.BYTES);
            out.writeInt(value);
        });
    }

    void writeShort(int value) {
        writing(() -> {
            out.writeInt(Short.BYTES);
            out.writeShort(value);
        });
    }

    void writeBoolean(boolean value) {
        writing(() -> {
            out.writeInt(1);
            out.writeBoolean(value);
        });
    }

    void writeBytes(byte[] value) {
        writing(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    void writeNull() {
        writing(() -> out.writeInt(NULL));
    }

    void writeText(@Nullable String value) {
        if (value == null) {
            writeNull();
        } else {
            writeBytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    void writeMoment(@Nullable Instant value) {
        if (value == null) {
            writeNull();
        } else {
            writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, value) - POSTGRES_EPOCH_MICROS);
        }
    }

    /** Ends the copy; returns the number of rows. */
    long finish() throws SQLException {
        writing(() -> out.writeShort(NULL));
        flush();
        return copy.endCopy();
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toByteArray();
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.reset();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void writing(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
