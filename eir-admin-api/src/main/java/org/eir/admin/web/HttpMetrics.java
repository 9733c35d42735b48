package org.eir.admin.web;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts and times calls by route and class of status; the path itself is no label, it may hold an IMEI. */
public final class HttpMetrics extends SimpleDecoratingHttpService {
    private static final Duration[] ANSWERED_WITHIN = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry meters;

    public HttpMetrics(HttpService next, MeterRegistry meters) {
        super(next);
        this.meters = meters;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
        ctx.log().whenComplete().thenAccept(log -> count(ctx, log));
        return unwrap().serve(ctx, req);
    }

    private void count(ServiceRequestContext ctx, RequestLog log) {
        int status = log.responseHeaders().status().code();
        Timer.builder("eir.http.requests")
                .description("Calls by route and class of status")
                .serviceLevelObjectives(ANSWERED_WITHIN)
                .tag("route", ctx.config().route().patternString())
                .tag("method", ctx.method().name())
                .tag("status", status < 100 ? "aborted" : status / 100 + "xx")
                .register(meters)
                .record(log.totalDurationNanos(), TimeUnit.NANOSECONDS);
    }
}
