package org.eir.admin.imports;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.imports.ImportApproval.Wish;
import org.eir.admin.imports.ImportMetrics.End;
import org.eir.admin.input.EntryFile;
import org.eir.admin.input.RowDefaults;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.lists.Ownership;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.core.access.Caller;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.State;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;

/** Takes files of entries as they arrive: what the file is, who sends it, and whether it is applied at once. */
public final class ImportUploads {
    private static final String DEFAULT_REFERENCE = "unnamed file";

    private final Imports imports;
    private final Uploads uploads;
    private final ImportDesk desk;
    private final ImportApproval approval;
    private final ImportMetrics metrics;
    private final Clock clock;

    /** What an import was asked to be. */
    private record Asked(Imports.Request request, RowDefaults defaults, boolean dryRun) {}

    public ImportUploads(
            Imports imports, Uploads uploads, SecondPerson secondPerson, ImportMetrics metrics, Clock clock) {
        this.imports = imports;
        this.uploads = uploads;
        this.desk = uploads.desk();
        this.approval = new ImportApproval(imports, secondPerson);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The answer comes when all of the file was read and compared. */
    public HttpResponse receive(ServiceRequestContext ctx, HttpRequest req) {
        return uploads.receive(ctx, req, (upload, answer) -> receive(ctx, req, upload, Calls.caller(ctx), answer));
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
        Problem refusal = Upload.unsupported(req);
        if (refusal == null && asked != null) {
            refusal = Ownership.refusal(caller, asked.request());
        }
        if (asked == null || refusal != null) {
            metrics.ended(End.REFUSED);
            upload.drain();
            answer.complete(refusal == null ? inputs.refusal() : refusal.response());
            return;
        }
        Received received = read(upload, asked, caller.actor());
        switch (received) {
            case Received.Refused refused -> {
                upload.drain();
                answer.complete(refused.answer());
            }
            case Received.Previewed previewed -> answer(previewed.job(), asked, caller, answer);
        }
    }

    /** What can be applied at once is, after it is answered; a file that waits in vain is not lost, it stays previewed. */
    private void answer(Job job, Asked asked, Caller caller, CompletableFuture<HttpResponse> answer) {
        boolean asItIs = asked.dryRun() || job.state() != State.PREVIEWED || ImportDesk.hasNoGoodRow(job);
        @Nullable Wish wish = asItIs ? null : approval.wish(job, caller);
        if (wish == Wish.GRANTED) {
            desk.announceApplying(job);
        }
        ImportBody body = desk.wholeBody(imports.job(job.id()).orElse(job));
        answer.complete(ImportsResource.accepted(wish == Wish.TURNED_AWAY ? body.turnedAway() : body));
        if (wish == Wish.GRANTED) {
            approval.apply(desk, job.id(), caller, caller.actor());
        }
    }

    /** What became of the body of an import. */
    private sealed interface Received {
        record Previewed(Job job) implements Received {}

        record Refused(HttpResponse answer) implements Received {}
    }

    private Received read(Upload upload, Asked asked, Actor actor) {
        try {
            return switch (EntryFile.open(
                    upload.file(), asked.request().list(), asked.request().mode())) {
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
                reason != null,
                reference,
                checkDigit == null ? CheckDigit.VERIFY : checkDigit,
                clock.instant());
        return new Asked(request, defaults, Boolean.TRUE.equals(dryRun));
    }

    private static Reason defaultReason(EquipmentList list) {
        return list == EquipmentList.BLACK ? Reason.STOLEN : Reason.OTHER;
    }
}
