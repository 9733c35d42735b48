package org.eir.admin.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eir.admin.approvals.ApprovalMetrics.What;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Authentication.Identification.Known;
import org.eir.admin.web.Call;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.Caller;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Approvals.DecideOutcome;
import org.eir.core.approval.Approvals.DecideOutcome.AlreadyDecided;
import org.eir.core.approval.Approvals.DecideOutcome.Decided;
import org.eir.core.approval.Approvals.DecideOutcome.NoSuchProposal;
import org.eir.core.approval.Approvals.DecideOutcome.Own;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.Actor;
import org.eir.core.change.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes that wait for a second person: shown, approved, rejected. */
public final class ApprovalsResource {
    public static final String PATH = "/api/v1/approvals";

    private static final Logger LOG = LoggerFactory.getLogger(ApprovalsResource.class);
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_REASON = 1000;
    private static final String ALL = "all";
    private static final String NOTHING_LEFT = "Nothing was left to do: it was so already.";

    private final Approvals approvals;
    private final ApprovalMetrics metrics;
    private final Map<Operation, Calls.Handler> handlers;
    private final ImportRejection importRejection;

    private record Page(
            List<ProposalBody> approvals, @Nullable Long next) {}

    private record Rejection(@Nullable String reason) {}

    /** Told that somebody said no to the application of an import, which waits for that. */
    @FunctionalInterface
    public interface ImportRejection {
        void rejected(Proposal proposal, long importId);
    }

    /** @param handlers what makes each kind of change, the same that answers a direct call */
    public ApprovalsResource(
            Approvals approvals,
            ApprovalMetrics metrics,
            Map<Operation, Calls.Handler> handlers,
            ImportRejection importRejection) {
        this.approvals = approvals;
        this.metrics = metrics;
        this.handlers = new EnumMap<>(handlers);
        this.importRejection = importRejection;
    }

    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("state", "before", "limit");
        String state = inputs.parameter("state", Words::pendingOrAll);
        long before = inputs.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        List<ProposalBody> page = approvals.page(!ALL.equals(state), before, limit).stream()
                .map(ProposalBody::of)
                .toList();
        Long next = page.size() < limit ? null : Long.valueOf(page.getLast().id());
        return Json.response(HttpStatus.OK, new Page(page, next));
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return approvals
                .find(call.pathNumber("id"))
                .map(proposal -> Json.response(HttpStatus.OK, ProposalBody.of(proposal)))
                .orElseGet(() -> noSuchProposal(call));
    }

    public HttpResponse reject(Call call) {
        Inputs inputs = call.inputs();
        Rejection asked = Json.read(call.body(), Rejection.class, inputs);
        String reason = asked == null
                ? null
                : inputs.requiredField("reason", asked.reason(), (field, text) -> Texts.line(field, text, MAX_REASON));
        if (reason == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        DecideOutcome outcome =
                approvals.reject(call.pathNumber("id"), call.actor().name(), reason);
        if (outcome instanceof Decided decided) {
            metrics.count(What.REJECTED);
            Proposal proposal = decided.proposal();
            if (proposal.asked().operation() == Operation.APPLY_IMPORT) {
                importRejection.rejected(
                        proposal, KeptCall.read(proposal.asked().request()).id());
            }
            return Json.response(HttpStatus.OK, ProposalBody.of(decided.proposal()));
        }
        return refused(call, outcome);
    }

    /** Approves, and makes the change. */
    public HttpResponse approve(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        DecideOutcome outcome =
                approvals.approve(call.pathNumber("id"), call.actor().name());
        if (outcome instanceof Decided decided) {
            metrics.count(What.APPROVED);
            return made(decided.proposal(), call);
        }
        return refused(call, outcome);
    }

    private HttpResponse made(Proposal proposal, Call approval) {
        AggregatedHttpResponse answer = tried(proposal, approval);
        HttpStatus status = answer.status();
        if (isForLater(status)) {
            approvals.release(proposal.id());
            return answer.toHttpResponse();
        }
        if (!status.isSuccess()) {
            approvals.notDone(
                    proposal.id(),
                    Json.own(answer.content().array(), JsonNode.class)
                            .path("detail")
                            .asText());
            metrics.count(What.FAILED);
        } else if (!status.equals(HttpStatus.ACCEPTED)) {
            approvals.notDone(proposal.id(), NOTHING_LEFT);
        }
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK);
        String location = answer.headers().get(HttpHeaderNames.LOCATION);
        if (location != null) {
            headers.set(HttpHeaderNames.LOCATION, location);
        }
        Proposal now = approvals.find(proposal.id()).orElse(proposal);
        return Json.response(headers.build(), ProposalBody.of(now));
    }

    /** The call made again, by the requester with the approver. What fails on the way leaves the proposal pending. */
    private AggregatedHttpResponse tried(Proposal proposal, Call approval) {
        Caller requester = proposal.asked().requester();
        Caller both = new Caller(
                new Actor(requester.actor().name(), approval.actor().name(), proposal.id()),
                requester.roles(),
                requester.organisation());
        Calls.Handler handler =
                Objects.requireNonNull(handlers.get(proposal.asked().operation()), "nothing here makes such a change");
        try {
            Call call = KeptCall.read(proposal.asked().request())
                    .by(
                            new Known(
                                    both,
                                    approval.known().means(),
                                    approval.known().until()),
                            approval.ctx());
            return handler.answer(call).aggregate().join();
        } catch (RuntimeException failed) {
            release(proposal);
            throw failed;
        }
    }

    private void release(Proposal proposal) {
        try {
            approvals.release(proposal.id());
        } catch (StoreException away) {
            LOG.warn("Proposal {} was approved and not tried; it ends in an hour", proposal.id());
        }
    }

    /** Too much at once, or something is away: the change itself was not judged. */
    private static boolean isForLater(HttpStatus status) {
        return status.equals(HttpStatus.TOO_MANY_REQUESTS) || status.equals(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static HttpResponse refused(Call call, DecideOutcome outcome) {
        return switch (outcome) {
            case NoSuchProposal unknown -> noSuchProposal(call);
            case Own own ->
                Problem.of(
                                Kind.OWN_PROPOSAL,
                                whyOwn(own.proposal(), call.actor().name()))
                        .with(List.of(), own.proposal().id())
                        .response();
            case AlreadyDecided decided ->
                Problem.of(
                                Kind.ALREADY_DECIDED,
                                "Proposal " + decided.proposal().id() + " is "
                                        + decided.proposal().state().text() + "; nothing changed.")
                        .with(List.of(), decided.proposal().id())
                        .response();
            case Decided decided -> throw new IllegalStateException("decided, and refused");
        };
    }

    private static String whyOwn(Proposal proposal, String account) {
        String requester = proposal.asked().requester().actor().name();
        return "Proposal " + proposal.id()
                + (requester.equals(account)
                        ? " is your own"
                        : " is of '" + requester + "' and you are '" + account
                                + "': one made the other's key, or one account made both, so they count as one person")
                + "; it needs the approval of somebody else.";
    }

    private static HttpResponse noSuchProposal(Call call) {
        return Problem.of(Kind.NOT_FOUND, "There is no proposal '" + call.path("id") + "'.")
                .response();
    }
}
