package org.eir.admin.imports;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eir.admin.imports.ImportMetrics.End;
import org.eir.admin.input.EntryFile;
import org.eir.admin.input.RowDefaults;
import org.eir.core.ImpactCount;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.Imports.ApplyOutcome.Applied;
import org.eir.core.change.Imports.ApplyOutcome.BeyondLimits;
import org.eir.core.change.Imports.ApplyOutcome.NoSuchImport;
import org.eir.core.change.Imports.ApplyOutcome.NotPreviewed;
import org.eir.core.change.Imports.ApplyOutcome.Overtaken;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Limits;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Receiver;
import org.eir.core.change.Imports.RollbackOutcome;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.change.Imports.State;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.register.RegisterView;
import org.eir.core.sighting.Impact;
import org.eir.core.sighting.Sightings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives imports, {@value #MAX_AT_ONCE} at once, and applies them or takes them back, as many at once, each on a thread
 * of its own: slow senders do not keep what was approved from being applied. Knows how far those under way are.
 *
 * <pre>
 *   receiving ── preview ──▶ previewed ── apply ──▶ applying ──▶ applied ── rollback ──▶ rolled-back
 *       │                     │  ▲                    ▲  │
 *       └──▶ failed           │  └ could not be done ─┼──┘
 *               ▲             ▼                       │
 *               └ refused ─ awaiting-approval ─ approved
 * </pre>
 *
 * An import is answered as applied only once this node's register holds it.
 */
public final class ImportDesk implements AutoCloseable {
    static final int MAX_AT_ONCE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ImportDesk.class);
    private static final int MAX_REMEMBERED_FAILURES = 100;
    private static final int PROGRESS_STEP = 1000;
    private static final Duration IMPACT_LIMIT = Duration.ofMinutes(1);
    private static final Duration REGISTER_WAIT = Duration.ofMinutes(1);

    private final Imports imports;
    private final Register register;
    private final Sightings sightings;
    private final Clock clock;
    private final ImportMetrics metrics;
    private final Duration shutdown;
    private final Semaphore mayReceive = new Semaphore(MAX_AT_ONCE);
    private final Semaphore mayApply = new Semaphore(MAX_AT_ONCE);
    private final ExecutorService threads = Executors.newFixedThreadPool(
            2 * MAX_AT_ONCE, Thread.ofPlatform().name("eir-import-", 0).factory());
    private final Map<Long, UnderWay> underWay = new ConcurrentHashMap<>();
    private final Map<Long, String> applyFailures = new LinkedHashMap<>();

    /** Why an import was not applied, and whether because it would have done more than was allowed. */
    record NotApplied(String why, boolean beyondLimits) {}

    /** How far an import on one of our threads is. */
    private record UnderWay(State state, Counts counts) {}

    public ImportDesk(
            Imports imports,
            Register register,
            Sightings sightings,
            Clock clock,
            ImportMetrics metrics,
            Duration shutdown) {
        this.imports = imports;
        this.register = register;
        this.sightings = sightings;
        this.clock = clock;
        this.metrics = metrics;
        this.shutdown = shutdown;
    }

    /** Takes a file in, on a thread of its own; false if too many are taken in already, and then nothing happens. */
    boolean tryReceive(Runnable work) {
        return tryRun(mayReceive, work);
    }

    /** The same for what was taken in: applies it, or takes it back. */
    boolean tryApply(Runnable work) {
        return tryRun(mayApply, work);
    }

    private boolean tryRun(Semaphore free, Runnable work) {
        if (!free.tryAcquire()) {
            metrics.ended(End.TURNED_AWAY);
            return false;
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            free.release();
            return false;
        }
        return true;
    }

    /**
     * Takes all rows of a file and compares them with what is in force.
     *
     * @throws IOException if the upload breaks off; the import has failed then, and says why
     */
    Job receive(EntryFile file, Imports.Request request, RowDefaults defaults, Actor actor, Upload upload)
            throws IOException {
        try (Receiver receiver = imports.open(request, file.identityColumn(), actor)) {
            try {
                file.readInto(counting(receiver), defaults);
                upload.received();
                Job job = receiver.preview(this::impact);
                metrics.ended(End.PREVIEWED);
                metrics.rows(job.counts());
                return job;
            } catch (IOException broken) {
                receiver.fail(upload.problem(broken).detail());
                throw broken;
            } finally {
                underWay.remove(receiver.id());
            }
        }
    }

    /** Whom a change of the lists would hit, as this node would answer. */
    private Impact impact(RegisterUpdate update) {
        RegisterView after = register.whatIf(update, clock.instant());
        return ImpactCount.of(register.view(), after, sightings, null, IMPACT_LIMIT);
    }

    private EntryFile.Rows counting(Receiver receiver) {
        return new EntryFile.Rows() {
            private long rows;
            private long rejected;

            @Override
            public void accept(long line, RowChange change, EntryFacts facts, boolean reasonSaid, boolean spareDigit) {
                receiver.accept(line, change, facts, reasonSaid, spareDigit);
                count();
            }

            @Override
            public void reject(long line, Refusal refusal) {
                receiver.reject(line, refusal);
                rejected++;
                count();
            }

            private void count() {
                if (rows++ % PROGRESS_STEP == 0) {
                    Counts soFar = new Counts(rows, 0, 0, 0, 0, rejected, 0);
                    underWay.put(receiver.id(), new UnderWay(State.RECEIVING, soFar));
                }
            }
        };
    }

    /** Says from now on that an import is being applied. */
    void announceApplying(Job job) {
        synchronized (applyFailures) {
            applyFailures.remove(job.id());
        }
        underWay.put(job.id(), new UnderWay(State.APPLYING, job.counts()));
    }

    /**
     * Applies an announced import; returns when it is done or has failed, which {@link #find} then tells.
     *
     * @param limits judge it again if the lists have changed since its preview
     * @return why it was not applied; empty if it was
     */
    Optional<NotApplied> apply(long id, Actor actor, Limits limits) {
        try {
            return switch (imports.apply(id, actor, this::impact, limits)) {
                case Applied _ -> {
                    metrics.ended(End.APPLIED);
                    yield Optional.empty();
                }
                case BeyondLimits beyond -> {
                    metrics.ended(End.BEYOND_LIMITS);
                    String why = "Lists that have changed since its preview make it do more than was allowed: "
                            + beyond.beyond() + "; nothing was applied";
                    remember(id, why);
                    yield Optional.of(new NotApplied(why + ".", true));
                }
                case Overtaken _ -> {
                    metrics.ended(End.FAILED);
                    String why = "Others changed the same entries again and again meanwhile; nothing was applied";
                    remember(id, why);
                    yield Optional.of(new NotApplied(why + ".", false));
                }
                case NotPreviewed _, NoSuchImport _ ->
                    Optional.of(new NotApplied("The import was not in a state in which it can be applied.", false));
            };
        } catch (RuntimeException e) {
            metrics.ended(End.FAILED);
            boolean away = e instanceof StoreUnavailableException;
            LOG.warn("Import {} could not be applied: {}", id, e.getMessage(), away ? null : e);
            String why = (away ? "The database could not be reached" : "The register failed, its log says why")
                    + "; nothing was applied";
            remember(id, why);
            return Optional.of(new NotApplied(why + ".", false));
        } finally {
            underWay.remove(id);
        }
    }

    /** Takes an applied import back; returns when this node's checks see it, or that took too long. */
    RollbackOutcome rollback(long id, Actor actor) {
        RollbackOutcome outcome = imports.rollback(id, actor);
        if (outcome instanceof RollbackOutcome.RolledBack done) {
            metrics.ended(End.ROLLED_BACK);
            Long revision = done.job().rollbackRevision();
            try {
                register.awaitRevision(revision == null ? 0 : revision, REGISTER_WAIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return outcome;
    }

    /** An import as this node sees it, with what was found of it. */
    Optional<ImportBody> find(long id) {
        return imports.job(id).map(this::wholeBody);
    }

    /** The same with what was found of it, once its rows are compared. */
    ImportBody wholeBody(Job job) {
        return job.state() == State.RECEIVING ? body(job) : body(job).with(imports.findings(job.id()));
    }

    ImportBody body(Job job) {
        UnderWay here = underWay.get(job.id());
        if (here != null) {
            return ImportBody.of(job, here.state(), here.counts(), null, null);
        }
        Counts counts = job.counts();
        String applyFailure = applyFailure(job.id());
        return switch (job.state()) {
            case APPLIED ->
                ImportBody.of(job, isInRegister(job.revision()) ? State.APPLIED : State.APPLYING, counts, null, null);
            case ROLLED_BACK ->
                isInRegister(job.rollbackRevision())
                        ? ImportBody.of(job, State.ROLLED_BACK, counts, null, null)
                        : ImportBody.of(
                                job,
                                State.APPLIED,
                                counts,
                                null,
                                "It is taken back; the checks of this node see that soon.");
            case AWAITING_APPROVAL -> ImportBody.of(job, job.state(), counts, null, note(job));
            case PREVIEWED -> {
                String failure = applyFailure == null
                        ? null
                        : applyFailure + "; POST " + ImportsResource.PATH + "/" + job.id() + "/apply tries again.";
                yield ImportBody.of(job, State.PREVIEWED, counts, failure, note(job));
            }
            case APPLYING -> {
                String failure = applyFailure == null ? null : applyFailure + "; import the file again.";
                yield ImportBody.of(job, failure == null ? State.APPLYING : State.FAILED, counts, failure, null);
            }
            case RECEIVING, FAILED -> ImportBody.of(job, job.state(), counts, job.failure(), null);
        };
    }

    private boolean isInRegister(@Nullable Long revision) {
        return revision == null || revision <= register.view().revision();
    }

    /** Whether not one row of the file is good: then it is never applied by itself. */
    static boolean hasNoGoodRow(Job job) {
        return job.counts().rows() == job.counts().rejected();
    }

    /** Whether there is nothing to apply. A replacement without a good row withdraws everything, if somebody means that. */
    static boolean doesNothing(Job job) {
        boolean emptiesTheSource =
                job.request().mode() == Mode.REPLACE && job.counts().withdrawn() > 0;
        return hasNoGoodRow(job) && !emptiesTheSource;
    }

    private static @Nullable String note(Job job) {
        if (!hasNoGoodRow(job)) {
            return null;
        }
        return doesNothing(job)
                ? "The file has no good row: there is nothing to apply."
                : "The file has no good row: applying it withdraws all "
                        + job.counts().withdrawn() + " entries of "
                        + job.request().source() + " in the "
                        + job.request().list().text()
                        + " list. Only POST " + ImportsResource.PATH + "/" + job.id() + "/apply does that.";
    }

    private void remember(long id, String failure) {
        synchronized (applyFailures) {
            applyFailures.put(id, failure);
            if (applyFailures.size() > MAX_REMEMBERED_FAILURES) {
                applyFailures.remove(applyFailures.keySet().iterator().next());
            }
        }
    }

    private @Nullable String applyFailure(long id) {
        synchronized (applyFailures) {
            return applyFailures.get(id);
        }
    }

    /** Lets imports under way finish, for a while. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(shutdown.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Imports still under way are interrupted; what was not applied can be applied later");
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
