package org.eir.admin.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Decision;
import org.eir.core.erasure.Erasures;
import org.jspecify.annotations.Nullable;

/** A proposal as it is answered. */
record ProposalBody(
        long id,
        String state,
        String operation,
        String about,
        List<ReasonBody> reasons,
        String requester,
        String organisation,
        Instant created,
        Instant expires,
        RequestBody request,
        @Nullable DecisionBody decision,
        @Nullable Long revision,
        @Nullable String outcome) {

    record ReasonBody(String limit, long figure, long allowed, String text) {
        static ReasonBody of(ApprovalReason reason) {
            return new ReasonBody(reason.limit().text(), reason.figure(), reason.allowed(), reason.text());
        }
    }

    /** The call that waits. */
    record RequestBody(
            Map<String, String> path,
            String query,
            @Nullable JsonNode body) {}

    record DecisionBody(String by, Instant at, @Nullable String reason) {
        static @Nullable DecisionBody of(@Nullable Decision decision) {
            return decision == null ? null : new DecisionBody(decision.by(), decision.at(), decision.reason());
        }
    }

    static ProposalBody of(Proposal proposal) {
        boolean isErased = proposal.asked().request().isEmpty();
        KeptCall call =
                isErased ? KeptCall.ERASED : KeptCall.read(proposal.asked().request());
        return new ProposalBody(
                proposal.id(),
                proposal.state().text(),
                proposal.asked().operation().text(),
                isErased ? Erasures.ERASED_NAME : proposal.asked().about(),
                proposal.asked().reasons().stream().map(ReasonBody::of).toList(),
                proposal.asked().requester().actor().name(),
                proposal.asked().requester().organisation(),
                proposal.created(),
                proposal.expires(),
                new RequestBody(call.path(), call.query(), call.json()),
                DecisionBody.of(proposal.decision()),
                proposal.revision(),
                proposal.outcome());
    }
}
