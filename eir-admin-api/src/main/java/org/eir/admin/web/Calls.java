package org.eir.admin.web;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.AttributeKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.eir.admin.web.Authentication.Identification;
import org.eir.admin.web.Authentication.Identification.Known;
import org.eir.admin.web.Authentication.Identification.Unavailable;
import org.eir.admin.web.Authentication.Identification.Unknown;
import org.eir.core.access.AnsweredCalls;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.access.Role;

/**
 * How a call is taken: whose it is, its whole body within a limit, and then its answer on a thread that may block. Only
 * so many calls are taken at once; the next is told to come back, and counted.
 */
public final class Calls {
    /** Largest body of an ordinary call. */
    public static final long MAX_BODY_BYTES = 1 << 20;

    private static final int MAX_AT_ONCE = 256;
    private static final String SCHEME = "bearer ";
    private static final int PROVIDER_RETRY_AFTER_S = 10;
    private static final AttributeKey<Known> KNOWN = AttributeKey.valueOf(Calls.class, "known");

    private final Authentication authentication;
    private final CallsOnce once;
    private final RateLimiter limiter;
    private final LogGate gate;
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);
    private final Counter turnedAway;

    /** Answers one kind of call; may block. */
    @FunctionalInterface
    public interface Handler {
        HttpResponse answer(Call call);
    }

    public Calls(
            Authentication authentication,
            RateLimiter limiter,
            AnsweredCalls answered,
            MeterRegistry meters,
            LogGate gate) {
        this.gate = gate;
        this.authentication = authentication;
        this.limiter = limiter;
        this.once = new CallsOnce(answered, meters);
        this.turnedAway = Counter.builder("eir.http.overload")
                .description("calls turned away because too many were under way")
                .register(meters);
    }

    /** Lets through only calls that carry somebody's token, and of each caller only so many. */
    public HttpService authenticated(HttpService next) {
        return new SimpleDecoratingHttpService(next) {
            @Override
            public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
                Optional<String> token = bearerToken(req);
                if (token.isEmpty()) {
                    return Problem.of(
                                    Problem.Kind.NOT_AUTHENTICATED,
                                    "Send a valid token: Authorization: Bearer TOKEN. The administrator's is in the"
                                            + " node's data directory, admin.token.")
                            .response();
                }
                CompletableFuture<Identification> identification =
                        authentication.identify(token.get()).toCompletableFuture();
                return identification.isDone()
                        ? admit(next, ctx, req, identification.join())
                        : HttpResponse.of(
                                identification.thenApplyAsync(found -> admit(next, ctx, req, found), ctx.eventLoop()));
            }
        };
    }

    private HttpResponse admit(HttpService next, ServiceRequestContext ctx, HttpRequest req, Identification found) {
        return switch (found) {
            case Known known -> {
                int waitS = limiter.take(known.caller().actor().name());
                if (waitS > 0) {
                    yield Problem.retryable(Problem.Kind.TOO_MANY_CALLS, "You call more often than you may.", waitS)
                            .response();
                }
                ctx.setAttr(KNOWN, known);
                yield serve(next, ctx, req);
            }
            case Unknown unknown -> refused(unknown);
            case Unavailable unavailable ->
                Problem.retryable(Problem.Kind.IDENTITY_PROVIDER_UNAVAILABLE, unavailable.why(), PROVIDER_RETRY_AFTER_S)
                        .response();
        };
    }

    private static HttpResponse serve(HttpService next, ServiceRequestContext ctx, HttpRequest req) {
        try {
            return next.serve(ctx, req);
        } catch (Exception e) {
            return HttpResponse.ofFailure(e);
        }
    }

    /** A token was sent and is not good (RFC 6750 section 3.1). */
    private static HttpResponse refused(Unknown unknown) {
        return Problem.of(Problem.Kind.NOT_AUTHENTICATED, unknown.why())
                .response()
                .mapHeaders(headers -> headers.withMutations(mutated -> mutated.set(
                        HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"eir\", error=\"invalid_token\"")));
    }

    /** Whose call this is and how that is known, once it was let through. */
    public static Known known(ServiceRequestContext ctx) {
        return Objects.requireNonNull(ctx.attr(KNOWN), "a call under /api that was not authenticated");
    }

    /** Whose call this is, once it was let through. */
    public static Caller caller(ServiceRequestContext ctx) {
        return known(ctx).caller();
    }

    /** Lets through only callers that have this permission, and changes only while the log fits. */
    private HttpService permitted(Permission permission, HttpService next) {
        return (ctx, req) -> {
            if (!caller(ctx).may(permission)) {
                return notPermitted(permission).response();
            }
            return isChange(permission, req.method())
                    ? gate.refusal().map(Problem::response).orElseGet(() -> serve(next, ctx, req))
                    : next.serve(ctx, req);
        };
    }

    /** What reads by POST needs a permission to read; who is found by a subscriber is recorded, so that is a change. */
    private static boolean isChange(Permission permission, HttpMethod method) {
        return method != HttpMethod.GET
                && method != HttpMethod.HEAD
                && permission != Permission.READ_LISTS
                && permission != Permission.READ_JOURNAL;
    }

    /** What a caller without this permission is told. */
    public static Problem notPermitted(Permission permission) {
        String roles = Arrays.stream(Role.values())
                .filter(role -> role.permissions().contains(permission))
                .map(Role::text)
                .collect(Collectors.joining(", "));
        return Problem.of(
                Problem.Kind.NOT_PERMITTED,
                "This needs the permission " + permission.text() + ", which these roles have: " + roles + ".");
    }

    /** For callers with this permission: a service that reads the body as it arrives, and limits it. */
    public HttpService streamed(Permission permission, HttpService service) {
        return permitted(permission, (ctx, req) -> once.answer(ctx, req, service));
    }

    /** For callers with this permission: reads the whole body and answers on a thread that may block. */
    public HttpService blocking(Permission permission, Handler handler) {
        return permitted(permission, blocking(handler));
    }

    /** For every caller: reads the whole body and answers on a thread that may block. */
    public HttpService blocking(Handler handler) {
        return taking(call -> once.answer(call, handler));
    }

    /**
     * The same for a call whose answer holds a secret, or is personal data: it is made every time and its answer never kept,
     * whatever idempotency key comes.
     */
    public HttpService secret(Permission permission, Handler handler) {
        return permitted(permission, taking(handler));
    }

    private HttpService taking(Handler handler) {
        return (ctx, req) -> {
            if (!free.tryAcquire()) {
                turnedAway.increment();
                return Problem.retryable(Problem.Kind.OVERLOADED, "Too many calls are under way; try again.", 1)
                        .response();
            }
            return HttpResponse.of(req.aggregate()
                    .thenApplyAsync(
                            (AggregatedHttpRequest whole) -> handler.answer(Call.of(ctx, known(ctx), whole.content())),
                            ctx.blockingTaskExecutor())
                    .whenComplete((answer, failure) -> free.release()));
        };
    }

    /** The token that a call carries. */
    public static Optional<String> bearerToken(HttpRequest req) {
        String header = req.headers().get("authorization", "");
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
