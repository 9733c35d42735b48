package org.eir.bench.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** What the database alone needs for a row: one INSERT into a table with one unique index, committed. */
final class BareInserts {
    private final Laboratory laboratory;
    private final AtomicLong nextRow = new AtomicLong();

    BareInserts(Laboratory laboratory) throws SQLException {
        this.laboratory = laboratory;
        try (Connection connection = laboratory.elsewhere();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bare_insert");
            statement.execute("CREATE TABLE bare_insert (id bigint PRIMARY KEY, list text, reason text)");
        }
    }

    BlockRun.Result insert(int clients, int seconds) throws InterruptedException {
        return BlockRun.repeat(clients, seconds, this::client);
    }

    private BlockRun.Step client() throws SQLException {
        Connection connection = laboratory.elsewhere();
        PreparedStatement insert =
                connection.prepareStatement("INSERT INTO bare_insert (id, list, reason) VALUES (?, 'black', 'stolen')");
        return new BlockRun.Step() {
            @Override
            public boolean once() throws SQLException {
                insert.setLong(1, nextRow.getAndIncrement());
                return insert.executeUpdate() == 1;
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }
}
