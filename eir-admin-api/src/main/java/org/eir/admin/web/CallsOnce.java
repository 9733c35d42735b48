package org.eir.admin.web;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eir.admin.web.Calls.Handler;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.AnsweredCalls;
import org.eir.core.access.AnsweredCalls.Claim;
import org.eir.core.access.Caller;
import org.eir.core.change.StoreException;
import org.eir.core.input.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a call once that carries an {@code Idempotency-Key}, however often it is sent within a day: the answer is given
 * again, whatever it was. What came to nothing for a while (5xx, 429, 403) is forgotten and may be tried again with the same key.
 */
final class CallsOnce {
    static final String HEADER = "idempotency-key";
    static final String REPLAYED = "idempotency-replayed";

    private static final Logger LOG = LoggerFactory.getLogger(CallsOnce.class);
    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");
    private static final int MAX_ANSWER_BYTES = 1 << 18;
    private static final int CALLS_BETWEEN_FORGETTING = 1_000;
    private static final List<String> HEADERS = List.of("content-type", "location", "etag", "retry-after");

    private final AnsweredCalls answered;
    private final Counter forgotten;
    private final AtomicInteger calls = new AtomicInteger();

    /** An answer as it is kept. */
    private record Kept(int status, Map<String, String> headers, byte[] body) {}

    CallsOnce(AnsweredCalls answered, MeterRegistry meters) {
        this.answered = answered;
        this.forgotten = Counter.builder("eir.http.idempotency.forgotten")
                .description("answers kept for less than a day because their caller had too many")
                .register(meters);
    }

    /** Answers a call whose whole body is there. May block. */
    HttpResponse answer(Call call, Handler handler) {
        HttpRequest request = call.ctx().request();
        if (!carriesKey(request)) {
            return handler.answer(call);
        }
        Optional<CallKey> key = key(call.caller(), request);
        if (key.isEmpty()) {
            return badKey(request);
        }
        byte[] asked = key.get().ofRequest(line(request), call.body().array());
        return before(key.get(), asked).orElseGet(() -> firstTime(call, handler, key.get()));
    }

    /**
     * Answers a call whose body is streamed. Two of them are the same if method, path, query, Content-Length and
     * Content-Digest (RFC 9530) are: the body is not read twice.
     */
    HttpResponse answer(ServiceRequestContext ctx, HttpRequest request, HttpService service) throws Exception {
        if (!carriesKey(request)) {
            return service.serve(ctx, request);
        }
        Optional<CallKey> key = key(Calls.caller(ctx), request);
        if (key.isEmpty()) {
            return badKey(request);
        }
        String body = request.headers().get("content-length", "") + " "
                + request.headers().get("content-digest", "");
        byte[] asked = key.get().ofRequest(line(request), body.getBytes(StandardCharsets.UTF_8));
        return HttpResponse.of(CompletableFuture.supplyAsync(() -> before(key.get(), asked), ctx.blockingTaskExecutor())
                .thenApplyAsync(
                        known -> known.orElseGet(() -> firstTime(ctx, request, service, key.get())), ctx.eventLoop()));
    }

    private static boolean carriesKey(HttpRequest request) {
        return request.headers().contains(HEADER)
                && request.method() != HttpMethod.GET
                && request.method() != HttpMethod.HEAD;
    }

    private static Optional<CallKey> key(Caller caller, HttpRequest request) {
        List<String> keys = request.headers().getAll(HEADER);
        return keys.size() == 1 && KEY.matcher(keys.getFirst()).matches()
                ? Optional.of(new CallKey(caller.actor().name(), keys.getFirst()))
                : Optional.empty();
    }

    private static HttpResponse badKey(HttpRequest request) {
        Refusal refusal = Refusal.of(
                "Idempotency-Key",
                request.headers().get(HEADER, ""),
                "has to be there once, with 1 to 128 visible ASCII characters");
        return Problem.invalid(List.of(InputError.inQuery(refusal))).response();
    }

    private static String line(HttpRequest request) {
        return request.method() + " " + request.path();
    }

    /** What is answered without making the call; empty if it is to be made now. */
    private Optional<HttpResponse> before(CallKey key, byte[] asked) {
        forgetNowAndThen(key);
        return switch (answered.claim(key.caller(), key.name(), asked)) {
            case Claim.Fresh fresh -> Optional.empty();
            case Claim.Answered before -> Optional.of(again(key.open(before.answer())));
            case Claim.UnderWay underWay ->
                Optional.of(Problem.retryable(
                                Kind.CALL_UNDER_WAY, "The call with this key is still under way; ask again.", 1)
                        .response());
            case Claim.OtherRequest other ->
                Optional.of(Problem.of(
                                Kind.KEY_REUSED,
                                "This Idempotency-Key came with another request within the last day; nothing was"
                                        + " done. Take a new key for every new call.")
                        .response());
        };
    }

    private HttpResponse firstTime(Call call, Handler handler, CallKey key) {
        try {
            AggregatedHttpResponse answer = handler.answer(call).aggregate().join();
            end(key, answer);
            return answer.toHttpResponse();
        } catch (RuntimeException failure) {
            release(key);
            throw failure;
        }
    }

    private HttpResponse firstTime(ServiceRequestContext ctx, HttpRequest request, HttpService service, CallKey key) {
        HttpResponse answer;
        try {
            answer = service.serve(ctx, request);
        } catch (Exception failure) {
            answer = HttpResponse.ofFailure(failure);
        }
        return HttpResponse.of(answer.aggregate()
                .handleAsync(
                        (whole, failure) -> {
                            if (failure != null) {
                                release(key);
                                throw new CompletionException(Exceptions.peel(failure));
                            }
                            end(key, whole);
                            return whole.toHttpResponse();
                        },
                        ctx.blockingTaskExecutor()));
    }

    /** Keeps what may be answered again, and lets go of the key otherwise. */
    private void end(CallKey key, AggregatedHttpResponse answer) {
        if (isFinal(answer)) {
            keep(key, answer);
        } else {
            release(key);
        }
    }

    private static boolean isFinal(AggregatedHttpResponse answer) {
        return answer.status().code() < 500
                && answer.status() != HttpStatus.FORBIDDEN
                && answer.status() != HttpStatus.TOO_MANY_REQUESTS
                && answer.content().length() <= MAX_ANSWER_BYTES;
    }

    private void keep(CallKey key, AggregatedHttpResponse answer) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : HEADERS) {
            String value = answer.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        Kept kept = new Kept(answer.status().code(), headers, answer.content().array());
        try {
            answered.answered(key.name(), key.seal(Json.bytes(kept)));
        } catch (StoreException e) {
            LOG.warn("the answer of a call with an idempotency key is given and not kept: {}", e.getMessage());
        }
    }

    private void release(CallKey key) {
        try {
            answered.release(key.name());
        } catch (StoreException e) {
            LOG.warn("an idempotency key stays taken for a while: {}", e.getMessage());
        }
    }

    private static HttpResponse again(byte[] kept) {
        Kept answer = Json.own(kept, Kept.class);
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(answer.status()));
        answer.headers().forEach(headers::set);
        headers.set(REPLAYED, "true");
        return HttpResponse.of(headers.build(), HttpData.wrap(answer.body()));
    }

    private void forgetNowAndThen(CallKey key) {
        if (calls.incrementAndGet() % CALLS_BETWEEN_FORGETTING == 0) {
            forgotten.increment(answered.forget(key.caller()));
        }
    }
}
