package org.eir.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server on a random port of the loopback interface. The one that most tests use is {@link #shared}: each
 * test takes a {@link #newDatabase} of its own. A test that kills the server starts its own with {@link #start}.
 *
 * <p>The two roles of the register exist on every server and have to show their passwords, as in production.
 */
public final class PostgresFixture implements AutoCloseable {
    public static final String OWNER = "eir_owner";
    public static final String SERVICE = "eir_service";
    private static final String OWNER_PASSWORD = "owner-of-the-schema";
    private static final String SERVICE_PASSWORD = "service-of-the-register";
    private static final String HOST_BASED_AUTHENTICATION =
            "local all postgres trust\nhost all postgres all trust\nhost all all all scram-sha-256\n";

    /** Whether a commit survives a power cut. */
    public enum Durability {
        /** fsync and synchronous_commit on, as in production. */
        FULL,
        /** Both off: for tests of much data in which nothing crashes. */
        NONE
    }

    private final Path data;
    private final Durability durability;
    private final AtomicInteger databases = new AtomicInteger();
    private EmbeddedPostgres server;

    /**
     * A database and who may use it.
     *
     * @param jdbcUrl URL without user or password
     * @param ownerUser role that owns the database and makes the schema
     * @param serviceUser role of the running register; has no rights but those the schema grants
     * @param superuserUrl URL that opens the database as superuser, no password needed
     */
    public record Database(
            String jdbcUrl,
            String ownerUser,
            String ownerPassword,
            String serviceUser,
            String servicePassword,
            String superuserUrl) {}

    private static final class Shared {
        private static final PostgresFixture SERVER = start(Durability.FULL);
    }

    /** The server all tests of this JVM share, started when first asked for, stopped when the JVM ends. */
    public static PostgresFixture shared() {
        return Shared.SERVER;
    }

    /** A server of one's own, to be closed; stopped at the latest when the JVM ends. */
    public static PostgresFixture start() {
        return start(Durability.FULL);
    }

    public static PostgresFixture start(Durability durability) {
        try {
            PostgresFixture fixture = new PostgresFixture(Files.createTempDirectory("eir-postgres"), durability);
            Runtime.getRuntime().addShutdownHook(new Thread(fixture::close, "stop-postgres"));
            return fixture;
        } catch (IOException e) {
            throw new UncheckedIOException("no embedded PostgreSQL", e);
        }
    }

    private PostgresFixture(Path data, Durability durability) throws IOException {
        this.data = data;
        this.durability = durability;
        this.server = launch(0);
        Files.writeString(data.resolve("pg_hba.conf"), HOST_BASED_AUTHENTICATION);
        asSuperuser(
                "CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + OWNER_PASSWORD + "'",
                "CREATE ROLE " + SERVICE + " LOGIN PASSWORD '" + SERVICE_PASSWORD + "'",
                "SELECT pg_reload_conf()");
    }

    private EmbeddedPostgres launch(int port) throws IOException {
        String durable = durability == Durability.FULL ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", durable)
                .setServerConfig("synchronous_commit", durable)
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
    }

    public int port() {
        return server.getPort();
    }

    /** A fresh, empty database owned by {@value #OWNER}. */
    public Database newDatabase() {
        String name = "eir_" + databases.incrementAndGet();
        asSuperuser("CREATE DATABASE " + name + " OWNER " + OWNER);
        String url = "jdbc:postgresql://127.0.0.1:" + port() + "/" + name;
        return new Database(url, OWNER, OWNER_PASSWORD, SERVICE, SERVICE_PASSWORD, url + "?user=postgres");
    }

    /** Ends the server as a crash or the out-of-memory killer does: SIGKILL, nothing written, connections broken. */
    public synchronized void kill() {
        ProcessHandle postmaster =
                postmaster().orElseThrow(() -> new IllegalStateException("the server is not running"));
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    private Optional<ProcessHandle> postmaster() {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst().map(Long::parseLong).flatMap(ProcessHandle::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the server again after {@link #kill}: same port, same data. The library logs an error when it cannot stop
     * what was killed; a test that does this turns the logger of {@link EmbeddedPostgres} off.
     */
    public synchronized void restart() {
        try {
            int port = port();
            server.close();
            server = launch(port);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start again", e);
        }
    }

    /** Stops the server and deletes its data. */
    @Override
    public synchronized void close() {
        Optional<ProcessHandle> postmaster = postmaster();
        try {
            // Does not wait when the library's own shutdown hook is stopping the server already.
            server.close();
            postmaster.ifPresent(process -> process.onExit().join());
            delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void asSuperuser(String... statements) {
        String url = "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + e.getMessage(), e);
        }
    }
}
