package org.eir.core.register;

import java.util.HashMap;
import java.util.Map;
import org.eir.core.check.SubscriberRules;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;

/** Changes to be made together to everything a register holds of identities: what counts at one moment. */
final class RegisterEdit {
    private final TableEdit everyone = new TableEdit();
    private final Map<String, TableEdit> local = new HashMap<>();
    private final Map<Imei, SubscriberRules> subscriberRules = new HashMap<>();

    void put(String scope, ImeiRange identity, int listing) {
        (scope.equals(EntryFacts.EVERYONE) ? everyone : local.computeIfAbsent(scope, organisation -> new TableEdit()))
                .put(identity, listing);
    }

    void put(Imei device, SubscriberRules rules) {
        subscriberRules.put(device, rules);
    }

    TableEdit everyone() {
        return everyone;
    }

    /** By organisation. */
    Map<String, TableEdit> local() {
        return local;
    }

    Map<Imei, SubscriberRules> subscriberRules() {
        return subscriberRules;
    }
}
