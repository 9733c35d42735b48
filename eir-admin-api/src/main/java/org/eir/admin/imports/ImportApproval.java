package org.eir.admin.imports;

import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.web.Call;
import org.eir.core.access.Caller;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.Approvals.ProposeOutcome;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Limits;
import org.eir.core.change.Imports.Request;
import org.eir.core.list.EquipmentList;
import org.eir.core.sighting.Impact;

/** Which imports one person may apply or take back, and what becomes of those that wait for a second one. */
final class ImportApproval {
    private final Imports imports;
    private final SecondPerson secondPerson;

    /** What becomes of a previewed import. */
    enum Wish {
        /** It may be applied. */
        GRANTED,
        /** It waits for somebody else. */
        WAITS,
        /** Too many wait already; it stays as it is. */
        TURNED_AWAY
    }

    ImportApproval(Imports imports, SecondPerson secondPerson) {
        this.imports = imports;
        this.secondPerson = secondPerson;
    }

    /** A caller wants a previewed import applied; where that needs a second person it is proposed, and waits. */
    Wish wish(Job job, Caller caller) {
        List<ApprovalReason> reasons = secondPerson.reasons(summary(job));
        if (reasons.isEmpty()) {
            return Wish.GRANTED;
        }
        ProposeOutcome outcome = secondPerson.proposeImport(job.id(), caller, "apply " + about(job), reasons);
        return switch (outcome) {
            case ProposeOutcome.TooMany _ -> Wish.TURNED_AWAY;
            case ProposeOutcome.Waiting waiting -> {
                imports.awaitApproval(job.id(), waiting.proposal().expires());
                yield Wish.WAITS;
            }
        };
    }

    /** Whether somebody can still say yes to an import that waits. */
    boolean isPending(long id) {
        return secondPerson.waitingToApply(id).isPresent();
    }

    /** Has an import applied that was approved, unless it would do more by now. */
    HttpResponse approved(Call call, Job job, Supplier<HttpResponse> apply) {
        return secondPerson.gate(call, Operation.APPLY_IMPORT, "apply " + about(job), summary(job), apply);
    }

    /** Takes an applied import back, once two persons want it where that needs two. */
    HttpResponse rollback(Call call, Job job, Supplier<HttpResponse> rollback) {
        ChangeSummary summary = summary(job).withdrawing(0, 0);
        return secondPerson.gate(call, Operation.ROLL_BACK_IMPORT, "take back " + about(job), summary, rollback);
    }

    /**
     * Applies an announced import within what the actor may do. What one person may no longer do by now is proposed; what
     * was approved and is not done is told to who asked for it.
     */
    void apply(ImportDesk desk, long id, Caller caller, Actor actor) {
        Limits limits = (request, counts, findings) -> Optional.of(
                        secondPerson.beyond(actor, summary(request, counts, findings)))
                .filter(reasons -> !reasons.isEmpty())
                .map(ApprovalReason::texts);
        desk.apply(id, actor, limits).ifPresent(not -> {
            secondPerson.notDone(actor, not.why());
            if (not.beyondLimits() && actor.proposal() == null) {
                imports.job(id).ifPresent(job -> wish(job, caller));
            }
        });
    }

    /** Somebody said no: an import that waited is given up. */
    void rejected(Proposal proposal, long importId) {
        Proposal.Decision decision = proposal.decision();
        imports.giveUp(importId, "not approved" + (decision == null ? "" : ": " + decision.reason()));
    }

    private static String about(Job job) {
        return "import " + job.id() + ", " + job.request().reference() + ", to the "
                + job.request().list().text() + " list of " + job.request().source();
    }

    private ChangeSummary summary(Job job) {
        return summary(job.request(), job.counts(), imports.findings(job.id()));
    }

    /** What it does, by what was found when it was compared. */
    private static ChangeSummary summary(Request request, Counts counts, Findings found) {
        Impact impact = found.impact();
        long hit = impact == null ? 0 : impact.atMostHit();
        return new ChangeSummary(
                counts.added() + 2 * counts.changed() + counts.withdrawn(),
                found.extent().widest(),
                hit,
                counts.withdrawn(),
                found.extent().held(),
                request.list() == EquipmentList.GOLDEN || found.extent().exempt() > 0,
                request.overrideGolden() && found.goldenConflicts().rows() > 0,
                false,
                false);
    }
}
