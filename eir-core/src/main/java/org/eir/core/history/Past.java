package org.eir.core.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.Policies;
import org.eir.core.check.SubscriberRule;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.register.Facet;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.register.RegisterView;
import org.eir.core.register.ScopedIdentity;

/**
 * The register as it stood at a moment, as far as one question is concerned.
 *
 * @param at the moment
 * @param revision the last change set recorded by then; 0 if there was none yet
 * @param recordedAt when that was recorded
 * @param policies those in force then
 * @param entries those that cover the device and were recorded and not yet withdrawn then, within their dates or not; the
 *     deciding ones first
 * @param rules exceptions and locks of the device, recorded and not yet withdrawn then; none where the question names no
 *     subscriber, because then they say nothing
 * @param rulesComplete false if rules are missing because their subscribers were erased or their key is gone
 */
public record Past(
        Instant at,
        long revision,
        Instant recordedAt,
        Policies policies,
        List<Entry> entries,
        List<SubscriberRule> rules,
        boolean rulesComplete) {
    private static final int AS_MANY_DATES_AS_THERE_ARE = Integer.MAX_VALUE;

    public Past {
        entries = List.copyOf(entries);
        rules = List.copyOf(rules);
    }

    /** The register of that moment, to be asked the question that this was read for, and no other. */
    public RegisterView view() {
        RegisterUpdate update = new RegisterUpdate(revision, recordedAt);
        Map<ScopedIdentity, List<Facet>> facets = new LinkedHashMap<>();
        for (Entry entry : entries) {
            EntryFacts facts = entry.facts();
            facets.computeIfAbsent(ScopedIdentity.of(facts), key -> new ArrayList<>())
                    .add(Facet.of(facts));
        }
        facets.forEach((key, ofKey) -> update.put(key.scope(), key.identity(), ofKey));
        if (!rules.isEmpty()) {
            update.subscriberRules(rules.getFirst().device(), rules);
        }
        update.policies(policies);
        return new Register(AS_MANY_DATES_AS_THERE_ARE).whatIf(update, at);
    }
}
