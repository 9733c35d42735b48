package org.eir.admin.web;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.change.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of everything that keeps a call from its answer: no route, a bad request, a timeout, a failure. */
public final class Failures implements ServerErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int RETRY_AFTER_S = 5;

    /** The database is away: what a caller is told. */
    public static Problem storeUnavailable() {
        return Problem.retryable(
                Kind.STORE_UNAVAILABLE,
                "The database cannot be reached; nothing was changed, and checks go on from memory. Try again.",
                RETRY_AFTER_S);
    }

    /** The path is known, but not with this method. */
    public static HttpResponse methodNotAllowed(String allowed) {
        Problem problem = Problem.of(Kind.METHOD_NOT_ALLOWED, "This resource has " + allowed + ".");
        return problem.response()
                .mapHeaders(headers -> headers.withMutations(h -> h.set(HttpHeaderNames.ALLOW, allowed)));
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable raised) {
        Throwable cause = Exceptions.peel(raised);
        return switch (cause) {
            case StoreUnavailableException away -> {
                LOG.warn("{} {} failed: {}", ctx.method(), route(ctx), away.getMessage());
                yield storeUnavailable().response();
            }
            case LogGate.ClosedException closed -> closed.problem().response();
            case RequestTimeoutException timeout ->
                Problem.retryable(
                                Kind.TIMED_OUT,
                                "The call took too long. A change may still be recorded: look before you try again.",
                                RETRY_AFTER_S)
                        .response();
            case ShuttingDownException closing ->
                Problem.retryable(Kind.SHUTTING_DOWN, "The node is shutting down; nothing was done.", RETRY_AFTER_S)
                        .response();
            case ContentTooLargeException large -> tooLarge().response();
            case HttpStatusException status ->
                ofStatus(status.httpStatus()).aggregated(status.httpStatus()).toHttpResponse();
            default -> failed(ctx, cause).response();
        };
    }

    /** A fault of our own, or a caller that is gone, which is none. */
    private static Problem failed(ServiceRequestContext ctx, Throwable cause) {
        String incident = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        if (!Exceptions.isExpected(cause)) {
            LOG.error("incident {}: {} {} failed", incident, ctx.method(), route(ctx), cause);
        }
        return Problem.failed(incident);
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext ctx,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return ofStatus(status).aggregated(status);
    }

    private static Problem tooLarge() {
        return Problem.of(
                Kind.TOO_LARGE,
                "The body is larger than " + Calls.MAX_BODY_BYTES
                        + " bytes; nothing was changed. For many entries there is POST /api/v1/imports.");
    }

    private static Problem ofStatus(HttpStatus status) {
        return switch (status.code()) {
            case 400 -> Problem.of(Kind.MALFORMED_REQUEST, "The request is no proper HTTP.");
            case 404 -> Problem.of(Kind.NOT_FOUND, "There is nothing under this path; / names the resources.");
            case 413 -> tooLarge();
            default -> Problem.of(Kind.OTHER, status.reasonPhrase() + ".");
        };
    }

    /** The route, not the path: a path may hold an IMEI. */
    private static String route(ServiceRequestContext ctx) {
        return ctx.config().route().patternString();
    }
}
