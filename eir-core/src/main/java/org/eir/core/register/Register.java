package org.eir.core.register;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRules;
import org.eir.core.identity.Imei;
import org.jspecify.annotations.Nullable;

/**
 * The lists in memory. Readers take the current {@link RegisterView} by one volatile read; writers take turns and
 * publish each change set in one step.
 *
 * <p>Identities with dated entries are kept beside the table, at most a configured number of them, with the moment of
 * their next transition; {@link #advance} makes those that are due. A transition writes nothing and needs no database.
 */
public final class Register {
    private final int maxDatedIdentities;
    private final Transitions<ScopedIdentity, List<Facet>> entries = new Transitions<>();
    private final Transitions<Imei, List<SubscriberRule>> subscriberRules = new Transitions<>();
    private volatile RegisterView view = RegisterView.EMPTY;
    private volatile int datedIdentities;

    /** The lists need more room than this register was given; nothing of the update was applied. */
    public static final class LimitExceededException extends RuntimeException {
        LimitExceededException(String message) {
            super(message);
        }
    }

    /**
     * @param maxDatedIdentities how many identities may have entries or subscriber rules that start or expire by date
     */
    public Register(int maxDatedIdentities) {
        this.maxDatedIdentities = maxDatedIdentities;
    }

    /** The lists, policy and revision as they stand: consistent with each other, and never changed afterwards. */
    public RegisterView view() {
        return view;
    }

    /** Identities whose entries or subscriber rules start or expire by date and have not yet done so for the last time. */
    public int datedIdentities() {
        return datedIdentities;
    }

    /**
     * Applies an update in one step.
     *
     * @param now the moment whose state is published
     * @throws LimitExceededException if there would be more dated identities than allowed
     */
    public synchronized void publish(RegisterUpdate update, Instant now) {
        long datedAfter = datedAfter(update, now);
        if (datedAfter > maxDatedIdentities) {
            throw new LimitExceededException(datedAfter + " identities would have dated entries; the limit is "
                    + maxDatedIdentities + " (register.maxDatedIdentities)");
        }
        view = view.after(update, now);
        update.undated().forEach(entries::forget);
        update.dated().forEach((key, facets) -> remember(key, facets, now));
        update.subscriberRules().forEach((device, rules) -> remember(device, rules, now));
        count();
        notifyAll();
    }

    /**
     * The view that an update would lead to, which nobody else sees: what a change would mean before it is made. It
     * shares with {@link #view} what the update does not touch.
     *
     * @param now the moment whose state is shown
     */
    public RegisterView whatIf(RegisterUpdate update, Instant now) {
        return view.after(update, now);
    }

    /**
     * Waits until a revision is applied, so that who changed something sees the change.
     *
     * @return whether it was, within the time
     */
    public synchronized boolean awaitRevision(long revision, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (view.revision() < revision) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /** Makes the starts and expiries that are due at {@code now}; returns how many identities changed. */
    public synchronized int advance(Instant now) {
        Map<ScopedIdentity, List<Facet>> dueEntries = entries.takeDue(now);
        Map<Imei, List<SubscriberRule>> dueRules = subscriberRules.takeDue(now);
        if (dueEntries.isEmpty() && dueRules.isEmpty()) {
            return 0;
        }
        RegisterEdit edit = new RegisterEdit();
        dueEntries.forEach((key, facets) -> {
            edit.put(key.scope(), key.identity(), Facet.combined(facets, now));
            remember(key, facets, now);
        });
        dueRules.forEach((device, rules) -> {
            edit.put(device, SubscriberRules.at(now, rules));
            remember(device, rules, now);
        });
        view = view.with(edit);
        count();
        return dueEntries.size() + dueRules.size();
    }

    private void remember(ScopedIdentity key, List<Facet> facets, Instant now) {
        entries.remember(key, facets, Facet.nextTransition(facets, now));
    }

    private void remember(Imei device, List<SubscriberRule> rules, Instant now) {
        subscriberRules.remember(device, rules, nextTransition(rules, now));
    }

    private static @Nullable Instant nextTransition(List<SubscriberRule> rules, Instant now) {
        return rules.stream()
                .map(rule -> rule.validity().nextTransition(now))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private void count() {
        datedIdentities = entries.size() + subscriberRules.size();
    }

    /** How many identities would wait for a date: those whose entries have all expired do not. */
    private long datedAfter(RegisterUpdate update, Instant now) {
        long replaced = Stream.concat(update.undated().stream(), update.dated().keySet().stream())
                        .filter(entries::holds)
                        .count()
                + update.subscriberRules().keySet().stream()
                        .filter(subscriberRules::holds)
                        .count();
        long waiting = update.dated().values().stream()
                        .filter(facets -> Facet.nextTransition(facets, now) != null)
                        .count()
                + update.subscriberRules().values().stream()
                        .filter(rules -> nextTransition(rules, now) != null)
                        .count();
        return entries.size() + subscriberRules.size() - replaced + waiting;
    }
}
