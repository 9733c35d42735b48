package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.DriverManager;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;

class RoleNamesTest {
    @Test
    void aServiceRoleMayHaveAnyName() throws Exception {
        PostgresFixture.Database where = PostgresFixture.shared().newDatabase();
        try (var superuser = DriverManager.getConnection(where.superuserUrl());
                var statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE \"eir-service-2\" LOGIN PASSWORD 'secret'");
        }
        DatabaseConfig config =
                DatabaseConfig.of(where.jdbcUrl(), "eir-service-2", "secret", where.ownerUser(), where.ownerPassword());

        try (Database database = Database.open(config, new SimpleMeterRegistry())) {
            assertThat(new PostgresLists(database).entry(1)).isEmpty();
        }
    }
}
