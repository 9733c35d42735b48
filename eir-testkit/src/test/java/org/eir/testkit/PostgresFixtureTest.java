package org.eir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eir.testkit.PostgresFixture.Database;
import org.eir.testkit.PostgresFixture.Durability;
import org.junit.jupiter.api.Test;

class PostgresFixtureTest {

    @Test
    void theSharedServerIsStartedOnce() {
        assertThat(PostgresFixture.shared()).isSameAs(PostgresFixture.shared());
    }

    @Test
    void itIsAsDurableAsInProduction() throws SQLException {
        Database database = PostgresFixture.shared().newDatabase();
        try (Connection service = service(database)) {
            assertThat(query(service, "SHOW fsync")).isEqualTo("on");
            assertThat(query(service, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(service, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void everyDatabaseIsFreshAndItsOwn() throws SQLException {
        Database one = PostgresFixture.shared().newDatabase();
        Database other = PostgresFixture.shared().newDatabase();
        try (Connection owner = owner(one)) {
            update(owner, "CREATE TABLE public.entry (id int)");
        }
        try (Connection owner = owner(other)) {
            assertThat(query(owner, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void theServiceHasOnlyTheRightsItWasGranted() throws SQLException {
        Database database = PostgresFixture.shared().newDatabase();
        try (Connection owner = owner(database);
                Connection service = service(database)) {
            update(owner, "CREATE TABLE public.journal (id int)");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> update(service, "DELETE FROM public.journal"))
                    .withMessageContaining("permission denied");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> update(service, "CREATE TABLE public.mine (id int)"))
                    .withMessageContaining("permission denied");
        }
    }

    @Test
    void passwordsCount() {
        Database database = PostgresFixture.shared().newDatabase();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.serviceUser(), "guess"))
                .withMessageContaining("password authentication failed");
    }

    @Test
    void theSuperuserOpensADatabaseByItsUrlAlone() throws SQLException {
        Database database = PostgresFixture.shared().newDatabase();
        try (Connection superuser = DriverManager.getConnection(database.superuserUrl())) {
            assertThat(query(superuser, "SHOW is_superuser")).isEqualTo("on");
        }
    }

    @Test
    void aKilledServerComesBackOnItsPortWithWhatWasCommitted() throws SQLException {
        try (PostgresFixture postgres = PostgresFixture.start()) {
            Database database = postgres.newDatabase();
            int port = postgres.port();
            try (Connection owner = owner(database)) {
                update(owner, "CREATE TABLE public.entry (id int)");
                update(owner, "INSERT INTO public.entry VALUES (7)");
                postgres.kill();
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> query(owner, "SELECT id FROM public.entry"));
            }
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> owner(database));

            postgres.restart();
            assertThat(postgres.port()).isEqualTo(port);
            try (Connection owner = owner(database)) {
                assertThat(query(owner, "SELECT id FROM public.entry")).isEqualTo("7");
                assertThat(query(owner, "SHOW fsync")).isEqualTo("on");
            }
        }
    }

    @Test
    void whoAsksForNoDurabilityGetsNone() throws SQLException {
        try (PostgresFixture postgres = PostgresFixture.start(Durability.NONE);
                Connection owner = owner(postgres.newDatabase())) {
            assertThat(query(owner, "SHOW fsync")).isEqualTo("off");
            assertThat(query(owner, "SHOW synchronous_commit")).isEqualTo("off");
        }
    }

    private static Connection owner(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }

    private static Connection service(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.serviceUser(), database.servicePassword());
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
