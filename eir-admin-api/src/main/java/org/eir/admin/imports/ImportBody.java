package org.eir.admin.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Locale;
import org.eir.core.change.Imports.Counts;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.State;
import org.jspecify.annotations.Nullable;

/**
 * An import as it is answered.
 *
 * @param reference what its rows refer to where they name nothing: usually the file's name
 * @param failure why it failed, or why applying it did
 * @param note what a person should know before applying it
 */
record ImportBody(
        long id,
        String state,
        String list,
        String source,
        String mode,
        String reference,
        CountsBody counts,
        Instant created,
        @Nullable Long revision,
        @Nullable String failure,
        @Nullable String note) {

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
                CountsBody.of(counts),
                job.created(),
                job.revision(),
                failure,
                note);
    }
}
