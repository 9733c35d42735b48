package org.eir.core.register;

import java.time.Instant;
import org.eir.core.check.Policy;
import org.eir.core.identity.Imei;
import org.eir.core.list.Match;

/**
 * The register as it stood after one revision: what a check works on. Nothing of it ever changes.
 *
 * @param table the lists
 * @param policy the operator's policy
 * @param revision the last change set applied, 0 before the first
 * @param recordedAt when that change set was recorded
 */
public record RegisterView(RegisterTable table, Policy policy, long revision, Instant recordedAt) {
    static final RegisterView EMPTY = new RegisterView(RegisterTable.EMPTY, Policy.INITIAL, 0, Instant.EPOCH);

    /** The view that an update leads to at a moment; shares with this one what the update does not touch. */
    RegisterView after(RegisterUpdate update, Instant now) {
        return new RegisterView(
                table.with(update.tableAt(now)), update.policyOr(policy), update.revision(), update.recordedAt());
    }

    public Match lookup(Imei imei) {
        return table.lookup(imei.digits());
    }
}
