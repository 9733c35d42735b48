package org.eir.bench.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eir.bench.support.MeasuredProcess;
import org.eir.server.dev.EmbeddedDatabase;
import org.eir.server.node.StartFailure;
import org.eir.store.DatabaseConfig;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The development node's database in a directory of its own, deleted afterwards; what is committed is on the disk. */
public final class Laboratory implements AutoCloseable {
    private final Path directory;
    private EmbeddedDatabase database;

    private Laboratory(Path directory, EmbeddedDatabase database) {
        this.directory = directory;
        this.database = database;
    }

    public static Laboratory open() throws IOException, StartFailure {
        Path directory = Files.createTempDirectory("eir-bench");
        return new Laboratory(directory, EmbeddedDatabase.start(directory));
    }

    public Path directory() {
        return directory;
    }

    /** The register's database, as a node opens it. */
    public DatabaseConfig config() {
        return database.config();
    }

    /** A node in a JVM of its own. */
    MeasuredProcess node() {
        return MeasuredProcess.java(NodeServer.class, database.config().url(), directory.toString());
    }

    /** A JVM that only loads the lists. */
    MeasuredProcess listsAlone() {
        return MeasuredProcess.java(ListsServer.class, database.config().url(), directory.toString());
    }

    /** The register's database, as superuser. */
    public Connection register() throws SQLException {
        return DriverManager.getConnection(database.config().url() + "?user=postgres");
    }

    /** Another database of the same server, as superuser. */
    Connection elsewhere() throws SQLException {
        return DriverManager.getConnection(
                database.config().url().replaceFirst("/eir$", "/postgres") + "?user=postgres");
    }

    /** Whether PostgreSQL's own client is on this machine. */
    static boolean hasPsql() {
        try {
            return new ProcessBuilder("psql", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Starts the database again, with nothing of its files, nor of any other, in memory: as after a start of the machine.
     *
     * @throws IOException also where this is not Linux, or somebody else than root asks
     */
    void forgetFiles() throws IOException, StartFailure {
        database.close();
        run("sync");
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
        database = EmbeddedDatabase.start(directory);
    }

    private static void run(String program) throws IOException {
        try {
            new ProcessBuilder(program).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Seconds that copying the lines of a file alone takes, into a table with one unique index: by
     * {@code psql \copy} where there is psql, otherwise by {@code COPY} through JDBC.
     */
    double bareCopyIn(Path file) throws SQLException, IOException, InterruptedException {
        try (Connection connection = elsewhere();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bare");
            statement.execute("CREATE TABLE bare (row text, line bigserial, UNIQUE (row, line))");
            long begin = System.nanoTime();
            if (hasPsql()) {
                copyByPsql(file);
            } else {
                try (var lines = Files.newInputStream(file)) {
                    copying(connection).copyIn("COPY bare (row) FROM STDIN WITH (DELIMITER '|')", lines);
                }
            }
            return seconds(begin);
        }
    }

    private void copyByPsql(Path file) throws IOException, InterruptedException {
        String url = database.config().url().replaceFirst("^jdbc:", "").replaceFirst("/eir$", "/postgres");
        List<String> command = List.of(
                "psql",
                "--quiet",
                "--no-psqlrc",
                "--username=postgres",
                "--set=ON_ERROR_STOP=1",
                "--dbname=" + url,
                "--command=\\copy bare (row) from '" + file + "' with (delimiter '|')");
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("psql ended with " + exit);
        }
    }

    /** Seconds that {@code COPY} alone takes to send what a node loads. */
    double bareCopyOut() throws SQLException, IOException {
        try (Connection connection = register()) {
            long begin = System.nanoTime();
            copying(connection)
                    .copyOut(
                            "COPY (SELECT id_from, id_to, list, reason, exempt FROM entry) TO STDOUT WITH (FORMAT binary)",
                            OutputStream.nullOutputStream());
            return seconds(begin);
        }
    }

    /** What copies rows in and out on a connection. */
    public static CopyManager copying(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Seconds since a moment of {@link System#nanoTime}. */
    public static double seconds(long sinceNs) {
        return (System.nanoTime() - sinceNs) / 1e9;
    }

    @Override
    public void close() throws IOException {
        database.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
