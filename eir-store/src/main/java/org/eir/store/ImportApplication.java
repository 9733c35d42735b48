package org.eir.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Extent;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Limits;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.jdbi.v3.core.Handle;

/**
 * Applies one import in one transaction, whose last step takes the revision.
 *
 * <p>What it does is judged by the limits as it is now, not as it was when a person looked: where the lists have moved
 * since its rows were compared they are compared again first, and where they move while it is applied, its outcome is
 * judged. Whoever may not do that much gets a fresh preview instead.
 */
final class ImportApplication {
    /** Whom an import hits is told by the devices seen lately, and those change without any change of the lists. */
    private static final String IS_STALE = """
            SELECT compared_revision IS DISTINCT FROM :head OR compared < clock_timestamp() - interval '1 hour'
            FROM import WHERE id = :id""";

    private final Handle handle;
    private final Job job;
    private final ImportRows staged;
    private final Function<RegisterUpdate, Impact> impact;
    private final Limits limits;

    ImportApplication(Handle handle, Job job, Function<RegisterUpdate, Impact> impact, Limits limits) {
        this.handle = handle;
        this.job = job;
        this.staged = new ImportRows(job.id(), job.request());
        this.impact = impact;
        this.limits = limits;
    }

    /**
     * One attempt.
     *
     * @return what it would do beyond the limits by now: then it is previewed again, and nothing was applied
     * @throws OvertakenException if it has to begin anew, after a rollback of the transaction
     */
    Optional<String> run(Actor actor) throws SQLException {
        handle.execute("SET LOCAL work_mem = '128MB'");
        requireStillStaged();
        GoldenLocks.beforeImportLooks(handle, job.request().list());
        long head = ChangeSetWriter.head(handle);
        if (!isStale(head)) {
            apply(job.counts(), head, actor);
            return Optional.empty();
        }
        new ImportPreview(handle, job.id(), job.request(), staged, impact).again(job);
        Counts counts = ImportJobs.find(handle, job.id()).orElseThrow().counts();
        Optional<String> beyond = limits.beyond(job.request(), counts, ImportFindings.read(handle, job.id()));
        if (beyond.isEmpty()) {
            apply(counts, head, actor);
        }
        return beyond;
    }

    private boolean isStale(long head) {
        return handle.createQuery(IS_STALE)
                .bind("head", head)
                .bind("id", job.id())
                .mapTo(Boolean.class)
                .one();
    }

    private void apply(Counts compared, long head, Actor actor) throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        staged.forgetAbsent(handle);
        List<Entry> overridden = new ImportFindings(handle, job.id(), job.request(), staged).overridden();
        long corrected = ImportCorrections.complete(handle, staged);
        int changed = staged.withdrawChanged(handle, changeSet.id());
        if (changed != corrected) {
            throw new OvertakenException("entries that the file corrects are being changed by somebody else");
        }
        int withdrawn = staged.withdrawRemoved(handle, changeSet.id()) + staged.withdrawMissing(handle, changeSet.id());
        if (changed + withdrawn > 0) {
            WithdrawalRows.write(handle, changeSet.id());
        }
        int added = staged.addNew(handle, changeSet.id(), changed + withdrawn);
        changeSet.hashRowsWrittenInBulk();
        overridden.forEach(changeSet::addGoldenOverride);
        GoldenLocks.beforeImportIsRecorded(handle, job.request().list());
        Recorded recorded = changeSet.record(ChangeKind.IMPORT, actor);
        Counts counts = ImportJobs.counts(job.request(), compared, added, changed, withdrawn);
        if (recorded.revision() > head + 1) {
            requireWithinLimits(counts, changeSet.id());
        }
        ImportJobs.applied(handle, job.id(), counts, recorded.revision());
    }

    /** Nobody can record anything until the commit: what it came to is final. */
    private void requireWithinLimits(Counts counts, long changeSet) throws OvertakenException {
        Findings found = ImportFindings.read(handle, job.id());
        Extent extent =
                ImportFindings.extentOf(handle, changeSet, found.extent().held());
        if (limits.beyond(job.request(), counts, found.with(extent)).isPresent()) {
            throw new OvertakenException("changes made meanwhile would make it do more than was allowed");
        }
    }

    /** Staging is not written ahead: after a crash of PostgreSQL it is empty, and replacing would withdraw everything. */
    private void requireStillStaged() throws SQLException {
        long expected = handle.createQuery("SELECT staged FROM import WHERE id = ?")
                .bind(0, job.id())
                .mapTo(Long.class)
                .one();
        if (staged.count(handle) != expected) {
            throw new SQLException(
                    "the staged rows are gone, the database was restarted meanwhile; import the file again",
                    Outage.CRASHED);
        }
    }
}
