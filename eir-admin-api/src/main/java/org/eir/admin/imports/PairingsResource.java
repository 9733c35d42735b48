package org.eir.admin.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eir.admin.imports.ImportMetrics.End;
import org.eir.admin.input.PairingFile;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.lists.Ownership;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.admin.web.ReadYourWrites;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.PairingList;
import org.eir.core.change.PairingPlan;
import org.eir.core.change.SubscriberRuleChanges;
import org.eir.core.change.SubscriberRuleChanges.Paired;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Files of pairs of a device and a subscriber, made exceptions or locks: compared and applied in one call. No answer has an
 * IMSI in clear.
 */
public final class PairingsResource {
    public static final String PATH = "/api/v1/exceptions/import";

    private static final int MAX_SHOWN = 1_000;
    private static final String DEFAULT_REFERENCE = "unnamed file";

    private final SubscriberRuleChanges rules;
    private final Uploads uploads;
    private final ImportMetrics metrics;
    private final ApprovalLimits limits;
    private final ReadYourWrites readYourWrites;

    /** What was asked for, but the rows. */
    private record Asked(
            SubscriberRule.Kind kind,
            String source,
            Mode mode,
            Reason reason,
            String reference,
            CheckDigit checkDigit,
            boolean dryRun) {
        PairingList list(PairingFile file, Caller caller) {
            boolean mayUndoOthers = caller.may(Permission.CHANGE_OTHERS);
            return new PairingList(kind, source, mode, reason, reference, mayUndoOthers, file.rows());
        }
    }

    /** Rows of the file, and what becomes of rules: one is all pairs of a device. */
    private record CountsBody(
            long rows, long rejected, @JsonProperty("new") long added, long unchanged, long changed, long withdrawn) {}

    private record RejectedRow(long line, String field, String value, String rule) {}

    /**
     * @param rejected the first {@value #MAX_SHOWN} of them
     * @param revision what applied it; null if nothing changed
     * @param applied whether the checks of this node see it; null if nothing changed
     */
    private record PairingBody(
            String kind,
            String source,
            String mode,
            String reference,
            boolean dryRun,
            CountsBody counts,
            List<RejectedRow> rejected,
            boolean truncated,
            @Nullable Long revision,
            @Nullable Boolean applied) {}

    public PairingsResource(
            SubscriberRuleChanges rules,
            Uploads uploads,
            ImportMetrics metrics,
            ApprovalLimits limits,
            ReadYourWrites readYourWrites) {
        this.rules = rules;
        this.uploads = uploads;
        this.metrics = metrics;
        this.limits = limits;
        this.readYourWrites = readYourWrites;
    }

    /** The answer comes when the file is applied. */
    public HttpResponse receive(ServiceRequestContext ctx, HttpRequest req) {
        return uploads.receive(
                ctx, req, (upload, answer) -> answer.complete(received(ctx, req, upload, Calls.caller(ctx))));
    }

    private HttpResponse received(ServiceRequestContext ctx, HttpRequest req, Upload upload, Caller caller) {
        Inputs inputs =
                new Inputs(ctx.queryParams(), "kind", "source", "mode", "reason", "name", "dryRun", "checkDigit");
        Asked asked = asked(inputs, caller);
        Problem refusal = Upload.unsupported(req);
        if (refusal == null && asked != null) {
            refusal = Ownership.refusalOfFile(caller, asked.source());
        }
        if (asked == null || refusal != null) {
            return refused(upload, refusal == null ? inputs.refusal() : refusal.response());
        }
        try {
            return switch (PairingFile.read(upload.file(), asked.mode(), asked.checkDigit())) {
                case Refused<PairingFile> bad ->
                    refused(
                            upload,
                            Problem.invalid(List.of(InputError.inFile(bad.refusal())))
                                    .response());
                case Accepted<PairingFile> file -> {
                    upload.received();
                    yield compared(asked, file.value(), caller);
                }
            };
        } catch (IOException broken) {
            metrics.ended(End.FAILED);
            return upload.problem(broken).response();
        }
    }

    private HttpResponse refused(Upload upload, HttpResponse refusal) {
        metrics.ended(End.REFUSED);
        upload.drain();
        return refusal;
    }

    private @Nullable Asked asked(Inputs inputs, Caller caller) {
        SubscriberRule.Kind kind = inputs.requiredParameter("kind", Words::subscriberRule);
        Mode mode = inputs.parameter("mode", Words::mode);
        String source = mode == Mode.REPLACE
                ? inputs.requiredParameter("source", Texts::source)
                : inputs.parameter("source", Texts::source);
        Reason reason = inputs.parameter("reason", Words::reason);
        String name = inputs.parameter("name", Texts::reference);
        Boolean dryRun = inputs.parameter("dryRun", Words::flag);
        CheckDigit checkDigit = inputs.parameter("checkDigit", Words::checkDigit);
        return kind == null || !inputs.areGood()
                ? null
                : new Asked(
                        kind,
                        source == null ? caller.organisation() : source,
                        mode == null ? Mode.ADD : mode,
                        reason == null ? Reason.OTHER : reason,
                        name == null ? DEFAULT_REFERENCE : name,
                        checkDigit == null ? CheckDigit.VERIFY : checkDigit,
                        Boolean.TRUE.equals(dryRun));
    }

    private HttpResponse compared(Asked asked, PairingFile file, Caller caller) {
        PairingList list = asked.list(file, caller);
        if (asked.dryRun()) {
            PairingPlan plan = rules.compare(list);
            metrics.ended(End.PREVIEWED);
            return answer(asked, file, plan, null);
        }
        Paired paired = rules.pair(list, caller.actor(), plan -> refusal(list, plan) == null);
        metrics.ended(End.PREVIEWED);
        Problem refusal = refusal(list, paired.plan());
        metrics.ended(refusal == null ? End.APPLIED : End.REFUSED);
        return refusal == null ? answer(asked, file, paired.plan(), paired.change()) : refusal.response();
    }

    /** Why a file is not applied that could be. It names subscribers, so it is not kept for a second person. */
    private @Nullable Problem refusal(PairingList list, PairingPlan plan) {
        if (list.mode() == Mode.REPLACE && list.rows().size() == plan.rejected().size() && plan.withdrawn() > 0) {
            return Problem.of(
                    Kind.BEYOND_LIMITS,
                    "No row of the file is good, and it would withdraw all " + plan.withdrawn() + " rules that "
                            + list.source() + " has of this kind; nothing changed.");
        }
        long changes = plan.added() + 2 * plan.changed() + plan.withdrawn();
        return limits.secondPerson() && changes > limits.maxEntries()
                ? Problem.of(
                        Kind.BEYOND_LIMITS,
                        "It adds or withdraws " + changes + " rules, one person at most " + limits.maxEntries()
                                + " (limits.maxEntries); nothing changed. A file of subscribers is not kept for a second"
                                + " person: split it.")
                : null;
    }

    private HttpResponse answer(Asked asked, PairingFile file, PairingPlan plan, @Nullable Recorded change) {
        List<RejectedRow> rejected = Stream.concat(file.rejected().stream(), plan.rejected().stream())
                .sorted(Comparator.comparingLong(Rejection::line))
                .map(PairingsResource::row)
                .toList();
        Boolean applied = change == null ? null : Boolean.valueOf(readYourWrites.await(change.revision()));
        return Json.response(
                HttpStatus.OK,
                new PairingBody(
                        asked.kind().text(),
                        asked.source(),
                        asked.mode().name().toLowerCase(Locale.ROOT),
                        asked.reference(),
                        asked.dryRun(),
                        new CountsBody(
                                file.count(),
                                rejected.size(),
                                plan.added(),
                                plan.unchanged(),
                                plan.changed(),
                                plan.withdrawn()),
                        rejected.subList(0, Math.min(MAX_SHOWN, rejected.size())),
                        rejected.size() > MAX_SHOWN,
                        change == null ? null : Long.valueOf(change.revision()),
                        applied));
    }

    private static RejectedRow row(Rejection rejection) {
        return new RejectedRow(
                rejection.line(),
                rejection.refusal().field(),
                rejection.refusal().value(),
                rejection.refusal().rule());
    }
}
