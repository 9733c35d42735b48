package org.eir.admin;

import java.time.Instant;
import java.util.List;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Policies;
import org.eir.core.history.History;
import org.eir.core.history.Past;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.Entry;

/** Stands for the store: everything was recorded at one moment, and before it there was nothing. */
public final class InMemoryHistory implements History {
    private final InMemoryLists lists;
    private final InMemoryPolicies policies;
    private final Instant recorded;
    private volatile boolean rulesLost;

    InMemoryHistory(InMemoryLists lists, InMemoryPolicies policies, Instant recorded) {
        this.lists = lists;
        this.policies = policies;
        this.recorded = recorded;
    }

    /** As if subscribers of rules had been erased. */
    public void loseRules() {
        rulesLost = true;
    }

    @Override
    public Past asOf(CheckRequest question, Instant at) {
        lists.mustBeThere();
        if (at.isBefore(recorded)) {
            return new Past(at, 0, Instant.EPOCH, Policies.INITIAL, List.of(), List.of(), !rulesLost);
        }
        List<Entry> entries =
                question.identity() instanceof Device device ? lists.covering(ImeiRange.of(device.imei())) : List.of();
        return new Past(
                at, lists.lastRevision(), recorded, Policies.of(policies.policies()), entries, List.of(), !rulesLost);
    }
}
