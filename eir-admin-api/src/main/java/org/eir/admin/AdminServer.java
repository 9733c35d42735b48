package org.eir.admin;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eir.admin.access.ServerCertificate;
import org.eir.admin.access.TlsConfig;
import org.eir.admin.approvals.ApprovalMetrics;
import org.eir.admin.approvals.ApprovalWatch;
import org.eir.admin.imports.ImportDesk;
import org.eir.admin.imports.ImportMetrics;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Failures;
import org.eir.admin.web.HttpMetrics;
import org.eir.admin.web.LogGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a node: it listens, serves {@link AdminRoutes}, and ends in good order. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int BLOCKING_THREADS = 16;
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 16 * 1024;
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
        AdminRoutes.bind(builder, config, ports, desk, importMetrics, approvalMetrics);
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
        ApprovalWatch watch =
                new ApprovalWatch(ports.approvals(), approvalMetrics, new LogGate(ports.logWatch()), APPROVAL_WATCH);
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
}
