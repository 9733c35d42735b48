package org.eir.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.identity.ImeiRange;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.register.Facet;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the store's imports. Can hold appliers back, take its time with rows, and keep none of them. What previews
 * find beyond their counts is what a test says.
 */
public final class InMemoryImports implements Imports {
    private final InMemoryLists lists;
    private final Clock clock;
    private final Map<Long, Job> jobs = new LinkedHashMap<>();
    private final Map<Long, List<EntryFacts>> staged = new LinkedHashMap<>();
    private final Map<Long, List<EntryFacts>> removals = new LinkedHashMap<>();
    private final Map<Long, List<Rejection>> rejected = new LinkedHashMap<>();
    private final Map<Long, Done> done = new LinkedHashMap<>();
    public volatile Findings findings = Findings.NONE;
    public final Semaphore mayApply = new Semaphore(Integer.MAX_VALUE / 2);
    private volatile boolean onlyCounting;
    private volatile int delayPerRowMs;

    /** What applying an import did. */
    private record Done(List<EntryFacts> added, List<Entry> withdrawn) {}

    private boolean overtaken;
    private volatile boolean breaksWhileApplying;

    public InMemoryImports(InMemoryLists lists, Clock clock) {
        this.lists = lists;
        this.clock = clock;
    }

    public void onlyCount() {
        onlyCounting = true;
    }

    public void delayRows(int delayMs) {
        delayPerRowMs = delayMs;
    }

    /** From now on the database goes away while an import is applied, and its state stays as it was then. */
    public void breakWhileApplying() {
        breaksWhileApplying = true;
    }

    /** Whether others are in the way of whatever is applied or taken back. */
    public synchronized void beOvertaken(boolean isOvertaken) {
        overtaken = isOvertaken;
    }

    public synchronized int opened() {
        return jobs.size();
    }

    @Override
    public synchronized Receiver open(Request request, String identityColumn, Actor actor) {
        lists.mustBeThere();
        long id = jobs.size() + 1L;
        jobs.put(id, new Job(id, request, State.RECEIVING, Counts.NONE, clock.instant(), null, null, null));
        staged.put(id, new ArrayList<>());
        removals.put(id, new ArrayList<>());
        rejected.put(id, new ArrayList<>());
        return new InMemoryReceiver(id, request);
    }

    @Override
    public ApplyOutcome apply(long id, Actor actor, Function<RegisterUpdate, Impact> impact, Limits limits) {
        mayApply.acquireUninterruptibly();
        synchronized (this) {
            lists.mustBeThere();
            Job job = jobs.get(id);
            if (job == null) {
                return new ApplyOutcome.NoSuchImport(id);
            }
            if (job.state() != State.PREVIEWED && job.state() != State.AWAITING_APPROVAL) {
                return new ApplyOutcome.NotPreviewed(job);
            }
            if (overtaken) {
                return new ApplyOutcome.Overtaken(job);
            }
            if (breaksWhileApplying) {
                put(job, State.APPLYING, job.counts(), null, null);
                throw new StoreUnavailableException("the database went away", new java.net.ConnectException());
            }
            Optional<String> beyond = limits.beyond(job.request(), job.counts(), findings);
            if (beyond.isPresent()) {
                return new ApplyOutcome.BeyondLimits(put(job, State.PREVIEWED, job.counts(), null, null), beyond.get());
            }
            List<EntryFacts> rows = staged.getOrDefault(id, List.of());
            List<EntryFacts> fresh =
                    rows.stream().filter(row -> lists.inForce(row).isEmpty()).toList();
            List<Entry> withdrawn = new ArrayList<>(missing(job.request(), rows));
            removals.getOrDefault(id, List.of())
                    .forEach(row -> lists.inForce(row).ifPresent(withdrawn::add));
            long revision = lists.addAll(fresh, withdrawn, actor);
            done.put(id, new Done(fresh, withdrawn));
            return new ApplyOutcome.Applied(put(job, State.APPLIED, job.counts(), revision, null));
        }
    }

    @Override
    public synchronized RollbackOutcome rollback(long id, Actor actor) {
        lists.mustBeThere();
        Job job = jobs.get(id);
        Done applied = done.get(id);
        if (job == null) {
            return new RollbackOutcome.NoSuchImport(id);
        }
        if (job.state() != State.APPLIED || applied == null) {
            return new RollbackOutcome.NotApplied(job);
        }
        if (overtaken) {
            return new RollbackOutcome.Overtaken(job);
        }
        List<Entry> added = applied.added().stream()
                .flatMap(facts -> lists.inForce(facts).stream())
                .toList();
        List<EntryFacts> restored =
                applied.withdrawn().stream().map(Entry::facts).toList();
        long revision = lists.addAll(restored, added, actor);
        Job rolledBack = new Job(
                id, job.request(), State.ROLLED_BACK, job.counts(), job.created(), job.revision(), revision, null);
        jobs.put(id, rolledBack);
        return new RollbackOutcome.RolledBack(rolledBack);
    }

    @Override
    public synchronized boolean awaitApproval(long id, Instant until) {
        return moved(id, State.PREVIEWED, State.AWAITING_APPROVAL, null);
    }

    @Override
    public synchronized boolean giveUp(long id, String why) {
        return moved(id, State.AWAITING_APPROVAL, State.FAILED, why);
    }

    private boolean moved(long id, State from, State to, @Nullable String failure) {
        lists.mustBeThere();
        Job job = jobs.get(id);
        boolean moves = job != null && job.state() == from;
        if (moves) {
            put(job, to, job.counts(), null, failure);
        }
        return moves;
    }

    @Override
    public synchronized List<Job> jobs(long before, int limit) {
        lists.mustBeThere();
        return jobs.values().stream()
                .filter(job -> job.id() < before)
                .sorted(Comparator.comparingLong(Job::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Findings findings(long id) {
        lists.mustBeThere();
        return findings;
    }

    @Override
    public synchronized Optional<Job> job(long id) {
        lists.mustBeThere();
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized List<Rejection> rejections(long id, long afterLine, int limit) {
        lists.mustBeThere();
        return rejected.getOrDefault(id, List.of()).stream()
                .filter(rejection -> rejection.line() > afterLine)
                .limit(limit)
                .toList();
    }

    public synchronized List<EntryFacts> staged(long id) {
        return staged.getOrDefault(id, List.of());
    }

    private List<Entry> missing(Request request, List<EntryFacts> rows) {
        if (request.mode() != Mode.REPLACE) {
            return List.of();
        }
        Set<ImeiRange> kept =
                new HashSet<>(rows.stream().map(EntryFacts::identity).toList());
        return lists.ofSource(request.source()).stream()
                .filter(entry -> entry.facts().list() == request.list())
                .filter(entry -> !kept.contains(entry.facts().identity()))
                .toList();
    }

    private Job put(Job job, State state, Counts counts, @Nullable Long revision, @Nullable String failure) {
        Job next = new Job(job.id(), job.request(), state, counts, job.created(), revision, null, failure);
        jobs.put(job.id(), next);
        return next;
    }

    private final class InMemoryReceiver implements Receiver {
        private final long id;
        private final Request request;
        private final Set<ImeiRange> seen = new HashSet<>();
        private long rows;
        private long added;
        private long removed;
        private long unchanged;
        private long rejections;
        private long spareDigits;

        InMemoryReceiver(long id, Request request) {
            this.id = id;
            this.request = request;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public void accept(long line, RowChange change, EntryFacts facts, boolean reasonSaid, boolean spareDigit) {
            lists.mustBeThere();
            pause();
            rows++;
            spareDigits += spareDigit ? 1 : 0;
            if (change == RowChange.REMOVE) {
                removed++;
                synchronized (InMemoryImports.this) {
                    removals.getOrDefault(id, new ArrayList<>()).add(facts);
                }
            } else if (onlyCounting) {
                added++;
            } else if (!seen.add(facts.identity())) {
                unchanged++;
            } else {
                staged(id).add(facts);
                if (lists.inForce(facts).isPresent()) {
                    unchanged++;
                } else {
                    added++;
                }
            }
        }

        @Override
        public void reject(long line, Refusal refusal) {
            lists.mustBeThere();
            rows++;
            rejections++;
            synchronized (InMemoryImports.this) {
                rejected.getOrDefault(id, new ArrayList<>()).add(new Rejection(line, refusal));
            }
        }

        @Override
        public Job preview(Function<RegisterUpdate, Impact> impact) {
            lists.mustBeThere();
            RegisterUpdate update = new RegisterUpdate(0, clock.instant());
            seen.forEach(identity -> update.put(identity, facets(identity)));
            Impact found = impact.apply(update);
            findings = new Findings(
                    findings.conflicts(),
                    findings.goldenConflicts(),
                    findings.largestTacs(),
                    found,
                    findings.laterEdits(),
                    new Extent(widest(), held(), exempt()));
            synchronized (InMemoryImports.this) {
                long withdrawn = removed + missing(request, staged(id)).size();
                Counts counts = new Counts(rows, added, unchanged, 0, withdrawn, rejections, spareDigits);
                return put(job(id).orElseThrow(), State.PREVIEWED, counts, null, null);
            }
        }

        private int widest() {
            return seen.stream().mapToInt(ImeiRange::width).max().orElse(1);
        }

        private long exempt() {
            return missing(request, staged(id)).stream()
                    .filter(entry -> entry.facts().exempt())
                    .count();
        }

        private long held() {
            return lists.ofSource(request.source()).stream()
                    .filter(entry -> entry.facts().list() == request.list())
                    .count();
        }

        private List<Facet> facets(ImeiRange identity) {
            return staged(id).stream()
                    .filter(facts -> facts.identity().equals(identity))
                    .map(Facet::of)
                    .toList();
        }

        @Override
        public Job fail(String why) {
            synchronized (InMemoryImports.this) {
                return put(job(id).orElseThrow(), State.FAILED, Counts.NONE, null, why);
            }
        }

        @Override
        public void close() {
            // What was received goes with the fixture.
        }

        private void pause() {
            if (delayPerRowMs > 0) {
                try {
                    Thread.sleep(delayPerRowMs);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
