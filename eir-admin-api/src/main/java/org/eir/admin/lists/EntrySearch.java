package org.eir.admin.lists;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.Cursor;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.identity.Tac;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFilter;
import org.jspecify.annotations.Nullable;

/** Entries found: by an identity that they cover, or page by page by what is known of them. */
public final class EntrySearch {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final String CURSOR = "entries-below";

    private final ListQueries queries;
    private final Clock clock;

    private record Covering(String identity, List<EntryBody> entries, boolean truncated) {}

    /** @param next the cursor of the next page; absent at the end */
    private record Page(List<EntryBody> entries, @Nullable String next) {}

    public EntrySearch(ListQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    public HttpResponse find(Call call) {
        return call.ctx().queryParams().contains("identity") ? covering(call) : page(call);
    }

    private HttpResponse covering(Call call) {
        Inputs inputs = call.inputs("identity");
        ListedIdentity identity = inputs.requiredParameter(
                "identity", (field, text) -> ListedIdentity.parse(field, text, CheckDigit.IGNORE));
        if (identity == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        List<Entry> entries = queries.covering(identity.range());
        return Json.response(
                HttpStatus.OK,
                new Covering(
                        identity.range().text(),
                        bodies(entries, clock.instant()),
                        entries.size() >= ListQueries.MAX_COVERING));
    }

    private HttpResponse page(Call call) {
        Inputs inputs = call.inputs(
                "list", "reason", "source", "tac", "recordedFrom", "recordedUntil", "state", "limit", "cursor");
        EntryFilter.State state = inputs.parameter("state", Words::entryState);
        ListedIdentity model = inputs.parameter("tac", ListedIdentity::tac);
        Tac tac = model == null ? null : model.range().tac();
        EntryFilter filter = new EntryFilter(
                inputs.parameter("list", Words::list),
                inputs.parameter("reason", Words::reason),
                inputs.parameter("source", Texts::source),
                tac,
                inputs.parameter("recordedFrom", Moments::moment),
                inputs.parameter("recordedUntil", Moments::moment),
                state == null ? EntryFilter.State.IN_FORCE : state);
        long[] before = inputs.parameter("cursor", Cursor.reading(CURSOR, 1));
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Instant now = clock.instant();
        List<Entry> entries = queries.entries(filter, now, before == null ? Long.MAX_VALUE : before[0], limit);
        String next = entries.size() < limit
                ? null
                : Cursor.of(CURSOR, entries.getLast().id());
        return Json.response(HttpStatus.OK, new Page(bodies(entries, now), next));
    }

    private static List<EntryBody> bodies(List<Entry> entries, Instant now) {
        return entries.stream().map(entry -> EntryBody.of(entry, now)).toList();
    }
}
