package org.eir.store;

import java.util.function.Function;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Request;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.jdbi.v3.core.Handle;

/**
 * Compares the staged rows of an import with what is in force, and keeps what that came to: when all rows are received,
 * and again when the lists have changed by the time it is applied.
 */
final class ImportPreview {
    private final Handle handle;
    private final long id;
    private final Request request;
    private final ImportRows staged;
    private final Function<RegisterUpdate, Impact> impact;

    /** @param impact says whom a change of the lists hits */
    ImportPreview(Handle handle, long id, Request request, ImportRows staged, Function<RegisterUpdate, Impact> impact) {
        this.handle = handle;
        this.id = id;
        this.request = request;
        this.staged = staged;
        this.impact = impact;
    }

    /** @param isDelta whether rows correct or remove entries, which then have to be there */
    void first(long rows, long rejected, long spareDigits, boolean isDelta) {
        long revision = ChangeSetWriter.head(handle);
        staged.prepare(handle);
        int repeated = staged.removeRepetitions(handle, id);
        int absent = isDelta ? staged.rejectAbsent(handle, id) : 0;
        compare(rows, rejected + repeated + absent, spareDigits, revision);
    }

    /** Rows that correct what is no longer there are left out: who withdrew it meant it. */
    void again(Job job) {
        long revision = ChangeSetWriter.head(handle);
        staged.forgetAbsent(handle);
        ImportFindings.forget(handle, id);
        Counts before = job.counts();
        compare(before.rows(), before.rejected(), before.spareDigits(), revision);
    }

    /** @param revision read before the lists are: what is recorded meanwhile may or may not be seen, and counts as not seen */
    private void compare(long rows, long rejectedBefore, long spareDigits, long revision) {
        ImportFindings findings = new ImportFindings(handle, id, request, staged);
        long rejected = rejectedBefore + staged.rejectNeverValid(handle, id) + findings.goldenConflicts();
        findings.others();
        findings.extent();
        findings.keep(impact.apply(ImportEffect.onSeen(handle, request, staged)));
        ImportRows.Comparison found = staged.compare(handle);
        long unchanged = rows - rejected - found.added() - found.changed() - found.removed();
        long withdrawn = found.removed() + found.missing();
        ImportJobs.compared(
                handle,
                id,
                new Counts(rows, found.added(), unchanged, found.changed(), withdrawn, rejected, spareDigits),
                found.staged(),
                revision);
    }
}
