package org.eir.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListQueries;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.check.Policies;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EntryFilter;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Facet;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.jspecify.annotations.Nullable;

/** Stands for the store: keeps entries in memory and feeds the register, unless it is away or the feed is held. */
public final class InMemoryLists implements ListChanges, ListQueries {
    private final Register register;
    private final Clock clock;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final List<ChangeSet> changeSets = new ArrayList<>();
    private final Set<ImeiRange> unpublished = new LinkedHashSet<>();
    private final Map<Imei, List<SubscriberRule>> unpublishedRules = new LinkedHashMap<>();
    private @Nullable Policies unpublishedPolicies;
    private long revision;
    private volatile boolean away;
    private boolean feedHeld;
    private @Nullable RuntimeException failing;
    private Runnable beforeNextChange = () -> {};
    private LongFunction<Optional<DeviceGroup>> groups = id -> Optional.empty();
    private BiConsumer<Actor, Long> afterRecording = (actor, revision) -> {};

    public InMemoryLists(Register register, Clock clock) {
        this.register = register;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    public void goAway(boolean isAway) {
        away = isAway;
    }

    /** What somebody does after a caller has looked and before the next change is made. */
    public synchronized void beforeNextChange(Runnable step) {
        beforeNextChange = step;
    }

    /** Where the devices are that changes are about. */
    synchronized void groups(LongFunction<Optional<DeviceGroup>> byId) {
        groups = byId;
    }

    /** What happens in the same step as the recording of a change. */
    public synchronized void afterRecording(BiConsumer<Actor, Long> step) {
        afterRecording = step;
    }

    public synchronized void holdFeed(boolean held) {
        feedHeld = held;
        publish();
    }

    /** Goes away when the next change is about to be recorded. */
    public void failNextChange() {
        failNextChange(new StoreUnavailableException("the database went away", new java.net.ConnectException("reset")));
    }

    /** Fails like this when the next change is about to be recorded. */
    public synchronized void failNextChange(RuntimeException failure) {
        failing = failure;
    }

    /** Takes no lock: the other stand-ins ask this while they hold their own. */
    public void mustBeThere() {
        if (away) {
            throw new StoreUnavailableException("the database is away", new java.net.ConnectException("refused"));
        }
    }

    @Override
    public synchronized ChangeOutcome change(ListChange change, Actor actor) {
        mustBeThere();
        Runnable before = beforeNextChange;
        beforeNextChange = () -> {};
        before.run();
        DeviceGroup seen = change.group();
        if (seen != null) {
            DeviceGroup group = groups.apply(seen.id()).orElseThrow();
            if (group.lastRevision() != seen.lastRevision()) {
                return new ChangeOutcome.GroupChanged(group);
            }
        }
        for (ListChange.Withdrawal withdrawal : change.withdrawals()) {
            Entry entry = entries.get(withdrawal.entryId());
            if (entry == null) {
                return new ChangeOutcome.NoSuchEntry(withdrawal.entryId());
            }
            if (entry.withdrawn() != null) {
                return new ChangeOutcome.AlreadyWithdrawn(entry);
            }
        }
        for (EntryFacts facts : change.additions()) {
            Optional<Entry> existing = inForce(facts).filter(entry -> !withdraws(change, entry));
            if (existing.isPresent()) {
                return new ChangeOutcome.AlreadyListed(facts, existing.get());
            }
            List<Entry> golden = entries.values().stream()
                    .filter(entry -> entry.withdrawn() == null && facts.overrides(entry.facts()))
                    .toList();
            if (!golden.isEmpty() && !change.overrideGolden()) {
                return new ChangeOutcome.GoldenConflict(facts, golden);
            }
        }
        return make(change, actor);
    }

    private static boolean withdraws(ListChange change, Entry entry) {
        return change.withdrawals().stream().anyMatch(withdrawal -> withdrawal.entryId() == entry.id());
    }

    private ChangeOutcome.Done make(ListChange change, Actor actor) {
        Entry.Recorded recorded = nextRevision();
        List<Row> rows = new ArrayList<>();
        List<Entry> gone = new ArrayList<>();
        for (ListChange.Withdrawal withdrawal : change.withdrawals()) {
            Entry entry = Objects.requireNonNull(entries.get(withdrawal.entryId()));
            gone.add(withdrawn(entry, recorded, withdrawal.reason(), withdrawal.reference()));
            rows.add(row(rows.size() + 1, "withdrawal", entry));
        }
        List<Entry> added = new ArrayList<>();
        for (EntryFacts facts : change.additions()) {
            added.add(put(facts, recorded));
            rows.add(row(rows.size() + 1, "addition", added.getLast()));
        }
        commit(recorded, ChangeKind.ENTRIES, actor, rows);
        return new ChangeOutcome.Done(recorded, gone, added);
    }

    /** A change that concerns no entry. */
    synchronized Entry.Recorded commit(ChangeKind kind, String operation, String subject, Actor actor) {
        mustBeThere();
        Entry.Recorded recorded = nextRevision();
        commit(recorded, kind, actor, List.of(new Row(1, operation, 0, subject, "", "")));
        return recorded;
    }

    /** The rules of devices as one change set: all of them as they are from the next revision on. */
    synchronized Entry.Recorded changeRules(
            Map<Imei, List<SubscriberRule>> all, String operation, String subject, Actor actor) {
        mustBeThere();
        unpublishedRules.putAll(all);
        return commit(ChangeKind.SUBSCRIBER_RULE, operation, subject, actor);
    }

    /** Policies as one change set: all of them as they are from the next revision on. */
    public synchronized long changePolicies(LongFunction<Policies> all, String operation, String subject, Actor actor) {
        mustBeThere();
        Entry.Recorded recorded = nextRevision();
        unpublishedPolicies = all.apply(recorded.revision());
        commit(recorded, ChangeKind.POLICY, actor, List.of(new Row(1, operation, 0, subject, "", "")));
        return recorded.revision();
    }

    /** Many entries as one change set. */
    public synchronized long addAll(List<EntryFacts> all, List<Entry> toWithdraw, Actor actor) {
        mustBeThere();
        Entry.Recorded recorded = nextRevision();
        List<Row> rows = new ArrayList<>();
        for (Entry entry : toWithdraw) {
            withdrawn(entry, recorded, WithdrawalReason.NOT_IN_LIST, null);
            rows.add(row(rows.size() + 1, "withdrawal", entry));
        }
        for (EntryFacts facts : all) {
            rows.add(row(rows.size() + 1, "addition", put(facts, recorded)));
        }
        commit(recorded, ChangeKind.IMPORT, actor, rows);
        return recorded.revision();
    }

    public synchronized Optional<Entry> inForce(EntryFacts facts) {
        return entries.values().stream()
                .filter(entry -> entry.withdrawn() == null)
                .filter(entry -> entry.facts().identity().equals(facts.identity()))
                .filter(entry -> entry.facts().list() == facts.list())
                .filter(entry -> entry.facts().source().equals(facts.source()))
                .findFirst();
    }

    public synchronized List<Entry> ofSource(String source) {
        return entries.values().stream()
                .filter(entry -> entry.withdrawn() == null)
                .filter(entry -> entry.facts().source().equals(source))
                .toList();
    }

    @Override
    public synchronized List<Entry> covering(ImeiRange identity) {
        mustBeThere();
        return entries.values().stream()
                .filter(entry -> entry.withdrawn() == null)
                .filter(entry -> entry.facts().identity().from() <= identity.from())
                .filter(entry -> entry.facts().identity().to() >= identity.to())
                .sorted(Comparator.comparingInt(
                                (Entry entry) -> -entry.facts().list().severity())
                        .thenComparingInt(entry -> entry.facts().identity().width())
                        .thenComparingLong(Entry::id))
                .toList();
    }

    @Override
    public synchronized Optional<Entry> entry(long id) {
        mustBeThere();
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public synchronized List<Entry> entries(EntryFilter filter, Instant at, long before, int limit) {
        mustBeThere();
        return entries.values().stream()
                .filter(entry -> entry.id() < before && matches(entry, filter, at))
                .sorted(Comparator.comparingLong(Entry::id).reversed())
                .limit(limit)
                .toList();
    }

    private static boolean matches(Entry entry, EntryFilter filter, Instant at) {
        EntryFacts facts = entry.facts();
        Instant recorded = entry.added().at();
        boolean state = switch (filter.state()) {
            case IN_FORCE -> entry.countsAt(at);
            case WITHDRAWN -> entry.withdrawn() != null;
            case ALL -> true;
        };
        return state
                && (filter.list() == null || filter.list() == facts.list())
                && (filter.reason() == null || filter.reason() == facts.reason())
                && (filter.source() == null || filter.source().equals(facts.source()))
                && (filter.tac() == null || filter.tac().equals(facts.identity().tac()))
                && (filter.recordedFrom() == null || !recorded.isBefore(filter.recordedFrom()))
                && (filter.recordedUntil() == null || recorded.isBefore(filter.recordedUntil()));
    }

    @Override
    public synchronized List<ChangeSet> changes(long after, int limit) {
        mustBeThere();
        return changeSets.stream()
                .filter(set -> set.revision() > after)
                .limit(limit)
                .toList();
    }

    private Entry put(EntryFacts facts, Entry.Recorded recorded) {
        Entry entry = new Entry(entries.size() + 1L, facts, recorded, null);
        entries.put(entry.id(), entry);
        unpublished.add(facts.identity());
        return entry;
    }

    private Entry withdrawn(Entry entry, Entry.Recorded recorded, WithdrawalReason reason, @Nullable String reference) {
        Entry.Withdrawn by = new Entry.Withdrawn(recorded, reason, reference);
        Entry withdrawn = new Entry(entry.id(), entry.facts(), entry.added(), by);
        entries.put(entry.id(), withdrawn);
        unpublished.add(entry.facts().identity());
        return withdrawn;
    }

    public synchronized long lastRevision() {
        return revision;
    }

    private Entry.Recorded nextRevision() {
        RuntimeException failure = failing;
        if (failure != null) {
            failing = null;
            throw failure;
        }
        return new Entry.Recorded(++revision, clock.instant());
    }

    private void commit(Entry.Recorded recorded, ChangeKind kind, Actor actor, List<Row> rows) {
        changeSets.add(new ChangeSet(
                recorded.revision(),
                recorded.at(),
                kind.text(),
                actor.name(),
                actor.approver(),
                rows.size(),
                "00",
                rows.subList(0, Math.min(MAX_ROWS, rows.size())),
                null));
        afterRecording.accept(actor, recorded.revision());
        publish();
    }

    private void publish() {
        if (feedHeld || revision == 0) {
            return;
        }
        RegisterUpdate update = new RegisterUpdate(revision, clock.instant());
        for (ImeiRange identity : unpublished) {
            entries.values().stream()
                    .map(Entry::facts)
                    .filter(facts -> facts.identity().equals(identity))
                    .map(EntryFacts::scope)
                    .distinct()
                    .forEach(scope -> update.put(scope, identity, facets(identity, scope)));
        }
        unpublished.clear();
        unpublishedRules.forEach(update::subscriberRules);
        unpublishedRules.clear();
        if (unpublishedPolicies != null) {
            update.policies(unpublishedPolicies);
            unpublishedPolicies = null;
        }
        register.publish(update, clock.instant());
    }

    private List<Facet> facets(ImeiRange identity, String scope) {
        return entries.values().stream()
                .filter(entry -> entry.withdrawn() == null)
                .map(Entry::facts)
                .filter(facts ->
                        facts.identity().equals(identity) && facts.scope().equals(scope))
                .map(Facet::of)
                .toList();
    }

    private static Row row(int number, String operation, Entry entry) {
        return new Row(
                number,
                operation,
                entry.id(),
                entry.facts().identity().text(),
                entry.facts().list().text(),
                entry.facts().source());
    }
}
