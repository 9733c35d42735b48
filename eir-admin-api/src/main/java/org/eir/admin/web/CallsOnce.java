package org.eir.admin.web;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eir.admin.web.Calls.Handler;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.AnsweredCalls;
import org.eir.core.access.AnsweredCalls.Claim;
import org.eir.core.change.StoreUnavailableException;
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

    HttpResponse answer(Call call, Handler handler) {
        List<String> keys = call.ctx().request().headers().getAll(HEADER);
        if (keys.isEmpty()
                || call.ctx().method() == HttpMethod.GET
                || call.ctx().method() == HttpMethod.HEAD) {
            return handler.answer(call);
        }
        if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
            Refusal refusal = Refusal.of(
                    "Idempotency-Key", keys.getFirst(), "has to be there once, with 1 to 128 visible ASCII characters");
            return Problem.invalid(List.of(InputError.inQuery(refusal))).response();
        }
        CallKey key = new CallKey(call.actor().name(), keys.getFirst());
        forgetNowAndThen(key);
        return switch (answered.claim(key.caller(), key.name(), key.ofRequest(call))) {
            case Claim.Fresh fresh -> firstTime(call, handler, key);
            case Claim.Answered before -> again(key.open(before.answer()));
            case Claim.UnderWay underWay ->
                Problem.retryable(Kind.CALL_UNDER_WAY, "The call with this key is still under way; ask again.", 1)
                        .response();
            case Claim.OtherRequest other ->
                Problem.of(
                                Kind.KEY_REUSED,
                                "This Idempotency-Key came with another request within the last day; nothing was"
                                        + " done. Take a new key for every new call.")
                        .response();
        };
    }

    private HttpResponse firstTime(Call call, Handler handler, CallKey key) {
        boolean kept = false;
        try {
            AggregatedHttpResponse answer = handler.answer(call).aggregate().join();
            kept = isFinal(answer) && keep(key, answer);
            return answer.toHttpResponse();
        } finally {
            if (!kept) {
                release(key);
            }
        }
    }

    private static boolean isFinal(AggregatedHttpResponse answer) {
        return answer.status().code() < 500
                && answer.status() != HttpStatus.FORBIDDEN
                && answer.status() != HttpStatus.TOO_MANY_REQUESTS
                && answer.content().length() <= MAX_ANSWER_BYTES;
    }

    private boolean keep(CallKey key, AggregatedHttpResponse answer) {
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
            return true;
        } catch (StoreUnavailableException e) {
            LOG.warn("the answer of a call with an idempotency key was given and not kept: {}", e.getMessage());
            return true;
        }
    }

    private void release(CallKey key) {
        try {
            answered.release(key.name());
        } catch (StoreUnavailableException e) {
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
