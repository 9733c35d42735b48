package org.eir.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.eir.core.change.StoreException;
import org.eir.core.change.StoreFailedException;
import org.eir.core.change.StoreUnavailableException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to PostgreSQL: a pool for changes and queries, and single ones for what must not share.
 *
 * <p>Whatever goes wrong in a transaction becomes one {@link StoreException} whose message can be shown to whoever runs the
 * node: {@link StoreUnavailableException} if the database cannot do its work just now, {@link StoreFailedException} if it was
 * asked something wrong.
 */
public final class Database implements AutoCloseable {
    /** A server that says nothing for so long between two questions is taken for dead. */
    static final int FEED_IDLE_TIMEOUT_MS = 60_000;

    /** Before its first row a large change is sorted, which may take a slow server minutes. */
    static final int FEED_READ_TIMEOUT_MS = 1_800_000;

    private static final int SECOND_MS = 1_000;

    /** Whoever waits on a pooled connection is a person or another program: no server is silent for longer. */
    private static final int CALL_TIMEOUT_S = 60;

    /** The longest that one statement of an import may take. */
    private static final int IMPORT_TIMEOUT_S = 3_600;

    /** A transaction's steps. */
    @FunctionalInterface
    interface Steps<T> {
        T in(Handle handle) throws SQLException;
    }

    private final DatabaseConfig config;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(DatabaseConfig config, HikariDataSource pool) {
        this.config = config;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Brings the schema up to date, if the configuration names its owner, and opens the pool.
     *
     * @throws StoreUnavailableException if there is no usable database; the message says what to do
     */
    public static Database open(DatabaseConfig config, MeterRegistry meters) {
        requireReachable(config);
        migrate(config);
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("eir");
        PGSimpleDataSource calls = dataSource(config, config.user(), config.password());
        calls.setSocketTimeout(CALL_TIMEOUT_S);
        hikari.setDataSource(calls);
        hikari.setMaximumPoolSize(config.maxConnections());
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(config.connectTimeoutMs());
        hikari.setMetricRegistry(meters);
        return new Database(config, new HikariDataSource(hikari));
    }

    private static void requireReachable(DatabaseConfig config) {
        try (Connection connection =
                dataSource(config, config.user(), config.password()).getConnection()) {
            connection.isValid(config.connectTimeoutMs() / SECOND_MS + 1);
        } catch (SQLException e) {
            throw unreachable(config, e);
        }
    }

    static StoreUnavailableException unreachable(DatabaseConfig config, SQLException why) {
        return new StoreUnavailableException(
                "no database at " + config + ": " + firstLine(why)
                        + " (start PostgreSQL, or correct database.url, database.user and database.password)",
                why);
    }

    private static void migrate(DatabaseConfig config) {
        String owner = config.ownerUser();
        Flyway flyway = Flyway.configure(Database.class.getClassLoader())
                .dataSource(
                        owner != null
                                ? dataSource(config, owner, config.ownerPassword())
                                : dataSource(config, config.user(), config.password()))
                .locations("classpath:org/eir/store/schema")
                .placeholders(Map.of("serviceRole", quoted(config.user())))
                .load();
        try {
            if (owner != null) {
                flyway.migrate();
            } else {
                flyway.validate();
            }
        } catch (FlywayException e) {
            throw new StoreUnavailableException(
                    "the schema at " + config + " is not what this version needs: " + firstLine(e)
                            + " (set database.ownerUser and database.ownerPassword once, to bring it up to date)",
                    e);
        }
    }

    /** A name as SQL takes it whatever is in it, {@code eir-service} for one. */
    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** One transaction on a pooled connection. */
    <T> T inTransaction(Steps<T> steps) {
        try {
            return jdbi.inTransaction(steps::in);
        } catch (JdbiException | SQLException e) {
            throw failure(e);
        }
    }

    /** A connection of its own, outside the pool, for the feed: a server that is silent for a minute is taken for dead. */
    Connection connectForFeed() throws SQLException {
        PGSimpleDataSource source = dataSource(config, config.user(), config.password());
        source.setSocketTimeout(FEED_IDLE_TIMEOUT_MS / SECOND_MS);
        source.setApplicationName("eir-feed");
        return source.getConnection();
    }

    /** A connection of its own, outside the pool, for the long work of an import. */
    Connection connectForImport() throws SQLException {
        PGSimpleDataSource source = dataSource(config, config.user(), config.password());
        source.setSocketTimeout(IMPORT_TIMEOUT_S);
        source.setApplicationName("eir-import");
        return source.getConnection();
    }

    /** A connection of its own, outside the pool, to read the whole record of changes: sorting it may take minutes. */
    Connection connectForAudit() throws SQLException {
        PGSimpleDataSource source = dataSource(config, config.user(), config.password());
        source.setSocketTimeout(FEED_READ_TIMEOUT_MS / SECOND_MS);
        source.setApplicationName("eir-audit");
        return source.getConnection();
    }

    int pollIntervalMs() {
        return config.pollIntervalMs();
    }

    /** What the callers of the store are told of a failure. */
    StoreException failure(Exception e) {
        Throwable said = Outage.said(e);
        return pool.isClosed() || Outage.is(e)
                ? new StoreUnavailableException("the database at " + config + " failed: " + firstLine(e), said)
                : new StoreFailedException("a statement was refused: " + firstLine(e), said);
    }

    static PGSimpleDataSource dataSource(DatabaseConfig config, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(config.connectTimeoutMs() / SECOND_MS + 1);
        source.setTcpKeepAlive(true);
        source.setApplicationName("eir");
        source.setLogServerErrorDetail(false); // the values in the way of a constraint are nobody's business in a log
        return source;
    }

    /** The first line of the innermost cause: what PostgreSQL itself said. */
    static String firstLine(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null
                ? innermost.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        pool.close();
    }
}
