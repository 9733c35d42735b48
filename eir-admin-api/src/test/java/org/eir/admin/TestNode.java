package org.eir.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eir.admin.access.AdminToken;
import org.eir.admin.access.BearerTokens;
import org.eir.admin.access.OidcAuthentication;
import org.eir.admin.access.TlsConfig;
import org.eir.admin.node.AlarmStatus;
import org.eir.admin.node.NodeStatus;
import org.eir.admin.node.NodeView;
import org.eir.admin.node.PeerStatus;
import org.eir.admin.web.Authentication;
import org.eir.admin.web.Authentication.Identification;
import org.eir.admin.web.Authentication.Means;
import org.eir.admin.web.RateLimit;
import org.eir.core.CheckRecorder;
import org.eir.core.EquipmentCheck;
import org.eir.core.access.Caller;
import org.eir.core.access.Role;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.audit.AuditTrail;
import org.eir.core.change.Actor;
import org.eir.core.register.Register;
import org.jspecify.annotations.Nullable;

/** A node with the admin API over lists in memory, and somebody who calls it. */
public final class TestNode implements AutoCloseable {
    public static final String TOKEN = "a-token-for-tests-only";

    /** The token of somebody who may approve, and whom nobody made a key for. */
    public static final String SECOND_PERSON = "token-of-a-second-person";

    /** The token of somebody who may do nothing. */
    public static final String NOBODY = "token-of-nobody-in-particular";

    public static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    public static final Caller OPERATOR = Caller.administrator("operator", "op-a");

    private static final ObjectMapper JSON = new ObjectMapper();

    public final Register register = new Register(1000);
    public final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    public final InMemoryLists lists = new InMemoryLists(register, clock);
    public final InMemoryPolicies policies = new InMemoryPolicies(lists);
    public final InMemorySubscriberRules subscriberRules = new InMemorySubscriberRules(lists);
    public final InMemoryApiKeys keys = new InMemoryApiKeys(clock);
    public final InMemoryApprovals approvals = new InMemoryApprovals(lists, keys, clock);
    public final InMemoryImports imports = new InMemoryImports(lists, clock);
    public final InMemoryDevices devices = new InMemoryDevices(lists);
    public final InMemoryAnsweredCalls answeredCalls = new InMemoryAnsweredCalls();
    public final InMemoryRecordedChecks records = new InMemoryRecordedChecks(lists);
    public final InMemoryLog log = new InMemoryLog();
    public final InMemoryTraces traces = new InMemoryTraces();
    public final InMemoryErasures erasures = new InMemoryErasures(lists);
    /** The record of changes; nothing was ever changed. */
    public volatile AuditTrail trail = listener -> {
        listener.begin(0);
        listener.end();
    };

    public final InMemorySightings sightings = new InMemorySightings();
    public final InMemoryEffectiveness effectiveness = new InMemoryEffectiveness(lists);
    public final InMemoryHistory history = new InMemoryHistory(lists, policies, NOW);
    public final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    public volatile List<String> missing = List.of();
    public volatile NodeStatus status = new NodeStatus("0.1.0", NodeStatus.State.CURRENT, NOW, null);
    public volatile List<PeerStatus> peers = List.of();
    public volatile List<AlarmStatus> alarms = List.of();
    public volatile int counted;
    public final AdminServer server;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** An answer: status, headers, and its body as JSON if it is some. */
    public record Answer(int status, HttpResponse<String> raw, JsonNode body) {
        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        public String text(String pointer) {
            return body.at(pointer).asText();
        }

        /** The last part of the problem's type. */
        public String problem() {
            assert header("content-type").startsWith("application/problem+json") : raw;
            return text("/type").replace("urn:eir:problem:", "");
        }
    }

    public TestNode() {
        this(config());
    }

    public TestNode(AdminConfig config) {
        this(config, null);
    }

    /** A node that people sign in at with tokens of a provider, too. */
    public TestNode(AdminConfig config, @Nullable OidcAuthentication provider) {
        this(config, provider, ApprovalLimits.NONE);
    }

    /** A node where one person may not do everything alone. */
    public TestNode(ApprovalLimits limits) {
        this(config(), null, limits);
    }

    private TestNode(AdminConfig config, @Nullable OidcAuthentication provider, ApprovalLimits limits) {
        CheckRecorder recorder = (request, result) -> counted++;
        NodeView view = new NodeView() {
            @Override
            public NodeStatus status() {
                return status;
            }

            @Override
            public List<PeerStatus> peers() {
                return peers;
            }

            @Override
            public List<AlarmStatus> alarms() {
                return alarms;
            }
        };
        server = AdminServer.start(
                config,
                new AdminPorts(
                        lists,
                        lists,
                        imports,
                        new EquipmentCheck(register, recorder),
                        register,
                        authentication(provider),
                        view,
                        () -> missing,
                        meters,
                        clock,
                        devices,
                        answeredCalls,
                        policies,
                        keys,
                        sightings,
                        sightings,
                        subscriberRules,
                        approvals,
                        limits,
                        history,
                        effectiveness,
                        records,
                        log,
                        log,
                        listener -> trail.tell(listener),
                        erasures,
                        traces));
    }

    /** Short waits, small limits. */
    public static AdminConfig config() {
        return config(null, RateLimit.NONE);
    }

    public static AdminConfig config(TlsConfig tls) {
        return config(tls, RateLimit.NONE);
    }

    public static AdminConfig config(RateLimit limit) {
        return config(null, limit);
    }

    private static AdminConfig config(@Nullable TlsConfig tls, RateLimit limit) {
        return new AdminConfig("127.0.0.1", 0, "op-a", 64 << 20, 10_000, 5_000, 300, 100, 2_000, tls, limit, null, 366);
    }

    /** A key with this role for {@code op-a}, made by the administrator. */
    public String key(String role) {
        return key(role, "op-a");
    }

    /** The same for another organisation. */
    public String key(String role, String organisation) {
        Answer created = post(
                "/api/v1/api-keys",
                "{\"name\":\"%s of %s\",\"roles\":[\"%s\"],\"organisation\":\"%s\"}"
                        .formatted(role, organisation, role, organisation));
        assert created.status() == 201 : created.raw().body();
        return created.text("/key");
    }

    /** What is answered to somebody else than the administrator. */
    public Answer get(String token, String path) {
        return send(request(token, path).GET());
    }

    public Answer post(String token, String path, String json) {
        return send(
                request(token, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public HttpRequest.Builder request(String token, String path) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    /** The administrator by {@link #TOKEN}; staff of an operator by the name of the operator; keys and a provider's tokens. */
    private Authentication authentication(@Nullable OidcAuthentication provider) {
        Authentication real = new BearerTokens(new AdminToken(OPERATOR, TOKEN), keys, provider, clock);
        return token -> {
            if (token.equals(SECOND_PERSON)) {
                Caller second = new Caller(new Actor("second person"), Set.of(Role.APPROVER), "op-a");
                return CompletableFuture.completedFuture(new Identification.Known(second, Means.OIDC, null));
            }
            if (token.equals(NOBODY)) {
                Caller nobody = new Caller(new Actor("nobody"), Set.of(), "op-a");
                return CompletableFuture.completedFuture(new Identification.Known(nobody, Means.OIDC, null));
            }
            if (!token.startsWith("op-")) {
                return real.identify(token);
            }
            Caller staff = new Caller(new Actor("staff of " + token), Set.of(Role.OPERATOR), token);
            return CompletableFuture.completedFuture(new Identification.Known(staff, Means.OIDC, null));
        };
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** With headers, each followed by its value. */
    public Answer put(String path, String json, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer upload(String query, String csv) {
        return upload(query, BodyPublishers.ofString(csv));
    }

    public Answer upload(String query, BodyPublisher csv) {
        return send(request("/api/v1/imports?" + query)
                .header("Content-Type", "text/csv")
                .POST(csv));
    }

    /** Uploads, and asks until the import is applied or has stopped before that. */
    public Answer imported(String query, String csv) {
        Answer accepted = upload(query, csv);
        assert accepted.status() == 202 : accepted.raw().body();
        return settled(accepted.body().at("/id").asLong());
    }

    public Answer settled(long id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> get("/api/v1/imports/" + id),
                        job -> !List.of("receiving", "applying").contains(job.text("/state")));
    }

    /** An entry added, by its number. */
    public long added(String list, String identity, String reason) {
        Answer answer = post(
                "/api/v1/entries",
                "{\"list\":\"%s\",\"identity\":\"%s\",\"reason\":\"%s\"}".formatted(list, identity, reason));
        assert answer.status() == 201 : answer.raw().body();
        return answer.body().at("/id").asLong();
    }

    public String verdict(String identity) {
        return get("/api/v1/checks/" + identity).text("/verdict");
    }

    public HttpRequest.Builder request(String path) {
        return request(TOKEN, path);
    }

    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> raw = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Contract.judge(raw);
            String type = raw.headers().firstValue("content-type").orElse("");
            JsonNode body = type.contains("json") ? JSON.readTree(raw.body()) : JSON.nullNode();
            return new Answer(raw.statusCode(), raw, body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Netty takes two seconds to stop listening; no test waits for that. */
    @Override
    public void close() {
        Thread.ofVirtual().start(() -> {
            server.close();
            client.close();
        });
    }
}
