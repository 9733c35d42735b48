package org.eir.admin.web;

import com.linecorp.armeria.common.AggregatedHttpRequest;
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
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
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
    private static final AttributeKey<Caller> CALLER = AttributeKey.valueOf(Calls.class, "caller");

    private final Authentication authentication;
    private final CallsOnce once;
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);
    private final Counter turnedAway;

    /** Answers one kind of call; may block. */
    @FunctionalInterface
    public interface Handler {
        HttpResponse answer(Call call);
    }

    public Calls(Authentication authentication, AnsweredCalls answered, MeterRegistry meters) {
        this.authentication = authentication;
        this.once = new CallsOnce(answered, meters);
        this.turnedAway = Counter.builder("eir.http.overload")
                .description("calls turned away because too many were under way")
                .register(meters);
    }

    /** Lets through only calls that carry somebody's token. */
    public HttpService authenticated(HttpService next) {
        return new SimpleDecoratingHttpService(next) {
            @Override
            public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
                Optional<Caller> caller = bearerToken(req).flatMap(authentication::callerOf);
                if (caller.isEmpty()) {
                    return Problem.of(
                                    Problem.Kind.NOT_AUTHENTICATED,
                                    "Send a valid token: Authorization: Bearer TOKEN. The administrator's is in the"
                                            + " node's data directory, admin.token.")
                            .response();
                }
                ctx.setAttr(CALLER, caller.get());
                return unwrap().serve(ctx, req);
            }
        };
    }

    /** Whose call this is, once it was let through. */
    public static Caller caller(ServiceRequestContext ctx) {
        return Objects.requireNonNull(ctx.attr(CALLER), "a call under /api that was not authenticated");
    }

    /** Lets through only callers that have this permission. */
    public static HttpService permitted(Permission permission, HttpService next) {
        return (ctx, req) -> caller(ctx).may(permission)
                ? next.serve(ctx, req)
                : notPermitted(permission).response();
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

    /** For callers with this permission: reads the whole body and answers on a thread that may block. */
    public HttpService blocking(Permission permission, Handler handler) {
        return permitted(permission, blocking(handler));
    }

    private HttpService blocking(Handler handler) {
        return (ctx, req) -> {
            if (!free.tryAcquire()) {
                turnedAway.increment();
                return Problem.retryable(Problem.Kind.OVERLOADED, "Too many calls are under way; try again.", 1)
                        .response();
            }
            return HttpResponse.of(req.aggregate()
                    .thenApplyAsync(
                            (AggregatedHttpRequest whole) ->
                                    once.answer(new Call(ctx, caller(ctx), whole.content()), handler),
                            ctx.blockingTaskExecutor())
                    .whenComplete((answer, failure) -> free.release()));
        };
    }

    private static Optional<String> bearerToken(HttpRequest req) {
        String header = req.headers().get("authorization", "");
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
