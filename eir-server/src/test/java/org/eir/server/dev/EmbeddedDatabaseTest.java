package org.eir.server.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    private Path directory;

    @Test
    void aServerThatAKilledRegisterLeftBehindIsReplacedAndItsDataKept() throws Exception {
        EmbeddedDatabase leftBehind = EmbeddedDatabase.start(directory);
        try (Connection owner = connect(leftBehind);
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 7 AS number");
        }
        long before = postmaster();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Connection owner = connect(database);
                Statement statement = owner.createStatement()) {
            assertThat(ProcessHandle.of(before)).isEmpty();
            assertThat(statement
                            .executeQuery("SELECT FROM kept WHERE number = 7")
                            .next())
                    .isTrue();
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws Exception {
        return DriverManager.getConnection(
                database.config().url(), database.config().ownerUser(), "");
    }

    private long postmaster() throws Exception {
        return Long.parseLong(Files.readAllLines(directory.resolve("postgresql/postmaster.pid"))
                .getFirst());
    }
}
