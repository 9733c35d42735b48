package org.eir.admin.lists;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Instant;
import java.util.List;
import org.eir.admin.erasures.ErasedBody;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.change.ListQueries;
import org.eir.core.change.ListQueries.ChangeSet;
import org.jspecify.annotations.Nullable;

/** The change journal, in order. */
public final class ChangesResource {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final ListQueries queries;

    /**
     * A page of the journal.
     *
     * @param next the revision to go on after; absent at the end
     */
    private record Page(List<ChangeBody> changes, @Nullable Long next) {}

    private record ChangeBody(
            long revision,
            Instant recordedAt,
            String kind,
            String actor,
            @Nullable String approver,
            long count,
            String leafHash,
            List<RowBody> rows,

            @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            ErasedBody erased) {}

    private record RowBody(
            int number,
            String operation,
            @Nullable Long entryId,
            String subject,
            @Nullable String list,
            @Nullable String source,

            @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            ErasedBody erased) {}

    public ChangesResource(ListQueries queries) {
        this.queries = queries;
    }

    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("after", "limit");
        long after = inputs.number("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        List<ChangeBody> changes = queries.changes(after, limit).stream()
                .map(ChangesResource::body)
                .toList();
        Long next =
                changes.size() < limit ? null : Long.valueOf(changes.getLast().revision());
        return Json.response(HttpStatus.OK, new Page(changes, next));
    }

    private static ChangeBody body(ChangeSet change) {
        return new ChangeBody(
                change.revision(),
                change.recordedAt(),
                change.kind(),
                change.actor(),
                change.approver(),
                change.count(),
                change.leafHash(),
                change.rows().stream().map(ChangesResource::body).toList(),
                ErasedBody.of(change.erased()));
    }

    private static RowBody body(ListQueries.Row row) {
        return new RowBody(
                row.number(),
                row.operation(),
                row.entryId() == 0 ? null : row.entryId(),
                row.subject(),
                row.list().isEmpty() ? null : row.list(),
                row.source().isEmpty() ? null : row.source(),
                ErasedBody.of(row.erased()));
    }
}
