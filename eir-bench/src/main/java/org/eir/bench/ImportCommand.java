package org.eir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.eir.server.node.EirNode;
import org.eir.server.node.StartFailure;
import org.eir.testkit.PostgresFixture;
import org.eir.testkit.StolenLists;
import org.postgresql.PGConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench import}: a stolen list from upload to answers, beside a bare COPY of the same file. */
@Command(
        name = "import",
        description = "Rows a second of an import end to end, beside a bare COPY into one indexed table.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final long SEED = 7;
    private static final long POLL_MS = 20;

    @Option(names = "--rows", description = "Rows of the file (${DEFAULT-VALUE}).")
    private int rows = 1_000_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException, StartFailure {
        Path directory = Files.createTempDirectory("eir-bench");
        Path file = directory.resolve("stolen.csv");
        StolenLists.of(rows, SEED).write(file);
        try (PostgresFixture server = PostgresFixture.start();
                EirNode node = BenchNode.start(server.newDatabase(), directory)) {
            System.out.printf("import of %,d rows (%,d kB), PostgreSQL with fsync%n", rows, Files.size(file) / 1000);
            long begin = System.nanoTime();
            JsonNode previewed = call(post(node, "/api/v1/imports?list=black&dryRun=true&name=stolen.csv", file));
            long uploaded = System.nanoTime();
            JsonNode job = call(post(node, "/api/v1/imports/" + previewed.path("id").asText() + "/apply", null));
            while (job.path("state").asText().equals("applying")) {
                Thread.sleep(POLL_MS);
                job = call(request(node, "/api/v1/imports/" + job.path("id").asText())
                        .GET()
                        .build());
            }
            long answered = System.nanoTime();
            if (!job.path("state").asText().equals("applied")) {
                throw new IllegalStateException("not applied: " + job);
            }
            double bare = bareCopy(server.newDatabase(), file);
            double whole = (answered - begin) / 1e9;
            System.out.printf("  upload and preview          %6.1f s%n", (uploaded - begin) / 1e9);
            System.out.printf("  apply, answered by the node %6.1f s%n", (answered - uploaded) / 1e9);
            System.out.printf("  together                    %6.1f s  %,.0f rows/s%n", whole, rows / whole);
            System.out.printf("  bare COPY, one index        %6.1f s  %,.0f rows/s%n", bare, rows / bare);
            System.out.printf("  ratio                       %6.1f%n", whole / bare);
            return 0;
        }
    }

    private HttpRequest post(EirNode node, String path, @org.jspecify.annotations.Nullable Path body)
            throws IOException {
        HttpRequest.Builder request = request(node, path);
        return body == null
                ? request.POST(BodyPublishers.noBody()).build()
                : request.header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofFile(body))
                        .build();
    }

    private static HttpRequest.Builder request(EirNode node, String path) {
        return HttpRequest.newBuilder(URI.create(node.httpUrl() + path)).header("Authorization", "Bearer bench");
    }

    private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private static double bareCopy(PostgresFixture.Database database, Path file) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(database.superuserUrl());
                Statement statement = connection.createStatement();
                InputStream in = Files.newInputStream(file)) {
            statement.execute("CREATE TABLE stolen (line text)");
            statement.execute("CREATE INDEX ON stolen (line)");
            long begin = System.nanoTime();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY stolen FROM STDIN (FORMAT csv, HEADER, DELIMITER E'\\x01', QUOTE E'\\x02')", in);
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
