package org.eir.admin.erasures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.erasures.ErasureRequest.Asked;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.erasure.Erasures;
import org.eir.core.erasure.Erasures.Erasure;
import org.eir.core.erasure.Erasures.Found;
import org.eir.core.erasure.Erasures.Outcome;
import org.eir.core.erasure.Erasures.Subject;
import org.eir.core.erasure.PersonalField;
import org.jspecify.annotations.Nullable;

/**
 * Personal data erased on somebody's order. It always needs a second person, and while it waits for one it names no
 * subscriber.
 */
public final class ErasuresResource {
    public static final String PATH = "/api/v1/erasures";

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final Found NOTHING = new Found(0, new EnumMap<>(PersonalField.class), 0, 0, 0, true);

    private final Erasures erasures;
    private final AccessJournal accesses;
    private final SecondPerson secondPerson;

    /**
     * What came of it.
     *
     * @param revision that recorded it; absent where nothing was erased
     * @param complete whether nothing is left that the same order would take
     */
    private record ResultBody(
            @Nullable Long revision,
            boolean dryRun,
            long places,
            SortedMap<String, Long> fields,
            long sightings,
            long records,
            long imports,
            boolean complete) {}

    private record Page(
            List<ErasureBody> erasures, @Nullable Long next) {}

    private record ErasureBody(
            long revision,
            Instant recordedAt,
            String about,
            @Nullable String order,
            String actor,
            @Nullable String approver,
            long places,
            long others,
            SortedMap<String, Long> fields,

            @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            List<PlaceBody> named) {}

    private record PlaceBody(long revision, int row, List<String> fields) {}

    public ErasuresResource(Erasures erasures, AccessJournal accesses, SecondPerson secondPerson) {
        this.erasures = erasures;
        this.accesses = accesses;
        this.secondPerson = secondPerson;
    }

    public HttpResponse erase(Call call) {
        boolean isApproved = call.actor().proposal() != null;
        Inputs inputs = call.inputs();
        ErasureRequest request = Json.read(call.body(), ErasureRequest.class, inputs);
        Asked asked = request == null
                ? null
                : request.read(inputs, waiting -> isApproved ? erasures.opened(waiting) : Optional.empty());
        if (request == null || asked == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        if (isApproved) {
            return secondPerson.gate(call, Operation.ERASE, "", ChangeSummary.ERASURE, () -> erase(asked, call));
        }
        if (asked.subject() instanceof Subject.OfSubscriber) {
            // Whether there is anything about somebody is personal data.
            accesses.record(new Access(Read.ERASURE_PREVIEW, null, null, asked.order()), call.actor());
        }
        Outcome now = erasures.find(asked.subject());
        if (asked.isDryRun() || !(now instanceof Outcome.Previewed)) {
            return answer(asked, now);
        }
        Call kept = call.withBody(HttpData.wrap(Json.bytes(request.sealing(erasures::sealed))));
        return secondPerson.gate(
                kept, Operation.ERASE, about(asked.subject()), ChangeSummary.ERASURE, () -> erase(asked, call));
    }

    private HttpResponse erase(Asked asked, Call call) {
        return answer(asked, erasures.erase(asked.subject(), asked.order(), call.actor()));
    }

    /** For the second person, and kept: it names nobody. */
    private static String about(Subject subject) {
        return switch (subject) {
            case Subject.OfChange change -> "erase what was noted with revision " + change.revision();
            case Subject.OfPerson person -> "erase a person from the record of changes";
            case Subject.OfSubscriber subscriber -> "erase a subscriber";
        };
    }

    private static HttpResponse answer(Asked asked, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var revision, var found) ->
                Json.response(
                        ResponseHeaders.of(HttpStatus.CREATED, HttpHeaderNames.LOCATION, PATH + "/" + revision),
                        body(revision, false, found));
            case Outcome.Previewed(var found) -> Json.response(HttpStatus.OK, body(null, true, found));
            case Outcome.Nothing() -> Json.response(HttpStatus.OK, body(null, asked.isDryRun(), NOTHING));
            case Outcome.InForce(var what) ->
                Problem.of(
                                Kind.STILL_IN_USE,
                                "What is in force needs it: " + String.join("; ", what)
                                        + ". Withdraw the rule, revoke the key or decide the proposal first; nothing was"
                                        + " erased.")
                        .response();
            case Outcome.Altered(var revision, var row) ->
                Problem.of(
                                Kind.PERSONAL_DATA_CHANGED,
                                "What lies beside revision " + revision + (row == 0 ? "" : ", row " + row)
                                        + ", is not what the log commits to, and to erase a part of it would hide that. See"
                                        + " `eir audit verify`, and put it back from a backup; nothing was erased.")
                        .response();
            case Outcome.NoSuchChange() ->
                Problem.of(
                                Kind.NOT_FOUND,
                                asked.subject() instanceof Subject.OfChange change
                                        ? "There is no revision " + change.revision() + "."
                                        : "There is no such change.")
                        .response();
        };
    }

    private static ResultBody body(@Nullable Long revision, boolean dryRun, Found found) {
        return new ResultBody(
                revision,
                dryRun,
                found.places(),
                words(found.fields()),
                found.sightings(),
                found.records(),
                found.files(),
                found.isAll());
    }

    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("before", "limit");
        long before = inputs.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        List<Erasure> found = erasures.page(before, limit);
        Long next = found.size() < limit ? null : Long.valueOf(found.getLast().revision());
        return Json.response(
                HttpStatus.OK,
                new Page(found.stream().map(erasure -> body(erasure, null)).toList(), next));
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return erasures.at(call.pathNumber("revision"))
                .map(erasure -> Json.response(HttpStatus.OK, body(erasure, named(erasure))))
                .orElseGet(() -> Problem.of(
                                Kind.NOT_FOUND, "Nothing was erased at revision '" + call.path("revision") + "'.")
                        .response());
    }

    private static List<PlaceBody> named(Erasure erasure) {
        return erasure.named().stream()
                .map(place -> new PlaceBody(
                        place.revision(),
                        place.row(),
                        place.fields().stream().map(PersonalField::text).toList()))
                .toList();
    }

    private static ErasureBody body(Erasure erasure, @Nullable List<PlaceBody> named) {
        return new ErasureBody(
                erasure.revision(),
                erasure.recordedAt(),
                erasure.about(),
                erasure.order(),
                erasure.actor(),
                erasure.approver(),
                erasure.places(),
                erasure.others(),
                words(erasure.fields()),
                named);
    }

    private static SortedMap<String, Long> words(Map<PersonalField, Long> fields) {
        SortedMap<String, Long> words = new TreeMap<>();
        fields.forEach((field, count) -> words.put(field.text(), count));
        return words;
    }
}
