package org.eir.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.eir.core.change.Actor;
import org.eir.core.change.PolicyChanges;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policies;
import org.eir.core.check.Policy;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/** Stands for the store: keeps policies in memory and feeds the register with them. */
public final class InMemoryPolicies implements PolicyChanges {
    private final InMemoryLists lists;
    private final TreeMap<String, Policy> inForce = new TreeMap<>();

    InMemoryPolicies(InMemoryLists lists) {
        this.lists = lists;
    }

    /** The policy for everybody. */
    public void setStandard(Policy policy) {
        put(policy, null, null, TestNode.OPERATOR.actor());
    }

    @Override
    public synchronized PutOutcome put(
            Policy policy, @Nullable Long expectedVersion, @Nullable String reference, Actor actor) {
        lists.mustBeThere();
        Policy before = inForce.get(policy.name());
        if (expectedVersion != null && expectedVersion != (before == null ? NONE_YET : before.version())) {
            return new PutOutcome.Stale(before);
        }
        if (before != null && before.equals(policy.asOf(before.version()))) {
            return new PutOutcome.Unchanged(before);
        }
        for (Policy other : inForce.values()) {
            for (OriginMatcher origin : policy.origins()) {
                if (!other.name().equals(policy.name()) && other.origins().contains(origin)) {
                    return new PutOutcome.OriginTaken(origin, other.name());
                }
            }
        }
        lists.changePolicies(
                revision -> {
                    inForce.put(policy.name(), policy.asOf(revision));
                    return all();
                },
                policy.isStandard() ? "policy" : "origin-policy",
                policy.summary(),
                actor);
        return new PutOutcome.Done(Objects.requireNonNull(inForce.get(policy.name())), before == null);
    }

    @Override
    public synchronized WithdrawOutcome withdraw(
            String name,
            @Nullable Long expectedVersion,
            WithdrawalReason reason,
            @Nullable String reference,
            Actor actor) {
        lists.mustBeThere();
        Policy before = inForce.get(name);
        if (before == null) {
            return new WithdrawOutcome.NoSuchPolicy(name);
        }
        if (expectedVersion != null && expectedVersion != before.version()) {
            return new WithdrawOutcome.Stale(before);
        }
        return new WithdrawOutcome.Done(lists.changePolicies(
                revision -> {
                    inForce.remove(name);
                    return all();
                },
                "origin-policy-withdrawal",
                name,
                actor));
    }

    @Override
    public synchronized List<Policy> policies() {
        lists.mustBeThere();
        return List.copyOf(inForce.values());
    }

    @Override
    public synchronized Optional<Policy> policy(String name) {
        lists.mustBeThere();
        return Optional.ofNullable(inForce.get(name));
    }

    private Policies all() {
        return Policies.of(new ArrayList<>(inForce.values()));
    }
}
