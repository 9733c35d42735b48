package org.eir.admin.questions;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Words;
import org.eir.admin.lists.EntryBody;
import org.eir.admin.web.Call;
import org.eir.admin.web.Cursor;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.history.History;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.jspecify.annotations.Nullable;

/**
 * All of a list, page by page, as an auditing system asks for it (ITU-T Q.5053 clause 6.3): now, or as of a moment. Every
 * page is of the revision and moment of the first, whatever is changed meanwhile. References and notes, which may name a
 * person, are not in it.
 */
public final class CompleteListResource {
    public static final String PATH = "/api/v1/audit/list";

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;

    private final History history;
    private final Clock clock;

    /** Which page: of the lists after a revision, of what counts at a moment, with numbers above one. */
    private record Place(long revision, Instant at, long after) {
        private static final int NUMBERS = 3;

        static Place of(long[] numbers) {
            return new Place(numbers[0], Instant.EPOCH.plus(numbers[1], ChronoUnit.MICROS), numbers[2]);
        }

        String cursor(String kind, long last) {
            return Cursor.of(kind, revision, ChronoUnit.MICROS.between(Instant.EPOCH, at), last);
        }
    }

    /** @param next the cursor of the next page; absent at the end */
    private record Page(
            long revision,
            Instant at,
            List<Listed> entries,
            @Nullable String next) {}

    private record Listed(
            long id,
            String list,
            String identity,
            String source,
            String scope,
            String reason,
            boolean exempt,
            @Nullable Instant reported,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil,
            long revision,
            Instant since) {}

    public CompleteListResource(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("list", "at", "limit", "cursor");
        EquipmentList list = inputs.parameter("list", Words::list);
        Instant at = inputs.parameter("at", (field, text) -> Moments.past(field, text, clock.instant()));
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String kind = "complete-" + (list == null ? "lists" : list.text());
        long[] cursor = inputs.parameter("cursor", Cursor.reading(kind, Place.NUMBERS));
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Place place = cursor == null ? first(at) : Place.of(cursor);
        List<Entry> entries = history.listed(list, place.revision(), place.at(), place.after(), limit);
        return Json.response(
                HttpStatus.OK,
                new Page(
                        place.revision(),
                        place.at(),
                        entries.stream().map(CompleteListResource::body).toList(),
                        entries.size() < limit
                                ? null
                                : place.cursor(kind, entries.getLast().id())));
    }

    private Place first(@Nullable Instant asked) {
        Instant at = asked == null ? clock.instant().truncatedTo(ChronoUnit.MICROS) : asked;
        return new Place(history.lastBy(at).revision(), at, 0);
    }

    private static Listed body(Entry entry) {
        EntryFacts facts = entry.facts();
        return new Listed(
                entry.id(),
                facts.list().text(),
                facts.identity().text(),
                facts.source(),
                EntryBody.scope(facts.scope()),
                facts.reason().text(),
                facts.exempt(),
                facts.reported(),
                facts.validity().from(),
                facts.validity().until(),
                entry.added().revision(),
                entry.added().at());
    }
}
