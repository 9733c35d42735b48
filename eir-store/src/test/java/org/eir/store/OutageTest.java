package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import org.eir.core.change.StoreFailedException;
import org.eir.core.change.StoreUnavailableException;
import org.eir.testkit.PostgresFixture;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that is away is told from a statement that is wrong, for every way in which a real one fails. */
class OutageTest {
    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aConstraintThatIsBrokenIsNoOutageAndItsValuesAreNotRepeated() {
        assertThatThrownBy(() -> store.database.inTransaction(handle -> {
                    handle.execute("CREATE TEMP TABLE once (imsi text PRIMARY KEY) ON COMMIT DROP");
                    handle.execute("INSERT INTO once VALUES ('262011234567890')");
                    return handle.execute("INSERT INTO once VALUES ('262011234567890')");
                }))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("duplicate key value")
                .hasStackTraceContaining("once_pkey")
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("262011234567890"));
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void aStatementThatDoesNotExistIsNoOutage() {
        assertThatThrownBy(() -> store.database.inTransaction(handle -> handle.execute("SELECT nothing FROM nowhere")))
                .isInstanceOf(StoreFailedException.class);
    }

    @Test
    void aConnectionThatIsCutIsAnOutage() {
        assertThatThrownBy(() -> store.database.inTransaction(
                        handle -> handle.execute("SELECT pg_terminate_backend(pg_backend_pid())")))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aStatementThatTakesTooLongIsAnOutage() {
        assertThatThrownBy(() -> store.database.inTransaction(handle -> {
                    handle.execute("SET LOCAL statement_timeout = '10ms'");
                    return handle.execute("SELECT pg_sleep(10)");
                }))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aPoolWithoutAFreeConnectionIsAnOutage() throws Exception {
        PostgresFixture.Database where = PostgresFixture.shared().newDatabase();
        DatabaseConfig config = new DatabaseConfig(
                where.jdbcUrl(),
                where.serviceUser(),
                where.servicePassword(),
                where.ownerUser(),
                where.ownerPassword(),
                2,
                250,
                1_000);
        CountDownLatch taken = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        try (Database small = Database.open(config, new SimpleMeterRegistry())) {
            Thread first = Thread.ofPlatform().start(() -> hold(small, taken, end));
            Thread second = Thread.ofPlatform().start(() -> hold(small, taken, end));
            taken.await();

            assertThatThrownBy(() -> new PostgresLists(small).entry(1)).isInstanceOf(StoreUnavailableException.class);

            end.countDown();
            first.join();
            second.join();
        }
    }

    /** Keeps a connection of the pool until it is told to give it back. */
    private static void hold(Database database, CountDownLatch taken, CountDownLatch end) {
        database.inTransaction(handle -> {
            taken.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "08006, true", // connection_failure
        "28P01, true", // invalid_password
        "3D000, true", // invalid_catalog_name
        "53100, true", // disk_full
        "53300, true", // too_many_connections
        "57014, true", // query_canceled
        "57P01, true", // admin_shutdown
        "57P03, true", // cannot_connect_now
        "58030, true", // io_error
        "40001, true", // serialization_failure
        "40P01, true", // deadlock_detected
        "55P03, true", // lock_not_available
        "25006, true", // read_only_sql_transaction
        "40002, false", // transaction_integrity_constraint_violation
        "22001, false", // string_data_right_truncation
        "23505, false", // unique_violation
        "42501, false", // insufficient_privilege
        "42P01, false", // undefined_table
        "P0001, false", // raise_exception
        "'', false"
    })
    void sqlStateTells(String state, boolean outage) {
        SQLException failure = new SQLException("failed", state);

        assertThat(Outage.is(failure)).isEqualTo(outage);
        assertThat(Outage.is(new ConnectionException(failure))).isEqualTo(outage);
        assertThat(Outage.is(new BatchUpdateException("batch", state, 0, new int[0], failure)))
                .isEqualTo(outage);
    }

    @Test
    void whatThePoolSaysWithoutAStateIsAnOutage() {
        assertThat(Outage.is(new SQLTransientConnectionException("no connection in time")))
                .isTrue();
        assertThat(Outage.is(new SQLException("stopping", new InterruptedException())))
                .isTrue();
        assertThat(Outage.is(new IllegalStateException("no SQL at all"))).isFalse();
    }
}
