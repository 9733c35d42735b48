package org.eir.server.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.eir.admin.AdminConfig;
import org.eir.admin.access.AdminToken;
import org.eir.core.access.Caller;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.s13.S13Config;
import org.eir.server.audit.Checkpointer;
import org.eir.server.config.EirConfig;
import org.eir.server.records.RecordsConfig;
import org.eir.store.DatabaseConfig;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;

/**
 * A whole register in a test: its database, lists, front ends and admin API are the real ones, on free ports.
 *
 * <pre>{@code
 * try (RunningNode node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory).start();
 *         FakeMme mme = node.mme()) {
 *     node.added("black", STOLEN);
 *     mme.identityCheck(STOLEN).expectProhibited();
 * }
 * }</pre>
 */
public final class RunningNode implements AutoCloseable {
    public static final String ORIGIN_HOST = "eir.dev.example.org";
    public static final String ORIGIN_REALM = "dev.example.org";

    /** Of the application server that development mode serves on SS7. */
    public static final int ROUTING_CONTEXT = 100;

    private static final String TOKEN = "token-of-a-running-node";
    private static final String LOG_KEY = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINuVczGeJYUOTwwSm8OJrUoRuCj2zng6zh9EHYyBo0Lo
            -----END PRIVATE KEY-----
            """;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EirNode node;
    private final HttpClient http = HttpClient.newHttpClient();

    /** An answer of the admin API; the body is JSON null where it is something else. */
    public record Answer(int status, JsonNode body, String text) {}

    /** How to start a node: everything but the database has a default. */
    public record Setup(
            DatabaseConfig database,
            Path directory,
            Policy firstPolicy,
            int httpPort,
            int s13Port,
            ApprovalLimits limits,
            List<Path> witnesses) {

        /** With a directory that gets copies of its checkpoints. */
        public Setup witness(Path witness) {
            return new Setup(database, directory, firstPolicy, httpPort, s13Port, limits, List.of(witness));
        }

        public Setup policy(Verdict unlisted) {
            return new Setup(
                    database,
                    directory,
                    new Policy(0, unlisted, Verdict.REFUSED, unlisted),
                    httpPort,
                    s13Port,
                    limits,
                    witnesses);
        }

        public Setup onPorts(int newHttpPort, int newS13Port) {
            return new Setup(database, directory, firstPolicy, newHttpPort, newS13Port, limits, witnesses);
        }

        public Setup limits(ApprovalLimits newLimits) {
            return new Setup(database, directory, firstPolicy, httpPort, s13Port, newLimits, witnesses);
        }

        public RunningNode start() throws StartFailure {
            return new RunningNode(EirNode.start(parts()));
        }

        private EirNode.Parts parts() {
            int watchdogMs = 6_000;
            S13Config s13 = new S13Config(
                    "127.0.0.1",
                    s13Port,
                    ORIGIN_HOST,
                    ORIGIN_REALM,
                    true,
                    List.of(),
                    List.of(),
                    watchdogMs,
                    16,
                    65_536);
            AdminConfig http =
                    new AdminConfig("127.0.0.1", httpPort, "operator", 64 << 20, 15_000, 15_000, 10_000, 100, 2_000);
            AdminToken token = new AdminToken(Caller.administrator("tester", "operator"), TOKEN);
            EirNode.Subscribers subscribers = new EirNode.Subscribers(keyFile(directory), 100_000, 30, 10);
            return new EirNode.Parts(
                    database,
                    1_000,
                    firstPolicy,
                    directory,
                    s13,
                    Optional.of(ss7(directory)),
                    http,
                    token,
                    subscribers,
                    limits,
                    new EirNode.StatisticsLimits(30, 100_000),
                    // Every answer is recorded, subscribers sealed.
                    new RecordsConfig(1, RecordsConfig.Subscriber.SEALED, true, null, 1 << 20, 1, 100, 7),
                    log(directory, witnesses));
        }
    }

    /** All of them sign with one key, so that each start is no change of the log. */
    private static Checkpointer.Setup log(Path directory, List<Path> witnesses) {
        Path own = directory.resolve("audit");
        if (!Files.isRegularFile(directory)) {
            try {
                Path key = Files.createDirectories(own).resolve("1.pem");
                Files.writeString(key, LOG_KEY);
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Checkpointer.Setup(ORIGIN_REALM + "/eir", own, own, witnesses, ORIGIN_HOST, Duration.ofSeconds(1));
    }

    /** All nodes of one register have the same keys. */
    private static Path keyFile(Path directory) {
        if (Files.isRegularFile(directory)) {
            return SubscriberKeyFile.in(directory); // for the node to stumble over
        }
        try {
            Path file = SubscriberKeyFile.in(Files.createDirectories(directory));
            Files.writeString(file, "1 c3Vic2NyaWJlcnMnIGtleSBvZiBydW5uaW5nIG5vZGU=\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Development mode's SS7: an MSC may connect from 127.0.0.1, {@code eir check} from 127.0.0.2. */
    private static EirNode.Ss7 ss7(Path directory) {
        EirConfig development = EirConfig.development(directory, Map.of("EIR_M3UA_PORT", "0"))
                .config()
                .orElseThrow();
        return new EirNode.Ss7(Objects.requireNonNull(development.m3ua()), Objects.requireNonNull(development.map()));
    }

    /** A node on this database that keeps what is its own in this directory; an unlisted device is unknown to it. */
    public static Setup on(PostgresFixture.Database where, Path directory) {
        DatabaseConfig database = new DatabaseConfig(
                where.jdbcUrl(),
                where.serviceUser(),
                where.servicePassword(),
                where.ownerUser(),
                where.ownerPassword(),
                4,
                1_000,
                250);
        return on(database, directory);
    }

    public static Setup on(DatabaseConfig database, Path directory) {
        Policy policy = new Policy(0, Verdict.UNKNOWN, Verdict.REFUSED, Verdict.UNKNOWN);
        return new Setup(database, directory, policy, 0, 0, ApprovalLimits.NONE, List.of());
    }

    private RunningNode(EirNode node) {
        this.node = node;
    }

    public int s13Port() {
        return node.s13Port();
    }

    public int m3uaPort() {
        return node.m3uaPort().orElseThrow();
    }

    public int httpPort() {
        return URI.create(node.httpUrl()).getPort();
    }

    /** An MSC that is connected to it. */
    public FakeMsc msc() {
        return FakeMsc.connect(m3uaPort());
    }

    /** An MME that is connected to it. */
    public FakeMme mme() {
        return FakeMme.connect(s13Port());
    }

    public Answer get(String path) {
        return as(TOKEN).get(path);
    }

    /** Sets a resource that is not there yet. */
    public Answer put(String path, String body) {
        return send(request(path).PUT(BodyPublishers.ofString(body)));
    }

    public Answer post(String path, String body) {
        return as(TOKEN).post(path, body);
    }

    /** Somebody who calls with another token than the administrator's. */
    public Somebody as(String token) {
        return new Somebody(token);
    }

    /** Who calls with a token of their own. */
    public final class Somebody {
        private final String token;

        private Somebody(String token) {
            this.token = token;
        }

        public Answer get(String path) {
            return send(request(token, path).GET());
        }

        public Answer post(String path, String body) {
            return send(request(token, path).POST(BodyPublishers.ofString(body)));
        }
    }

    /** The same by who holds this key. */
    public Answer post(String key, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(node.httpUrl() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body)));
    }

    /** A key for a program of this name and role, of the node's own organisation. */
    public String key(String name, String role) {
        Answer made = post("/api/v1/api-keys", "{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, role));
        if (made.status() != 201) {
            throw new AssertionError("expected 201, not " + made.status() + " " + made.text());
        }
        return made.body().path("key").asText();
    }

    /** Tries to enter an identity in a list. */
    public Answer add(String list, String identity) {
        return add(list, identity, "");
    }

    /** The same with further fields: {@code ,"validUntil":"…"}. */
    public Answer add(String list, String identity, String further) {
        return post(
                "/api/v1/entries",
                "{\"list\":\"%s\",\"identity\":\"%s\",\"reason\":\"stolen\",\"reference\":\"FIR 12/2026\"%s}"
                        .formatted(list, identity, further));
    }

    /** Enters an identity in a list; returns the number of the entry. */
    public long added(String list, String identity) {
        return created(add(list, identity));
    }

    /** The number of an entry that was created. */
    public static long created(Answer answer) {
        if (answer.status() != 201) {
            throw new AssertionError("expected 201, not " + answer.status() + " " + answer.text());
        }
        return answer.body().path("id").asLong();
    }

    public Answer withdraw(long id) {
        return post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"recovered\",\"reference\":\"FIR closed\"}");
    }

    /** Sends a file for an import; {@code query} says what it is to be. */
    public Answer upload(String query, String csv) {
        return send(request("/api/v1/imports?" + query)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv)));
    }

    /** Imports a file into a list and waits until that is done, or has failed; returns the job. */
    public JsonNode imported(String list, Path file) throws IOException {
        Answer accepted = send(request("/api/v1/imports?list=" + list)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofFile(file)));
        if (accepted.status() != 202) {
            throw new AssertionError("expected 202, not " + accepted.status() + " " + accepted.text());
        }
        return settled(accepted.body().path("id").asLong());
    }

    /** Waits until an import is done, or has failed; returns the job. */
    public JsonNode settled(long id) {
        String path = "/api/v1/imports/" + id;
        return Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> get(path).body(),
                        job -> !List.of("receiving", "applying")
                                .contains(job.path("state").asText()));
    }

    public JsonNode status() {
        return get("/api/v1/status").body();
    }

    private HttpRequest.Builder request(String path) {
        return request(TOKEN, path);
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(URI.create(node.httpUrl() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    answer.headers().firstValue("content-type").orElse("").contains("json");
            return new Answer(
                    answer.statusCode(), json ? JSON.readTree(answer.body()) : JSON.nullNode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        node.close();
        http.close();
    }
}
