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
    private static final int KILLED = 137;

    @TempDir
    private Path directory;

    /** A register that dies as by SIGKILL once its database runs. */
    static final class KilledRegister {
        static void main(String[] arguments) throws Exception {
            try (EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
                    Connection owner = connect(database);
                    Statement statement = owner.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 7 AS number");
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }

    @Test
    void aServerThatAKilledRegisterLeftBehindIsReplacedAndItsDataKept() throws Exception {
        assertThat(runKilledRegister()).isEqualTo(KILLED);
        long leftBehind = postmaster();
        assertThat(ProcessHandle.of(leftBehind)).isPresent();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Connection owner = connect(database);
                Statement statement = owner.createStatement()) {
            assertThat(ProcessHandle.of(leftBehind)).isEmpty();
            assertThat(statement
                            .executeQuery("SELECT FROM kept WHERE number = 7")
                            .next())
                    .isTrue();
        }
    }

    private int runKilledRegister() throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRegister.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start()
                .waitFor();
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
