package org.eir.admin;

import static org.eir.core.access.Permission.APPROVE;
import static org.eir.core.access.Permission.CHANGE_ENTRIES;
import static org.eir.core.access.Permission.CHANGE_POLICY;
import static org.eir.core.access.Permission.FIND_BY_SUBSCRIBER;
import static org.eir.core.access.Permission.IMPORT;
import static org.eir.core.access.Permission.MANAGE_KEYS;
import static org.eir.core.access.Permission.READ_JOURNAL;
import static org.eir.core.access.Permission.READ_LISTS;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eir.admin.access.CallerResource;
import org.eir.admin.access.KeysResource;
import org.eir.admin.access.ServerCertificate;
import org.eir.admin.access.TlsConfig;
import org.eir.admin.approvals.ApprovalMetrics;
import org.eir.admin.approvals.ApprovalWatch;
import org.eir.admin.approvals.ApprovalsResource;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.checks.ChecksResource;
import org.eir.admin.contract.ContractResource;
import org.eir.admin.imports.ImportDesk;
import org.eir.admin.imports.ImportMetrics;
import org.eir.admin.imports.ImportsResource;
import org.eir.admin.lists.ChangesResource;
import org.eir.admin.lists.DeviceEntries;
import org.eir.admin.lists.DevicesResource;
import org.eir.admin.lists.EntriesResource;
import org.eir.admin.lists.EntrySearch;
import org.eir.admin.lists.ReasonsResource;
import org.eir.admin.node.NodeResource;
import org.eir.admin.policy.ExceptionsResource;
import org.eir.admin.policy.PoliciesResource;
import org.eir.admin.subscribers.SubscribersResource;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Failures;
import org.eir.admin.web.HttpMetrics;
import org.eir.admin.web.RateLimiter;
import org.eir.admin.web.ReadYourWrites;
import org.eir.core.approval.Proposal.Operation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a node: one table of routes, in the order of {@code openapi.yaml}. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final HttpMethod GET = HttpMethod.GET;
    private static final HttpMethod POST = HttpMethod.POST;
    private static final int BLOCKING_THREADS = 16;
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final long UNLIMITED = 0;
    private static final long QUIET_MS = 50;
    private static final Duration APPROVAL_WATCH = Duration.ofSeconds(30);

    private final Server server;
    private final ScheduledExecutorService threads;
    private final Duration shutdown;
    private final ImportDesk desk;
    private final Optional<TlsProvider> certificate;
    private final ApprovalWatch approvalWatch;

    /** The server cannot listen; the message names the address and what to change. */
    public static final class StartException extends RuntimeException {
        StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private AdminServer(
            Server server,
            ScheduledExecutorService threads,
            Duration shutdown,
            ImportDesk desk,
            Optional<TlsProvider> certificate,
            ApprovalWatch approvalWatch) {
        this.server = server;
        this.threads = threads;
        this.shutdown = shutdown;
        this.desk = desk;
        this.certificate = certificate;
        this.approvalWatch = approvalWatch;
    }

    /**
     * Starts to listen; returns when calls are answered.
     *
     * @throws StartException if the address or port cannot be had, or the certificate cannot be used
     */
    public static AdminServer start(AdminConfig config, AdminPorts ports) {
        Optional<TlsProvider> certificate = certificate(config, ports);
        Duration shutdown = Duration.ofMillis(config.shutdownMs());
        ImportMetrics importMetrics = new ImportMetrics(ports.meters());
        ImportDesk desk = new ImportDesk(
                ports.imports(), ports.register(), ports.sightings(), ports.clock(), importMetrics, shutdown);
        ApprovalMetrics approvalMetrics = new ApprovalMetrics(ports.meters(), ports.clock());
        ScheduledExecutorService threads = blockingThreads();
        ServerBuilder builder = builder(config, ports).blockingTaskExecutor(threads, false);
        listen(builder, config, certificate);
        addRoutes(new Routes(builder), config, ports, desk, importMetrics, approvalMetrics);
        Server server = builder.build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            desk.close();
            threads.shutdownNow();
            server.closeAsync();
            throw new StartException(
                    "HTTP cannot listen on " + config.host() + ":" + config.port() + " ("
                            + Exceptions.peel(e).getMessage()
                            + "): another program may hold the port; change http.port (EIR_HTTP_PORT) or http.host",
                    e);
        }
        ApprovalWatch watch = new ApprovalWatch(ports.approvals(), approvalMetrics, APPROVAL_WATCH);
        return new AdminServer(server, threads, shutdown, desk, certificate, watch);
    }

    /** The port it listens on. */
    public int port() {
        return server.activeLocalPort();
    }

    /** Takes no new calls, and lets those and the imports under way finish, for a while. */
    @Override
    public void close() {
        approvalWatch.close();
        server.closeAsync().join();
        stopThreads();
        desk.close();
        certificate.ifPresent(TlsProvider::close);
    }

    /** The server itself would wait for them without an end. */
    private void stopThreads() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(shutdown.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Calls that still wait for the database are given up");
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<TlsProvider> certificate(AdminConfig config, AdminPorts ports) {
        TlsConfig tls = config.tls();
        try {
            return tls == null
                    ? Optional.empty()
                    : Optional.of(new ServerCertificate(tls, ports.clock(), ports.meters()).provider());
        } catch (IllegalArgumentException e) {
            throw new StartException("http.tls: " + e.getMessage(), e);
        }
    }

    private static void listen(ServerBuilder builder, AdminConfig config, Optional<TlsProvider> certificate) {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (certificate.isPresent()) {
            builder.https(address).tlsProvider(certificate.get());
            builder.addHeader(HttpHeaderNames.STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        } else {
            builder.http(address);
            if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
                LOG.warn("the admin API at {} speaks no TLS: tokens are sent in clear (http.tls)", address);
            }
        }
    }

    private static ServerBuilder builder(AdminConfig config, AdminPorts ports) {
        return Server.builder()
                .maxNumConnections(config.maxConnections())
                .maxRequestLength(Calls.MAX_BODY_BYTES)
                .http1MaxInitialLineLength(MAX_LINE)
                .http1MaxHeaderSize(MAX_HEADERS)
                .http2MaxHeaderListSize(MAX_HEADERS)
                .requestTimeoutMillis(config.requestTimeoutMs())
                .gracefulShutdownTimeoutMillis(
                        Math.min(QUIET_MS, config.shutdownMs()), Math.max(QUIET_MS, config.shutdownMs()))
                .disableServerHeader()
                .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .addHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .addHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
                .addHeader(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
                .addHeader(HttpHeaderNames.CROSS_ORIGIN_RESOURCE_POLICY, "same-origin")
                .errorHandler(new Failures())
                .meterRegistry(NoopMeterRegistry.get())
                .decorator(next -> new HttpMetrics(next, ports.meters()));
    }

    private static ScheduledExecutorService blockingThreads() {
        return new ScheduledThreadPoolExecutor(
                BLOCKING_THREADS, Thread.ofPlatform().name("eir-http-", 0).factory());
    }

    private static void addRoutes(
            Routes routes,
            AdminConfig config,
            AdminPorts ports,
            ImportDesk desk,
            ImportMetrics importMetrics,
            ApprovalMetrics approvalMetrics) {
        RateLimiter limiter = new RateLimiter(config.rateLimit(), System::nanoTime, ports.meters());
        Calls calls = new Calls(ports.authentication(), limiter, ports.answeredCalls(), ports.meters());
        ReadYourWrites written = new ReadYourWrites(ports.register(), Duration.ofMillis(config.applyWaitMs()));
        SecondPerson secondPerson = new SecondPerson(ports.approvals(), ports.limits(), approvalMetrics);
        EntriesResource entries =
                new EntriesResource(ports.changes(), ports.queries(), written, ports.clock(), secondPerson);
        EntrySearch search = new EntrySearch(ports.queries(), ports.clock());
        DevicesResource devices = new DevicesResource(ports.devices());
        DeviceEntries deviceEntries = new DeviceEntries(
                ports.devices(), ports.changes(), ports.queries(), written, ports.clock(), secondPerson);
        ChecksResource checks = new ChecksResource(ports.check(), ports.queries(), ports.clock());
        ImportsResource imports = new ImportsResource(
                ports.imports(),
                desk,
                secondPerson,
                importMetrics,
                Duration.ofMillis(config.uploadIdleMs()),
                config.maxImportBytes(),
                ports.clock());
        SubscribersResource subscribers = new SubscribersResource(ports.sightings(), ports.accesses(), ports.check());
        PoliciesResource policies = new PoliciesResource(ports.policies(), written, secondPerson);
        ApprovalsResource approvals = new ApprovalsResource(
                ports.approvals(),
                approvalMetrics,
                Map.of(
                        Operation.ADD_ENTRY,
                        entries::add,
                        Operation.CORRECT_ENTRY,
                        entries::correct,
                        Operation.WITHDRAW_ENTRY,
                        entries::withdraw,
                        Operation.LIST_DEVICE,
                        deviceEntries::list,
                        Operation.WITHDRAW_DEVICE,
                        deviceEntries::withdraw,
                        Operation.APPLY_IMPORT,
                        imports::apply,
                        Operation.ROLL_BACK_IMPORT,
                        imports::rollback,
                        Operation.SET_POLICY,
                        policies::put,
                        Operation.WITHDRAW_POLICY,
                        policies::withdraw),
                imports::rejected);
        ChangesResource changes = new ChangesResource(ports.queries());
        KeysResource keys = new KeysResource(ports.keys(), config.maxKeyDays(), ports.clock());
        ExceptionsResource exceptions =
                new ExceptionsResource(ports.subscriberRules(), ports.accesses(), written, ports.clock());
        NodeResource node = new NodeResource(ports.register(), ports.node(), ports.readiness(), ports.meters());

        routes.builder.decoratorUnder("/api", calls::authenticated);
        routes.at(
                EntriesResource.PATH,
                Map.of(
                        GET,
                        calls.blocking(READ_LISTS, search::find),
                        POST,
                        calls.blocking(CHANGE_ENTRIES, entries::add)));
        routes.at(EntriesResource.PATH + "/{id}", Map.of(GET, calls.blocking(READ_LISTS, entries::one)));
        routes.at(
                EntriesResource.PATH + "/{id}/correct", Map.of(POST, calls.blocking(CHANGE_ENTRIES, entries::correct)));
        routes.at(
                EntriesResource.PATH + "/{id}/withdraw",
                Map.of(POST, calls.blocking(CHANGE_ENTRIES, entries::withdraw)));
        routes.at(
                DevicesResource.PATH,
                Map.of(
                        GET,
                        calls.blocking(READ_LISTS, devices::find),
                        POST,
                        calls.blocking(CHANGE_ENTRIES, devices::form)));
        routes.at(DevicesResource.PATH + "/{id}", Map.of(GET, calls.blocking(READ_LISTS, devices::one)));
        routes.at(
                DevicesResource.PATH + "/{id}/entries",
                Map.of(POST, calls.blocking(CHANGE_ENTRIES, deviceEntries::list)));
        routes.at(
                DevicesResource.PATH + "/{id}/withdraw",
                Map.of(POST, calls.blocking(CHANGE_ENTRIES, deviceEntries::withdraw)));
        routes.at(
                DevicesResource.PATH + "/{id}/dissolve",
                Map.of(POST, calls.blocking(CHANGE_ENTRIES, devices::dissolve)));
        routes.at("/api/v1/reasons", Map.of(GET, calls.blocking(READ_LISTS, new ReasonsResource()::all)));
        routes.at("/api/v1/checks/{identity}", Map.of(GET, calls.blocking(READ_LISTS, checks::check)));
        routes.at(PoliciesResource.PATH, Map.of(GET, calls.blocking(READ_LISTS, policies::all)));
        routes.at(
                PoliciesResource.PATH + "/{name}",
                Map.of(
                        GET,
                        calls.blocking(READ_LISTS, policies::one),
                        HttpMethod.PUT,
                        calls.blocking(CHANGE_POLICY, policies::put)));
        routes.at(
                PoliciesResource.PATH + "/{name}/withdraw",
                Map.of(POST, calls.blocking(CHANGE_POLICY, policies::withdraw)));
        routes.at(
                SubscribersResource.DEVICES_PATH, Map.of(POST, calls.secret(FIND_BY_SUBSCRIBER, subscribers::devices)));
        routes.at(
                SubscribersResource.SUBSCRIBERS_PATH,
                Map.of(POST, calls.secret(FIND_BY_SUBSCRIBER, subscribers::subscribers)));
        routes.at(
                ExceptionsResource.PATH,
                Map.of(
                        GET,
                        calls.blocking(READ_LISTS, exceptions::ofDevice),
                        POST,
                        calls.blocking(CHANGE_ENTRIES, exceptions::add)));
        routes.at(ExceptionsResource.PATH + "/{id}", Map.of(GET, calls.blocking(READ_LISTS, exceptions::one)));
        routes.at(
                ExceptionsResource.PATH + "/{id}/withdraw",
                Map.of(POST, calls.blocking(CHANGE_ENTRIES, exceptions::withdraw)));
        routes.upload(
                ImportsResource.PATH,
                calls.streamed(IMPORT, imports::receive),
                Map.of(GET, calls.blocking(READ_LISTS, imports::page)));
        routes.at(ImportsResource.PATH + "/{id}", Map.of(GET, calls.blocking(READ_LISTS, imports::one)));
        routes.at(ImportsResource.PATH + "/{id}/apply", Map.of(POST, calls.blocking(IMPORT, imports::apply)));
        routes.at(ImportsResource.PATH + "/{id}/rollback", Map.of(POST, calls.blocking(IMPORT, imports::rollback)));
        routes.at(ImportsResource.PATH + "/{id}/rejected", Map.of(GET, calls.blocking(READ_LISTS, imports::rejected)));
        routes.at(ApprovalsResource.PATH, Map.of(GET, calls.blocking(READ_LISTS, approvals::page)));
        routes.at(ApprovalsResource.PATH + "/{id}", Map.of(GET, calls.blocking(READ_LISTS, approvals::one)));
        routes.at(ApprovalsResource.PATH + "/{id}/approve", Map.of(POST, calls.blocking(APPROVE, approvals::approve)));
        routes.at(ApprovalsResource.PATH + "/{id}/reject", Map.of(POST, calls.blocking(APPROVE, approvals::reject)));
        routes.at("/api/v1/changes", Map.of(GET, calls.blocking(READ_JOURNAL, changes::page)));
        routes.at(
                KeysResource.PATH,
                Map.of(GET, calls.blocking(MANAGE_KEYS, keys::list), POST, calls.secret(MANAGE_KEYS, keys::create)));
        routes.at(KeysResource.PATH + "/{id}/revoke", Map.of(POST, calls.blocking(MANAGE_KEYS, keys::revoke)));
        routes.at("/api/v1/caller", Map.of(GET, calls.blocking(CallerResource::tell)));
        routes.at("/api/v1/status", Map.of(GET, calls.blocking(READ_LISTS, node::status)));
        routes.at("/api/v1/peers", Map.of(GET, calls.blocking(READ_LISTS, node::peers)));
        routes.at("/health/live", Map.of(GET, atOnce(node::live)));
        routes.at("/health/ready", Map.of(GET, atOnce(node::ready)));
        routes.at("/metrics", Map.of(GET, atOnce(node::metrics)));
        for (ContractResource.Asset asset : ContractResource.assets()) {
            routes.at(asset.path(), Map.of(GET, atOnce(asset::response)));
        }
        routes.at("/", Map.of(GET, atOnce(node::index)));
    }

    /** For what never blocks: answered even while every thread that may block waits for the database. */
    private static HttpService atOnce(Supplier<HttpResponse> answer) {
        return (ctx, req) -> answer.get();
    }

    /** Binds paths, and answers the methods that a path does not have with those that it has (RFC 9110 clause 15.5.6). */
    private record Routes(ServerBuilder builder) {

        void at(String path, Map<HttpMethod, HttpService> services) {
            bind(path, services);
            others(path, services.keySet());
        }

        /** A body that is streamed, by POST; who reads it limits it. */
        void upload(String path, HttpService service, Map<HttpMethod, HttpService> further) {
            builder.route().post(path).maxRequestLength(UNLIMITED).build(service);
            bind(path, further);
            Set<HttpMethod> all = EnumSet.of(POST);
            all.addAll(further.keySet());
            others(path, all);
        }

        private void bind(String path, Map<HttpMethod, HttpService> services) {
            services.forEach((method, service) -> builder.route()
                    .path(path)
                    .methods(method == GET ? EnumSet.of(GET, HttpMethod.HEAD) : EnumSet.of(method))
                    .build(service));
        }

        private void others(String path, Set<HttpMethod> methods) {
            Set<HttpMethod> others = EnumSet.copyOf(HttpMethod.knownMethods());
            others.removeAll(methods);
            if (methods.contains(GET)) {
                others.remove(HttpMethod.HEAD);
            }
            String allowed = methods.stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
            builder.route().path(path).methods(others).build((ctx, req) -> Failures.methodNotAllowed(allowed));
        }
    }
}
