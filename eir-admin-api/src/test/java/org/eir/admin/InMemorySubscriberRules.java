package org.eir.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eir.core.change.Actor;
import org.eir.core.change.PairingList;
import org.eir.core.change.PairingPlan;
import org.eir.core.change.SubscriberRuleChanges;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EquipmentList;
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
    public synchronized AddOutcome add(SubscriberRule rule, boolean mayUndoOthers, Actor actor) {
        List<RecordedRule> before = rulesOf(rule.device());
        Set<Imsi> named = new HashSet<>();
        for (RecordedRule other : before) {
            boolean isOver = other.rule().validity().isOver(lists.now());
            boolean isOwn = other.rule().source().equals(rule.source());
            if (isOwn && (!isOver || other.rule().equals(rule))) {
                return new AddOutcome.AlreadyRuled(other);
            }
            if (!isOver) {
                named.addAll(other.rule().subscribers());
            }
        }
        Optional<Listing> listing = mayUndoOthers || rule.kind() == SubscriberRule.Kind.LOCK
                ? Optional.empty()
                : listing(rule.device(), rule.source());
        if (listing.isPresent()) {
            return new AddOutcome.ListedByOther(listing.get());
        }
        int namedBefore = named.size();
        named.addAll(rule.subscribers());
        if (named.size() > MAX_PER_DEVICE) {
            return new AddOutcome.TooManySubscribers(namedBefore, MAX_PER_DEVICE);
        }
        long id = rules.size() + 1L;
        List<RecordedRule> gone = before.stream()
                .filter(other -> other.rule().source().equals(rule.source()))
                .toList();
        List<SubscriberRule> after = new ArrayList<>(before.stream()
                .filter(other -> !gone.contains(other))
                .map(RecordedRule::rule)
                .toList());
        after.add(rule);
        Recorded recorded = lists.changeRules(Map.of(rule.device(), after), "subscriber-rule", rule.toString(), actor);
        gone.forEach(other -> rules.put(
                other.id(),
                new RecordedRule(
                        other.id(),
                        other.rule(),
                        other.added(),
                        new Withdrawn(recorded, WithdrawalReason.EXPIRED, null))));
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
                Map.of(before.rule().device(), after),
                "subscriber-rule-withdrawal",
                before.rule().toString(),
                actor);
        RecordedRule withdrawn =
                new RecordedRule(id, before.rule(), before.added(), new Withdrawn(recorded, reason, reference));
        rules.put(id, withdrawn);
        return new WithdrawOutcome.Done(withdrawn);
    }

    @Override
    public synchronized PairingPlan compare(PairingList list) {
        lists.mustBeThere();
        return PairingPlan.of(
                list,
                rules.values().stream().filter(rule -> rule.withdrawn() == null).toList(),
                listings(list),
                MAX_PER_DEVICE,
                lists.now());
    }

    private Map<Imei, Listing> listings(PairingList list) {
        Map<Imei, Listing> listings = new LinkedHashMap<>();
        if (list.kind() == SubscriberRule.Kind.EXCEPTION && !list.mayUndoOthers()) {
            list.rows()
                    .forEach(row ->
                            listing(row.device(), list.source()).ifPresent(found -> listings.put(row.device(), found)));
        }
        return listings;
    }

    private Optional<Listing> listing(Imei device, String source) {
        return lists.covering(ImeiRange.of(device)).stream()
                .filter(entry -> !entry.facts().source().equals(source))
                .filter(entry -> entry.facts().list() == EquipmentList.BLACK
                        || entry.facts().list() == EquipmentList.GREY)
                .map(entry -> new Listing(
                        entry.id(),
                        entry.facts().identity(),
                        entry.facts().list(),
                        entry.facts().source()))
                .findFirst();
    }

    @Override
    public synchronized Paired pair(PairingList list, Actor actor, Predicate<PairingPlan> allowed) {
        PairingPlan plan = compare(list);
        if (!allowed.test(plan)) {
            return new Paired(plan, null);
        }
        Map<Imei, List<SubscriberRule>> after = new LinkedHashMap<>();
        for (PairingPlan.Step step : plan.steps()) {
            SubscriberRule of = Objects.requireNonNull(
                    step.beginning() == null
                            ? Objects.requireNonNull(step.ending()).rule()
                            : step.beginning());
            List<SubscriberRule> left = new ArrayList<>(rulesOf(of.device()).stream()
                    .filter(other -> !other.equals(step.ending()))
                    .map(RecordedRule::rule)
                    .toList());
            if (step.beginning() != null) {
                left.add(step.beginning());
            }
            after.put(of.device(), left);
        }
        if (after.isEmpty()) {
            return new Paired(plan, null);
        }
        Recorded recorded =
                lists.changeRules(after, "subscriber-rule", list.kind().text() + "s", actor);
        plan.steps().forEach(step -> {
            RecordedRule ending = step.ending();
            if (ending != null) {
                Withdrawn withdrawn = new Withdrawn(recorded, step.why(), list.reference());
                rules.put(ending.id(), new RecordedRule(ending.id(), ending.rule(), ending.added(), withdrawn));
            }
            if (step.beginning() != null) {
                long id = rules.size() + 1L;
                rules.put(id, new RecordedRule(id, step.beginning(), recorded, null));
            }
        });
        return new Paired(plan, recorded);
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
