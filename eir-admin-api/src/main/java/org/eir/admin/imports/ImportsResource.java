package org.eir.admin.imports;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.lists.Ownership;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.Caller;
import org.eir.core.approval.Proposal;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.RollbackOutcome;
import org.eir.core.change.Imports.State;
import org.jspecify.annotations.Nullable;

/** The life of imports once {@link ImportUploads} has received them: applied, taken back, and their rejected rows. */
public final class ImportsResource {
    public static final String PATH = "/api/v1/imports";

    private static final int RETRY_AFTER_S = 10;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final Imports imports;
    private final ImportDesk desk;
    private final ImportApproval approval;

    private record RejectedBody(
            List<RejectedRow> rejected, @Nullable Long next) {}

    private record PageBody(
            List<ImportBody> imports, @Nullable Long next) {}

    private record RejectedRow(long line, String field, String value, String rule) {}

    public ImportsResource(Imports imports, ImportDesk desk, SecondPerson secondPerson) {
        this.imports = imports;
        this.desk = desk;
        this.approval = new ImportApproval(imports, secondPerson);
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
        Problem notAllowed = Ownership.refusal(call.caller(), job.request());
        if (notAllowed != null) {
            return notAllowed.response();
        }
        String state = desk.body(job).state();
        boolean waits = state.equals(State.AWAITING_APPROVAL.text());
        if (call.actor().proposal() != null && (waits || state.equals(State.PREVIEWED.text()))) {
            return approval.approved(call, job, () -> start(job, call.caller(), call.actor()));
        }
        // What waited for somebody who never came can be asked for again.
        if (!state.equals(State.PREVIEWED.text()) && !(waits && !approval.isPending(id))) {
            return Problem.of(
                            Kind.NOT_PREVIEWED,
                            "Import " + id + " is " + state + "; only a previewed one can be applied.")
                    .with(List.of(), id)
                    .response();
        }
        if (ImportDesk.doesNothing(job)) {
            return Problem.of(
                            Kind.NOT_PREVIEWED,
                            "Import " + id + " has no good row: there is nothing to apply. GET " + PATH + "/" + id
                                    + "/rejected says what is wrong with its rows.")
                    .with(List.of(), id)
                    .response();
        }
        return switch (approval.wish(job, call.caller())) {
            case GRANTED -> start(job, call.caller(), call.actor());
            case WAITS -> accepted(desk.wholeBody(imports.job(id).orElse(job)));
            case TURNED_AWAY -> SecondPerson.tooMany().response();
        };
    }

    /** Applies it on a thread of its own; the answer says that this has begun. */
    private HttpResponse start(Job job, Caller caller, Actor actor) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        boolean taken = desk.tryApply(() -> {
            desk.announceApplying(job);
            answer.complete(accepted(desk.wholeBody(job)));
            approval.apply(desk, job.id(), caller, actor);
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
        Problem notAllowed = Ownership.refusal(call.caller(), found.get().request());
        if (notAllowed != null) {
            return notAllowed.response();
        }
        return approval.rollback(call, found.get(), () -> rollingBack(call, id));
    }

    private HttpResponse rollingBack(Call call, long id) {
        call.ctx().clearRequestTimeout();
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        boolean taken = desk.tryApply(() -> {
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
            case RollbackOutcome.Overtaken overtaken ->
                Problem.retryable(
                                Kind.OVERTAKEN,
                                "Others changed the same entries again and again meanwhile; nothing was taken back. Try"
                                        + " again.",
                                RETRY_AFTER_S)
                        .with(List.of(), id)
                        .response();
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

    /** 202 with the import as it is now. */
    static HttpResponse accepted(ImportBody body) {
        ResponseHeaders headers =
                ResponseHeaders.of(HttpStatus.ACCEPTED, HttpHeaderNames.LOCATION, PATH + "/" + body.id());
        return Json.response(headers, body);
    }

    /** Every import's thread is busy. */
    static HttpResponse tooMany() {
        return Problem.retryable(
                        Kind.TOO_MANY_IMPORTS,
                        "At most " + ImportDesk.MAX_AT_ONCE
                                + " imports are received at once, and as many applied; try again.",
                        RETRY_AFTER_S)
                .response();
    }

    private static HttpResponse noSuchImport(Call call) {
        return Problem.of(Kind.NOT_FOUND, "There is no import '" + call.path("id") + "'.")
                .response();
    }
}
