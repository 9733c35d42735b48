package org.eir.admin.audit;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.eir.admin.web.Call;
import org.eir.admin.web.LogGate;
import org.eir.admin.web.Problem;
import org.eir.admin.web.ResponseBody;
import org.eir.core.audit.AuditTrail;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.LogStatus.State;
import org.eir.core.audit.LogWatch;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.change.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole record of changes as a signed stream. It names people, so that it was read is itself recorded, and the last
 * change in it. A node whose log does not fit records nothing more, and it is just then that somebody needs this stream:
 * then the node's own log and a counter say who had it. Two are written at once; memory does not grow with them.
 */
public final class AuditExportResource {
    public static final String PATH = "/api/v1/audit/export";

    private static final Logger logger = LoggerFactory.getLogger(AuditExportResource.class);
    private static final MediaType JSON_LINES = MediaType.parse("application/jsonl");
    private static final int MAX_AT_ONCE = 2;
    private static final int RETRY_AFTER_S = 60;
    private static final int CHUNK_BYTES = 1 << 16;

    private final AuditTrail trail;
    private final AccessJournal accesses;
    private final LogWatch log;
    private final LogGate gate;
    private final Counter unrecorded;
    private final Clock clock;
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);

    /** @param log signs what is exported */
    public AuditExportResource(
            AuditTrail trail, AccessJournal accesses, LogWatch log, MeterRegistry meters, Clock clock) {
        this.trail = trail;
        this.accesses = accesses;
        this.log = log;
        this.gate = new LogGate(log);
        this.unrecorded = Counter.builder("eir.audit.exports.unrecorded")
                .description("Exports of the record of changes that are not recorded in it, as it does not fit")
                .register(meters);
        this.clock = clock;
    }

    /** Answers at once; the lines follow as fast as the caller reads them. */
    public HttpResponse export(Call call) {
        boolean packed = call.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .anyMatch(coding -> coding.strip().equals("gzip"));
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .contentType(JSON_LINES)
                .add(HttpHeaderNames.VARY, "accept-encoding");
        if (packed) {
            headers.add(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        if (call.headers().method() == HttpMethod.HEAD) {
            return HttpResponse.of(headers.build());
        }
        Optional<Problem> unchecked = log.status().state() == State.CHECKING ? gate.refusal() : Optional.empty();
        if (unchecked.isPresent()) {
            return unchecked.get().response();
        }
        if (!free.tryAcquire()) {
            return Problem.retryable(Problem.Kind.OVERLOADED, "Two exports are under way; try again.", RETRY_AFTER_S)
                    .response();
        }
        try {
            record(call.actor());
            HttpResponseWriter response = HttpResponse.streaming();
            response.write(headers.build());
            call.ctx().clearRequestTimeout();
            call.ctx().blockingTaskExecutor().execute(() -> write(response, packed));
            return response;
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
    }

    private void record(Actor reader) {
        if (log.status().state() == State.INCONSISTENT) {
            unrecorded.increment();
            logger.warn(
                    "{} exports the record of changes; that is not recorded in it, as it does not fit: {}",
                    reader.name(),
                    log.status().finding());
        } else {
            accesses.record(new Access(Read.AUDIT_EXPORT, null, null, null), reader);
        }
    }

    private void write(HttpResponseWriter response, boolean packed) {
        try (OutputStream body = packed ? packing(response) : buffered(response)) {
            Listener lines =
                    new AuditLineWriter(body, log.signingKeys().getLast().name(), log::sign, clock.instant());
            trail.tell(log.lastCheckpoint()
                    .map(note -> OwnCheckpoint.before(lines, note))
                    .orElse(lines));
        } catch (IOException | RuntimeException e) {
            // The caller sees a stream that breaks off, and no seal: an export without its end is none.
            logger.warn("an export of the record of changes broke off: {}", e.toString());
            response.close(e);
        } finally {
            free.release();
        }
        response.close();
    }

    private static OutputStream packing(HttpResponseWriter response) throws IOException {
        return new GZIPOutputStream(buffered(response), CHUNK_BYTES);
    }

    private static OutputStream buffered(HttpResponseWriter response) {
        return new BufferedOutputStream(new ResponseBody(response), CHUNK_BYTES);
    }
}
