package org.eir.admin.approvals;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eir.admin.approvals.ApprovalMetrics.What;
import org.eir.admin.web.Call;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.Caller;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Approvals.ProposeOutcome;
import org.eir.core.approval.Approvals.ProposeOutcome.TooMany;
import org.eir.core.approval.Approvals.ProposeOutcome.Waiting;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.Actor;

/**
 * Stands before every change that may need a second person.
 *
 * <pre>{@code
 * return secondPerson.gate(call, ADD_ENTRY, "black 35693803", ChangeSummary.entry(facts), () -> add(facts, call.actor()));
 * }</pre>
 *
 * The change has to be recorded under the call's {@link Call#actor}: it carries the second person.
 */
public final class SecondPerson {
    private static final int RETRY_AFTER_S = 3_600;

    private final Approvals approvals;
    private final ApprovalLimits limits;
    private final ApprovalMetrics metrics;

    public SecondPerson(Approvals approvals, ApprovalLimits limits, ApprovalMetrics metrics) {
        this.approvals = approvals;
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * Makes a change that one person may make or that a second has approved; otherwise keeps the call, and answers 202
     * with the proposal.
     *
     * @param about what the change is about in a few words, for the second person
     * @param summary what it would do, by what is known now
     * @param change makes it
     */
    public HttpResponse gate(
            Call call, Operation operation, String about, ChangeSummary summary, Supplier<HttpResponse> change) {
        List<ApprovalReason> reasons = beyond(call.actor(), summary);
        if (reasons.isEmpty()) {
            return change.get();
        }
        return call.actor().proposal() != null
                ? outgrown(reasons)
                : answer(propose(operation, KeptCall.of(call), call.caller(), about, reasons));
    }

    /** Why an import with this summary may not be applied by one person; empty if it may. */
    public List<ApprovalReason> reasons(ChangeSummary summary) {
        return limits.reasons(summary);
    }

    /** What a change does beyond what the actor may: one person alone, or what was approved where it carries a proposal. */
    public List<ApprovalReason> beyond(Actor actor, ChangeSummary now) {
        Long approved = actor.proposal();
        if (approved == null) {
            return limits.reasons(now);
        }
        return approvals
                .find(approved)
                .map(found -> limits.notApproved(found.asked().reasons(), now))
                .orElseThrow(() -> new IllegalStateException("no proposal " + approved));
    }

    /** Keeps the application of an import that nobody has called for yet, as if the caller had. */
    public ProposeOutcome proposeImport(long id, Caller caller, String about, List<ApprovalReason> reasons) {
        return propose(Operation.APPLY_IMPORT, KeptCall.of(id), caller, about, reasons);
    }

    /** The pending proposal to apply this import. */
    public Optional<Proposal> waitingToApply(long importId) {
        return approvals.pending(Operation.APPLY_IMPORT, KeptCall.of(importId).text());
    }

    /** Says that an approved change was not made after all, on whatever thread that turned out; no effect otherwise. */
    public void notDone(Actor actor, String why) {
        Long approved = actor.proposal();
        if (approved != null) {
            approvals.notDone(approved, why);
            metrics.count(What.FAILED);
        }
    }

    private ProposeOutcome propose(
            Operation operation, KeptCall call, Caller caller, String about, List<ApprovalReason> reasons) {
        ProposeOutcome outcome = approvals.propose(
                new Asked(operation, call.text(), caller, about, reasons), Duration.ofDays(limits.proposalDays()));
        metrics.count(outcome instanceof Waiting ? What.PROPOSED : What.TURNED_AWAY);
        return outcome;
    }

    private static HttpResponse answer(ProposeOutcome outcome) {
        return switch (outcome) {
            case Waiting waiting -> {
                String location =
                        ApprovalsResource.PATH + "/" + waiting.proposal().id();
                yield Json.response(
                        ResponseHeaders.of(HttpStatus.ACCEPTED, HttpHeaderNames.LOCATION, location),
                        ProposalBody.of(waiting.proposal()));
            }
            case TooMany tooMany -> tooMany().response();
        };
    }

    /** What somebody is told whose change would have to wait behind too many. */
    public static Problem tooMany() {
        return Problem.retryable(
                Kind.TOO_MANY_PROPOSALS,
                "This change needs a second person, and " + Approvals.MAX_PENDING
                        + " wait for one already; nothing was kept. GET " + ApprovalsResource.PATH + " shows them.",
                RETRY_AFTER_S);
    }

    private static HttpResponse outgrown(List<ApprovalReason> reasons) {
        String why = ApprovalReason.texts(reasons);
        return Problem.of(Kind.NOT_APPROVED, "By now the change would do more than was approved: " + why + ".")
                .response();
    }
}
