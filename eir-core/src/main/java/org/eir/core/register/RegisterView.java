package org.eir.core.register;

import java.time.Instant;
import org.eir.core.check.Policies;
import org.eir.core.check.Policy;
import org.eir.core.identity.Imei;
import org.eir.core.list.Match;

/**
 * The register as it stood after one revision: what a check works on. Nothing of it ever changes.
 *
 * @param table the lists, as they count for everyone
 * @param local what counts in one organisation's networks besides
 * @param subscriberRules exceptions and locks
 * @param policies the operator's policies
 * @param revision the last change set applied, 0 before the first
 * @param recordedAt when that change set was recorded
 */
public record RegisterView(
        RegisterTable table,
        LocalTables local,
        SubscriberRuleTable subscriberRules,
        Policies policies,
        long revision,
        Instant recordedAt) {
    static final RegisterView EMPTY = new RegisterView(
            RegisterTable.EMPTY, LocalTables.EMPTY, SubscriberRuleTable.EMPTY, Policies.INITIAL, 0, Instant.EPOCH);

    /** What decides for a device in every network. */
    public Match lookup(Imei imei) {
        return table.lookup(imei.digits());
    }

    /** What decides for a device in the networks of an organisation; empty: in those of nobody in particular. */
    public Match lookup(Imei imei, String organisation) {
        return organisation.isEmpty() ? lookup(imei) : local.lookup(imei.digits(), organisation, table);
    }

    /** The policy for every origin that no other policy is for. */
    public Policy policy() {
        return policies.standard();
    }

    /** The view that an update leads to at a moment; shares with this one what the update does not touch. */
    RegisterView after(RegisterUpdate update, Instant now) {
        return with(update.editAt(now), update.policiesOr(policies), update.revision(), update.recordedAt());
    }

    /** This view after transitions that no revision stands for. */
    RegisterView with(RegisterEdit edit) {
        return with(edit, policies, revision, recordedAt);
    }

    private RegisterView with(RegisterEdit edit, Policies newPolicies, long newRevision, Instant newRecordedAt) {
        RegisterTable newTable = table.with(edit.everyone());
        return new RegisterView(
                newTable,
                local.with(edit, newTable),
                subscriberRules.with(edit.subscriberRules()),
                newPolicies,
                newRevision,
                newRecordedAt);
    }
}
