package org.eir.core.register;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eir.core.identity.ImeiRange;
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
    private final Map<ImeiRange, Dated> dated = new HashMap<>();
    private final SortedMap<Instant, Set<ImeiRange>> transitions = new TreeMap<>();
    private volatile RegisterView view = RegisterView.EMPTY;
    private volatile int datedIdentities;

    private record Dated(List<Facet> facets, @Nullable Instant next) {}

    /** The lists need more room than this register was given; nothing of the update was applied. */
    public static final class LimitExceededException extends RuntimeException {
        LimitExceededException(String message) {
            super(message);
        }
    }

    /**
     * @param maxDatedIdentities how many identities may have entries that start or expire by date
     */
    public Register(int maxDatedIdentities) {
        this.maxDatedIdentities = maxDatedIdentities;
    }

    /** The lists, policy and revision as they stand: consistent with each other, and never changed afterwards. */
    public RegisterView view() {
        return view;
    }

    /** Identities whose entries start or expire by date and have not yet done so for the last time. */
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
        update.undated().forEach(this::forget);
        update.dated().forEach((identity, facets) -> remember(identity, facets, now));
        view = view.after(update, now);
        datedIdentities = dated.size();
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
        List<ImeiRange> due = new ArrayList<>();
        for (Set<ImeiRange> identities : transitions.headMap(now.plusNanos(1)).values()) {
            due.addAll(identities);
        }
        if (due.isEmpty()) {
            return 0;
        }
        TableEdit edit = new TableEdit();
        for (ImeiRange identity : due) {
            List<Facet> facets = forget(identity).facets();
            edit.put(identity, Facet.combined(facets, now));
            remember(identity, facets, now);
        }
        view = new RegisterView(view.table().with(edit), view.policy(), view.revision(), view.recordedAt());
        datedIdentities = dated.size();
        return due.size();
    }

    /** How many identities would wait for a date: those whose entries have all expired do not. */
    private long datedAfter(RegisterUpdate update, Instant now) {
        long replaced = Stream.concat(update.undated().stream(), update.dated().keySet().stream())
                .filter(dated::containsKey)
                .count();
        long waiting = update.dated().values().stream()
                .filter(facets -> Facet.nextTransition(facets, now) != null)
                .count();
        return dated.size() - replaced + waiting;
    }

    private void remember(ImeiRange identity, List<Facet> facets, Instant now) {
        forget(identity);
        Instant next = Facet.nextTransition(facets, now);
        if (next != null) {
            dated.put(identity, new Dated(facets, next));
            transitions.computeIfAbsent(next, instant -> new HashSet<>()).add(identity);
        }
    }

    private Dated forget(ImeiRange identity) {
        Dated before = dated.remove(identity);
        if (before == null) {
            return new Dated(List.of(), null);
        }
        if (before.next() != null) {
            Set<ImeiRange> sameMoment = transitions.getOrDefault(before.next(), Set.of());
            sameMoment.remove(identity);
            if (sameMoment.isEmpty()) {
                transitions.remove(before.next());
            }
        }
        return before;
    }
}
