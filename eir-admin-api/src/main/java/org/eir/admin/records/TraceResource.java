package org.eir.admin.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Authentication;
import org.eir.admin.web.Authentication.Identification;
import org.eir.admin.web.Call;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.admin.web.ResponseBody;
import org.eir.core.access.Permission;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.Traces;
import org.eir.core.records.Traces.Trace;
import org.eir.core.records.Traces.Wanted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks of a device, a peer or a network element, decoded, as they pass: a stream of lines that ends after a number of
 * checks, after a time, or when its reader goes. Subscribers are masked, unless somebody who may see them asks for them,
 * which is recorded before the first line.
 */
public final class TraceResource {
    public static final String PATH = "/api/v1/trace";

    private static final Logger logger = LoggerFactory.getLogger(TraceResource.class);
    private static final MediaType JSON_LINES = MediaType.parse("application/jsonl");
    private static final int MAX_NAME = 255;
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 100_000;
    private static final int DEFAULT_SECONDS = 600;
    private static final int MAX_SECONDS = 3_600;
    private static final int RETRY_AFTER_S = 60;
    /** A line at least so often, so that a reader who has gone is noticed. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Traces traces;
    private final AccessJournal accesses;
    private final Authentication authentication;

    /**
     * A line.
     *
     * @param count how many checks were wanted and dropped since the line before
     * @param why what ended it: {@code limit}, {@code time}, {@code permission} that was withdrawn, or {@code stop}
     *     of the node
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Told(
            String type,
            @Nullable RecordBody check,
            @Nullable Long count,
            @Nullable String why) {}

    private record Bounds(int limit, Duration lifetime, boolean inFull) {}

    /** @param authentication asked again and again: whoever may not see checks any more is shown none */
    public TraceResource(Traces traces, AccessJournal accesses, Authentication authentication) {
        this.traces = traces;
        this.accesses = accesses;
        this.authentication = authentication;
    }

    /** Answers at once; a line follows with every check. */
    public HttpResponse trace(Call call) {
        Inputs inputs = call.inputs("identity", "peer", "origin", "subscribers", "limit", "seconds");
        ListedIdentity device =
                inputs.parameter("identity", (field, text) -> ListedIdentity.imei(field, text, CheckDigit.IGNORE));
        String peer = inputs.parameter("peer", (field, text) -> Texts.line(field, text, MAX_NAME));
        String origin = inputs.parameter("origin", (field, text) -> Texts.line(field, text, MAX_NAME));
        Boolean inFull = inputs.parameter("subscribers", Words::flag);
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        int seconds = (int) inputs.number("seconds", DEFAULT_SECONDS, 1, MAX_SECONDS);
        if (inputs.areGood() && device == null && peer == null && origin == null) {
            inputs.inPath(Outcome.refused("identity", "", "is missing: name an identity, a peer or an origin"));
        }
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Imei imei = device == null ? null : new Imei(device.range().from());
        Bounds bounds = new Bounds(limit, Duration.ofSeconds(seconds), Boolean.TRUE.equals(inFull));
        return shown(call, new Wanted(imei, peer, origin), bounds);
    }

    private HttpResponse shown(Call call, Wanted wanted, Bounds bounds) {
        if (bounds.inFull() && !(call.caller().may(Permission.SEE_SUBSCRIBERS) && traces.maySeeSubscribers())) {
            return Problem.of(
                            Kind.NOT_PERMITTED,
                            traces.maySeeSubscribers()
                                    ? "Subscribers are shown in full to who has the permission see-subscribers."
                                    : "This node shows no subscriber: records.subscriber is masked.")
                    .response();
        }
        if (call.headers().method() == HttpMethod.HEAD) {
            return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                    .contentType(JSON_LINES)
                    .build());
        }
        if (bounds.inFull()) {
            accesses.record(new Access(Read.CHECK_RECORDS, null, wanted.device(), null), call.actor());
        }
        Optional<Trace> open = traces.open(wanted);
        if (open.isEmpty()) {
            return Problem.retryable(
                            Kind.OVERLOADED, Traces.MAX_OPEN + " traces are shown already; try again.", RETRY_AFTER_S)
                    .response();
        }
        HttpResponseWriter response = HttpResponse.streaming();
        response.write(
                ResponseHeaders.builder(HttpStatus.OK).contentType(JSON_LINES).build());
        call.ctx().clearRequestTimeout();
        // Waits most of the time: none of the threads that others need.
        BooleanSupplier may = () -> mayStill(call, bounds);
        logger.info("{} is shown checks for {} at most", call.actor().name(), bounds.lifetime());
        Thread.ofVirtual().name("eir-trace").start(() -> write(open.get(), bounds, may, response));
        return response;
    }

    /** Whether the token is still good for it; while nobody can say, it is. */
    private boolean mayStill(Call call, Bounds bounds) {
        String token = Calls.bearerToken(call.ctx().request()).orElse("");
        CompletableFuture<Identification> found = authentication.identify(token).toCompletableFuture();
        return !found.isDone()
                || switch (found.join()) {
                    case Identification.Known known ->
                        known.caller().may(Permission.READ_JOURNAL)
                                && (!bounds.inFull() || known.caller().may(Permission.SEE_SUBSCRIBERS));
                    case Identification.Unknown _ -> false;
                    case Identification.Unavailable _ -> true;
                };
    }

    private static void write(Trace trace, Bounds bounds, BooleanSupplier may, HttpResponseWriter response) {
        try (trace;
                OutputStream body = new ResponseBody(response)) {
            line(body, new Told("begin", null, null, null));
            String why = tell(trace, bounds, may, body);
            line(body, new Told("end", null, null, why));
        } catch (IOException | RuntimeException gone) {
            response.abort(gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        response.close();
    }

    /** @return what ended it */
    private static String tell(Trace trace, Bounds bounds, BooleanSupplier may, OutputStream body)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + bounds.lifetime().toNanos();
        long asked = System.nanoTime();
        int told = 0;
        while (!trace.isOver()) {
            long now = System.nanoTime();
            long left = end - now;
            if (left <= 0) {
                return "time";
            }
            if (now - asked >= HEARTBEAT.toNanos()) {
                if (!may.getAsBoolean()) {
                    return "permission";
                }
                asked = now;
            }
            List<CheckRecord> passed = trace.take(HEARTBEAT.toNanos() < left ? HEARTBEAT : Duration.ofNanos(left));
            for (CheckRecord check : passed) {
                line(body, new Told("check", RecordBody.of(check, subscriber(check, bounds.inFull())), null, null));
                if (++told == bounds.limit()) {
                    return "limit";
                }
            }
            long dropped = trace.dropped();
            if (dropped > 0) {
                line(body, new Told("dropped", null, dropped, null));
            } else if (passed.isEmpty()) {
                line(body, new Told("waiting", null, null, null));
            }
        }
        return "stop";
    }

    private static @Nullable String subscriber(CheckRecord check, boolean inFull) {
        Imsi subscriber = check.subscriber();
        return subscriber == null ? null : inFull ? subscriber.digits() : subscriber.toString();
    }

    private static void line(OutputStream body, Told told) throws IOException {
        byte[] json = Json.bytes(told);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        body.write(line);
    }
}
