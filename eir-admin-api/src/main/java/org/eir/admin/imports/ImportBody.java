package org.eir.admin.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Locale;
import org.eir.admin.approvals.ApprovalsResource;
import org.eir.core.approval.Approvals;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.State;
import org.jspecify.annotations.Nullable;

/**
 * An import as it is answered.
 *
 * @param reference what its rows refer to where they name nothing: usually the file's name
 * @param rollbackRevision the revision that took it back
 * @param failure why it failed, or why applying it did
 * @param note what a person should know before applying it
 * @param preview what there is to be looked at; only where one import is asked for, once it is compared
 * @param laterEdits what taking it back left alone; only where one import is asked for that was taken back
 */
record ImportBody(
        long id,
        String state,
        String list,
        String source,
        String mode,
        String reference,
        boolean overrideGolden,
        CountsBody counts,
        Instant created,
        @Nullable Long revision,
        @Nullable Long rollbackRevision,
        @Nullable String failure,
        @Nullable String note,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) PreviewBody preview,
        @JsonInclude(JsonInclude.Include.NON_NULL) PreviewBody.@Nullable LaterEditsBody laterEdits) {

    record CountsBody(
            long rows,
            @JsonProperty("new") long added,
            long unchanged,
            long changed,
            long withdrawn,
            long rejected,
            long spareDigits) {
        static CountsBody of(Counts counts) {
            return new CountsBody(
                    counts.rows(),
                    counts.added(),
                    counts.unchanged(),
                    counts.changed(),
                    counts.withdrawn(),
                    counts.rejected(),
                    counts.spareDigits());
        }
    }

    /**
     * @param state as this node sees it, which may be behind or ahead of what is recorded
     */
    static ImportBody of(Job job, State state, Counts counts, @Nullable String failure, @Nullable String note) {
        return new ImportBody(
                job.id(),
                state.text(),
                job.request().list().text(),
                job.request().source(),
                job.request().mode().name().toLowerCase(Locale.ROOT),
                job.request().reference(),
                job.request().overrideGolden(),
                CountsBody.of(counts),
                job.created(),
                job.revision(),
                job.rollbackRevision(),
                failure,
                note,
                null,
                null);
    }

    /** The same with what was found. */
    ImportBody with(Findings findings) {
        PreviewBody.LaterEditsBody later =
                rollbackRevision == null ? null : PreviewBody.LaterEditsBody.of(findings.laterEdits());
        return with(note, PreviewBody.of(findings), later);
    }

    /** The same for whoever wanted it applied, and may not wait for a second person because too many do. */
    ImportBody turnedAway() {
        String why = "Applying it needs a second person, and " + Approvals.MAX_PENDING
                + " changes wait for one already; GET " + ApprovalsResource.PATH + " shows them. POST "
                + ImportsResource.PATH + "/" + id + "/apply asks again.";
        return with(why, preview, laterEdits);
    }

    private ImportBody with(
            @Nullable String otherNote,
            @Nullable PreviewBody otherPreview,
            PreviewBody.@Nullable LaterEditsBody otherLaterEdits) {
        return new ImportBody(
                id,
                state,
                list,
                source,
                mode,
                reference,
                overrideGolden,
                counts,
                created,
                revision,
                rollbackRevision,
                failure,
                otherNote,
                otherPreview,
                otherLaterEdits);
    }
}
