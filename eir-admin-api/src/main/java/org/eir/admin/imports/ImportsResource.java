package org.eir.admin.imports;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.imports.ImportApproval.Wish;
import org.eir.admin.imports.ImportMetrics.End;
import org.eir.admin.input.EntryFile;
import org.eir.admin.input.RowDefaults;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.approval.Proposal;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.RollbackOutcome;
import org.eir.core.change.Imports.State;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;

/** Files of entries: received as they arrive, previewed, applied, and their rejected rows. */
public final class ImportsResource {
    public static final String PATH = "/api/v1/imports";

    private static final int RETRY_AFTER_S = 10;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 200;
    private static final String DEFAULT_REFERENCE = "unnamed file";

    private final Imports imports;
    private final ImportDesk desk;
    private final ImportApproval approval;
    private final ImportMetrics metrics;
    private final Duration uploadIdle;
    private final long maxBytes;
    private final Clock clock;

    /** What an import was asked to be. */
    private record Asked(Imports.Request request, RowDefaults defaults, boolean dryRun) {}

    private record RejectedBody(
            List<RejectedRow> rejected, @Nullable Long next) {}

    private record PageBody(
            List<ImportBody> imports, @Nullable Long next) {}

    private record RejectedRow(long line, String field, String value, String rule) {}

    /**
     * @param uploadIdle how long an upload may pause
     * @param maxBytes largest file, unpacked; 0 for no limit
     */
    public ImportsResource(
            Imports imports,
            ImportDesk desk,
            SecondPerson secondPerson,
            ImportMetrics metrics,
            Duration uploadIdle,
            long maxBytes,
            Clock clock) {
        this.imports = imports;
        this.desk = desk;
        this.approval = new ImportApproval(imports, secondPerson);
        this.metrics = metrics;
        this.uploadIdle = uploadIdle;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Receives a file on a thread of its own; the answer comes when all of it was read and compared. */
    public HttpResponse receive(ServiceRequestContext ctx, HttpRequest req) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        Caller caller = Calls.caller(ctx);
        boolean taken = desk.tryRun(() -> {
            try (Upload upload = new Upload(ctx, req, uploadIdle, maxBytes)) {
                receive(ctx, req, upload, caller, answer);
            } catch (IOException | RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return taken ? HttpResponse.of(answer) : tooMany();
    }

    private void receive(
            ServiceRequestContext ctx,
            HttpRequest req,
            Upload upload,
            Caller caller,
            CompletableFuture<HttpResponse> answer) {
        Inputs inputs = new Inputs(
                ctx.queryParams(),
                "list",
                "mode",
                "source",
                "reason",
                "name",
                "dryRun",
                "checkDigit",
                "overrideGolden");
        Asked asked = asked(inputs, caller);
        HttpResponse refusal = unsupported(req);
        if (refusal == null && asked != null) {
            refusal = notAllowed(caller, asked.request());
        }
        if (asked == null || refusal != null) {
            metrics.ended(End.REFUSED);
            upload.drain();
            answer.complete(refusal == null ? inputs.refusal() : refusal);
            return;
        }
        Received received = read(upload, req, asked, caller.actor());
        switch (received) {
            case Received.Refused refused -> {
                upload.drain();
                answer.complete(refused.answer());
            }
            case Received.Previewed previewed -> {
                Job job = previewed.job();
                boolean apply = !asked.dryRun()
                        && job.state() == State.PREVIEWED
                        && !ImportDesk.emptiesTheSource(job)
                        && approval.wish(job, caller) == Wish.GRANTED;
                if (apply) {
                    desk.announceApplying(job);
                }
                answer.complete(accepted(imports.job(job.id()).orElse(job)));
                if (apply) {
                    desk.apply(job.id(), caller.actor());
                }
            }
        }
    }

    /** What became of the body of an import. */
    private sealed interface Received {
        record Previewed(Job job) implements Received {}

        record Refused(HttpResponse answer) implements Received {}
    }

    private Received read(Upload upload, HttpRequest req, Asked asked, Actor actor) {
        try {
            return switch (EntryFile.open(
                    upload.file(isGzip(req)),
                    asked.request().list(),
                    asked.request().mode())) {
                case Refused<EntryFile> refused -> {
                    metrics.ended(End.REFUSED);
                    yield new Received.Refused(Problem.invalid(List.of(InputError.inFile(refused.refusal())))
                            .response());
                }
                case Accepted<EntryFile> file ->
                    new Received.Previewed(
                            desk.receive(file.value(), asked.request(), asked.defaults(), actor, upload));
            };
        } catch (IOException broken) {
            metrics.ended(End.FAILED);
            return new Received.Refused(upload.problem(broken).response());
        }
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return desk.find(call.pathNumber("id"))
                .map(job -> Json.response(HttpStatus.OK, job))
                .orElseGet(() -> noSuchImport(call));
    }

    /** Starts applying a previewed import. */
    public HttpResponse apply(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        long id = call.pathNumber("id");
        Optional<Job> found = imports.job(id);
        if (found.isEmpty()) {
            return noSuchImport(call);
        }
        Job job = found.get();
        HttpResponse notAllowed = notAllowed(call.caller(), job.request());
        if (notAllowed != null) {
            return notAllowed;
        }
        String state = desk.body(job).state();
        boolean waits = state.equals(State.AWAITING_APPROVAL.text());
        if (call.actor().proposal() != null && (waits || state.equals(State.PREVIEWED.text()))) {
            return approval.approved(call, job, () -> start(job, call.actor()));
        }
        // What waited for somebody who never came can be asked for again.
        if (!state.equals(State.PREVIEWED.text()) && !(waits && !approval.isPending(id))) {
            return Problem.of(
                            Kind.NOT_PREVIEWED,
                            "Import " + id + " is " + state + "; only a previewed one can be applied.")
                    .with(List.of(), id)
                    .response();
        }
        return switch (approval.wish(job, call.caller())) {
            case GRANTED -> start(job, call.actor());
            case WAITS -> accepted(imports.job(id).orElse(job));
            case TURNED_AWAY -> SecondPerson.tooMany().response();
        };
    }

    /** Applies it on a thread of its own; the answer says that this has begun. */
    private HttpResponse start(Job job, Actor actor) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        boolean taken = desk.tryRun(() -> {
            desk.announceApplying(job);
            answer.complete(accepted(job));
            desk.apply(job.id(), actor).ifPresent(why -> approval.notDone(actor, why));
        });
        return taken ? HttpResponse.of(answer) : tooMany();
    }

    /** Somebody said no to the application of this import. */
    public void rejected(Proposal proposal, long id) {
        approval.rejected(proposal, id);
    }

    /** Takes an applied import back; the answer comes when that is done. */
    public HttpResponse rollback(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        long id = call.pathNumber("id");
        Optional<Job> found = imports.job(id);
        if (found.isEmpty()) {
            return noSuchImport(call);
        }
        HttpResponse notAllowed = notAllowed(call.caller(), found.get().request());
        if (notAllowed != null) {
            return notAllowed;
        }
        return approval.rollback(call, found.get(), () -> rollingBack(call, id));
    }

    private HttpResponse rollingBack(Call call, long id) {
        call.ctx().clearRequestTimeout();
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        boolean taken = desk.tryRun(() -> {
            try {
                answer.complete(rollback(call, id));
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return taken ? HttpResponse.of(answer) : tooMany();
    }

    private HttpResponse rollback(Call call, long id) {
        return switch (desk.rollback(id, call.actor())) {
            case RollbackOutcome.RolledBack done -> Json.response(HttpStatus.OK, desk.wholeBody(done.job()));
            case RollbackOutcome.NoSuchImport none -> noSuchImport(call);
            case RollbackOutcome.NotApplied not ->
                Problem.of(
                                Kind.NOT_APPLIED,
                                "Import " + id + " is " + not.job().state().text()
                                        + "; only an applied one can be taken back, and only once.")
                        .with(List.of(), id)
                        .response();
        };
    }

    /** Imports, the latest first. */
    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("after", "limit");
        long after = inputs.number("after", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        int limit = (int) inputs.number("limit", DEFAULT_PAGE, 1, MAX_PAGE);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        List<ImportBody> page =
                imports.jobs(after, limit).stream().map(desk::body).toList();
        Long next = page.size() < limit ? null : Long.valueOf(page.getLast().id());
        return Json.response(HttpStatus.OK, new PageBody(page, next));
    }

    public HttpResponse rejected(Call call) {
        Inputs inputs = call.inputs("after", "limit");
        long after = inputs.number("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        long id = call.pathNumber("id");
        if (imports.job(id).isEmpty()) {
            return noSuchImport(call);
        }
        List<RejectedRow> rows = imports.rejections(id, after, limit).stream()
                .map(rejection -> new RejectedRow(
                        rejection.line(),
                        rejection.refusal().field(),
                        rejection.refusal().value(),
                        rejection.refusal().rule()))
                .toList();
        Long next = rows.size() < limit ? null : Long.valueOf(rows.getLast().line());
        return Json.response(HttpStatus.OK, new RejectedBody(rows, next));
    }

    private @Nullable Asked asked(Inputs inputs, Caller caller) {
        EquipmentList list = inputs.requiredParameter("list", Words::list);
        Mode mode = inputs.parameter("mode", Words::mode);
        String source = mode == Mode.REPLACE
                ? inputs.requiredParameter("source", Texts::source)
                : inputs.parameter("source", Texts::source);
        Reason reason = inputs.parameter("reason", Words::reason);
        String name = inputs.parameter("name", Texts::reference);
        Boolean dryRun = inputs.parameter("dryRun", Words::flag);
        CheckDigit checkDigit = inputs.parameter("checkDigit", Words::checkDigit);
        Boolean overrideGolden = inputs.parameter("overrideGolden", Words::flag);
        if (list == null || !inputs.areGood()) {
            return null;
        }
        String owner = source == null ? caller.organisation() : source;
        String reference = name == null ? DEFAULT_REFERENCE : name;
        Imports.Request request = new Imports.Request(
                list, owner, mode == null ? Mode.ADD : mode, reference, Boolean.TRUE.equals(overrideGolden));
        RowDefaults defaults = new RowDefaults(
                list,
                owner,
                reason == null ? defaultReason(list) : reason,
                reference,
                checkDigit == null ? CheckDigit.VERIFY : checkDigit,
                clock.instant());
        return new Asked(request, defaults, Boolean.TRUE.equals(dryRun));
    }

    /** Sources own their entries, and what is golden is blocked only by who may override that. */
    private static @Nullable HttpResponse notAllowed(Caller caller, Imports.Request request) {
        if (!request.source().equals(caller.organisation()) && !caller.may(Permission.CHANGE_OTHERS)) {
            return Problem.of(
                            Kind.NOT_THE_OWNER,
                            "This belongs to " + request.source() + ", and you are of " + caller.organisation()
                                    + ": only " + request.source() + " or an administrator may change it.")
                    .response();
        }
        if (request.list() == EquipmentList.GOLDEN && !caller.may(Permission.CHANGE_OTHERS)) {
            return Calls.notPermitted(Permission.CHANGE_OTHERS).response();
        }
        return request.overrideGolden() && !caller.may(Permission.OVERRIDE_GOLDEN)
                ? Calls.notPermitted(Permission.OVERRIDE_GOLDEN).response()
                : null;
    }

    private static Reason defaultReason(EquipmentList list) {
        return list == EquipmentList.BLACK ? Reason.STOLEN : Reason.OTHER;
    }

    private static @Nullable HttpResponse unsupported(HttpRequest req) {
        String encoding = req.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!isGzip(req) && !encoding.equalsIgnoreCase("identity")) {
            return unsupported("Content-Encoding " + encoding + " is not understood; send the file plain or as gzip.");
        }
        MediaType type = req.contentType();
        if (type != null && (type.belongsTo(MediaType.ANY_MULTIPART_TYPE) || type.isJson())) {
            return unsupported("Send the file itself as the body, Content-Type: text/csv (curl: --data-binary @FILE).");
        }
        Charset charset = type == null ? null : type.charset();
        return charset == null || charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)
                ? null
                : unsupported("The charset " + charset + " is not understood; send the file in UTF-8.");
    }

    private static HttpResponse unsupported(String detail) {
        return Problem.of(Kind.UNSUPPORTED_MEDIA_TYPE, detail).response();
    }

    private static boolean isGzip(HttpRequest req) {
        String encoding = req.headers().get(HttpHeaderNames.CONTENT_ENCODING, "");
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    }

    private HttpResponse accepted(Job job) {
        ResponseHeaders headers =
                ResponseHeaders.of(HttpStatus.ACCEPTED, HttpHeaderNames.LOCATION, PATH + "/" + job.id());
        return Json.response(headers, desk.wholeBody(job));
    }

    private static HttpResponse tooMany() {
        return Problem.retryable(
                        Kind.TOO_MANY_IMPORTS,
                        "At most " + ImportDesk.MAX_AT_ONCE + " imports are received or applied at once; try again.",
                        RETRY_AFTER_S)
                .response();
    }

    private static HttpResponse noSuchImport(Call call) {
        return Problem.of(Kind.NOT_FOUND, "There is no import '" + call.path("id") + "'.")
                .response();
    }
}
