package org.eir.server.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eir.server.node.StartFailure;
import org.eir.store.DatabaseConfig;

/** PostgreSQL of its own, in the data directory, on any free port of loopback. As durable as a real one. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Whether this program came with PostgreSQL's programs. */
    static boolean isHere() {
        return EmbeddedDatabase.class.getResource("/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class") != null;
    }

    public static EmbeddedDatabase start(Path directory) throws StartFailure {
        try {
            Path data = directory.resolve("postgresql").toAbsolutePath();
            stopLeftBehind(data);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data.toFile())
                    .setOverrideWorkingDirectory(directory
                            .resolve("postgresql-programs")
                            .toAbsolutePath()
                            .toFile())
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START_LIMIT)
                    // The library's defaults trade durability for speed, which is for throw-away tests.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("shared_buffers", "256MB")
                    .start();
            EmbeddedDatabase database = new EmbeddedDatabase(server);
            database.provide();
            return database;
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new StartFailure("the embedded PostgreSQL in " + directory + " did not start: " + e.getMessage()
                    + " (its log is in that directory)");
        }
    }

    /**
     * A register that was killed leaves its PostgreSQL running, and a second one on the same data would not start. Who
     * holds the data directory may stop it: no other register is using it.
     */
    private static void stopLeftBehind(Path data) throws IOException {
        Optional<ProcessHandle> left = leftBehind(data);
        if (left.isEmpty()) {
            return;
        }
        ProcessHandle server = left.get();
        server.destroy();
        try {
            server.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // It waits for clients that do not go. PostgreSQL recovers from this as from a power cut.
            server.destroyForcibly();
            server.onExit().join();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server that runs on this data. The number in its file alone could be another process's by now. */
    private static Optional<ProcessHandle> leftBehind(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(process -> process.info().commandLine().orElse("").contains(" -D " + data + " "));
        }
    }

    /** Roles and database as deploy/postgresql/roles.sql makes them, once. Loopback connections are trusted. */
    private void provide() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet existing = statement.executeQuery("SELECT FROM pg_database WHERE datname = 'eir'")) {
                if (existing.next()) {
                    return;
                }
            }
            statement.execute("DROP ROLE IF EXISTS eir_owner, eir_service");
            statement.execute("CREATE ROLE eir_owner LOGIN");
            statement.execute("CREATE ROLE eir_service LOGIN");
            statement.execute("CREATE DATABASE eir OWNER eir_owner");
        }
    }

    public DatabaseConfig config() {
        return DatabaseConfig.of(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/eir", "eir_service", "", "eir_owner", "");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
