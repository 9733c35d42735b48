package org.eir.store;

import java.sql.SQLException;
import java.util.List;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts what happens to proposals into the log, as the last step of the transaction in which it happens. */
final class ProposalJournal {
    private static final Actor REGISTER = new Actor("register");

    private ProposalJournal() {}

    /** What the log commits to of a proposal. */
    static Commitment commitment(Asked asked) {
        return Commitment.to(
                asked.request(),
                asked.about(),
                asked.requester().actor().name(),
                asked.requester().organisation());
    }

    static void proposed(Handle handle, long id, Asked asked, Commitment personal) throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        String operation = asked.operation().text();
        changeSet.addRow(
                Operation.PROPOSAL,
                "proposal " + id + ": " + operation,
                ChangeEncoding.proposal(id, operation, personal));
        changeSet.record(ChangeKind.APPROVAL, asked.requester().actor());
    }

    /** Somebody has decided. */
    static void decided(Handle handle, long id, String decision, String by, @Nullable String reason)
            throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        addRow(handle, changeSet, id, decision, by, reason);
        changeSet.record(ChangeKind.APPROVAL, new Actor(by));
    }

    /** The register itself gives some up, or takes an approval back. */
    static void ended(Handle handle, List<Long> ids, String decision, @Nullable String reason) throws SQLException {
        if (!ids.isEmpty()) {
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            for (long id : ids) {
                addRow(handle, changeSet, id, decision, null, reason);
            }
            changeSet.record(ChangeKind.APPROVAL, REGISTER);
        }
    }

    private static void addRow(
            Handle handle,
            ChangeSetWriter changeSet,
            long id,
            String decision,
            @Nullable String by,
            @Nullable String reason) {
        Commitment personal = Commitment.to(by, reason);
        handle.createUpdate("""
                        INSERT INTO proposal_decision (change_set_id, proposal_id, decision, decided_by, reason, salt)
                        VALUES (:set, :id, :decision, :by, :reason, :salt)""")
                .bind("set", changeSet.id())
                .bind("id", id)
                .bind("decision", decision)
                .bind("by", by)
                .bind("reason", reason)
                .bind("salt", personal.salt())
                .execute();
        changeSet.addRow(
                Operation.PROPOSAL_DECIDED,
                "proposal " + id + ": " + decision,
                ChangeEncoding.proposalDecided(id, decision, personal));
    }
}
