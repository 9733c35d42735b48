package org.eir.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eir.core.change.Actor;
import org.eir.core.change.SubscriberRuleChanges;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/** Stands for the store: keeps exceptions and locks in memory and feeds the register with them. */
public final class InMemorySubscriberRules implements SubscriberRuleChanges {
    static final int MAX_PER_DEVICE = 3;

    private final InMemoryLists lists;
    private final Map<Long, RecordedRule> rules = new LinkedHashMap<>();

    InMemorySubscriberRules(InMemoryLists lists) {
        this.lists = lists;
    }

    @Override
    public synchronized AddOutcome add(SubscriberRule rule, Actor actor) {
        List<RecordedRule> before = rulesOf(rule.device());
        Set<Imsi> named = new HashSet<>();
        for (RecordedRule other : before) {
            if (other.rule().source().equals(rule.source())) {
                return new AddOutcome.AlreadyRuled(other);
            }
            named.addAll(other.rule().subscribers());
        }
        int namedBefore = named.size();
        named.addAll(rule.subscribers());
        if (named.size() > MAX_PER_DEVICE) {
            return new AddOutcome.TooManySubscribers(namedBefore, MAX_PER_DEVICE);
        }
        long id = rules.size() + 1L;
        List<SubscriberRule> after =
                new ArrayList<>(before.stream().map(RecordedRule::rule).toList());
        after.add(rule);
        Recorded recorded = lists.changeRules(rule.device(), after, "subscriber-rule", rule.toString(), actor);
        rules.put(id, new RecordedRule(id, rule, recorded, null));
        return new AddOutcome.Added(new RecordedRule(id, rule, recorded, null));
    }

    @Override
    public synchronized WithdrawOutcome withdraw(
            long id, WithdrawalReason reason, @Nullable String reference, Actor actor) {
        lists.mustBeThere();
        RecordedRule before = rules.get(id);
        if (before == null) {
            return new WithdrawOutcome.NoSuchRule(id);
        }
        if (before.withdrawn() != null) {
            return new WithdrawOutcome.AlreadyWithdrawn(before);
        }
        List<SubscriberRule> after = rulesOf(before.rule().device()).stream()
                .filter(other -> other.id() != id)
                .map(RecordedRule::rule)
                .toList();
        Recorded recorded = lists.changeRules(
                before.rule().device(),
                after,
                "subscriber-rule-withdrawal",
                before.rule().toString(),
                actor);
        RecordedRule withdrawn =
                new RecordedRule(id, before.rule(), before.added(), new Withdrawn(recorded, reason, reference));
        rules.put(id, withdrawn);
        return new WithdrawOutcome.Done(withdrawn);
    }

    @Override
    public synchronized Optional<RecordedRule> rule(long id) {
        lists.mustBeThere();
        return Optional.ofNullable(rules.get(id));
    }

    @Override
    public synchronized List<RecordedRule> rulesOf(Imei device) {
        lists.mustBeThere();
        return rules.values().stream()
                .filter(rule -> rule.withdrawn() == null && rule.rule().device().equals(device))
                .toList();
    }
}
