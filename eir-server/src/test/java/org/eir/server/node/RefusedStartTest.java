package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that must not answer does not start, says why, and leaves nothing running. */
class RefusedStartTest {
    @TempDir
    private Path directory;

    @Test
    void listsThatCannotBeUnderstoodAreNotAnsweredFrom() throws Exception {
        PostgresFixture.Database database = PostgresFixture.shared().newDatabase();
        RunningNode.on(database, directory).start().close();
        try (Connection newer = DriverManager.getConnection(
                        database.jdbcUrl(), database.serviceUser(), database.servicePassword());
                Statement statement = newer.createStatement()) {
            statement.execute("""
                    UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp();
                    INSERT INTO change_set SELECT nextval('change_set_id'), revision, recorded_at, 2, 99, 0, '', '', '' FROM head""");

            assertThatThrownBy(() -> RunningNode.on(database, directory).start())
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("the lists could not be loaded")
                    .hasMessageContaining("upgrade this node");

            await().atMost(Duration.ofSeconds(20)).until(() -> connections(statement) == 1);
        }
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefused() throws Exception {
        Files.writeString(AdministratorToken.file(directory), "\n");

        assertThatThrownBy(() -> AdministratorToken.in(directory))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("admin.token")
                .hasMessageContaining("delete the file");
    }

    @Test
    void aTokenIsMadeOnceAndOnlyTheRegistersUserMayReadIt() throws Exception {
        String token = AdministratorToken.in(directory);

        assertThat(AdministratorToken.in(directory)).isEqualTo(token).hasSizeGreaterThan(40);
        assertThat(Files.getPosixFilePermissions(AdministratorToken.file(directory)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static int connections(Statement statement) throws Exception {
        try (ResultSet row =
                statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
