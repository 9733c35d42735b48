package org.eir.admin.lists;

import static org.eir.core.approval.Proposal.Operation.ADD_ENTRY;
import static org.eir.core.approval.Proposal.Operation.CORRECT_ENTRY;
import static org.eir.core.approval.Proposal.Operation.WITHDRAW_ENTRY;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.ETag;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.ReadYourWrites;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListChanges.ChangeOutcome.AlreadyListed;
import org.eir.core.change.ListChanges.ChangeOutcome.AlreadyWithdrawn;
import org.eir.core.change.ListChanges.ChangeOutcome.Done;
import org.eir.core.change.ListChanges.ChangeOutcome.GoldenConflict;
import org.eir.core.change.ListChanges.ChangeOutcome.GroupChanged;
import org.eir.core.change.ListChanges.ChangeOutcome.NoSuchEntry;
import org.eir.core.change.ListQueries;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * Single entries: added, shown, corrected, withdrawn, each by its owner. A change is answered once this node's checks
 * see it, or after a while.
 */
public final class EntriesResource {
    public static final String PATH = "/api/v1/entries";

    private final ListChanges changes;
    private final ListQueries queries;
    private final ReadYourWrites written;
    private final Clock clock;
    private final SecondPerson secondPerson;
    private final SeenDevices seenDevices;

    /** A withdrawal as it is asked for. */
    private record WithdrawalRequest(
            @Nullable String reason, @Nullable String reference) {}

    public EntriesResource(
            ListChanges changes,
            ListQueries queries,
            ReadYourWrites written,
            Clock clock,
            SecondPerson secondPerson,
            SeenDevices seenDevices) {
        this.changes = changes;
        this.queries = queries;
        this.written = written;
        this.clock = clock;
        this.secondPerson = secondPerson;
        this.seenDevices = seenDevices;
    }

    public HttpResponse add(Call call) {
        Inputs inputs = call.inputs("checkDigit");
        EntryRequest request = EntryRequest.read(call, inputs);
        EntryFacts facts =
                request == null ? null : request.facts(inputs, call.caller().organisation(), clock.instant());
        if (request == null || facts == null) {
            return inputs.refusal();
        }
        Problem refusal = request.refusal(call.caller(), facts);
        return refusal == null
                ? make(
                        call,
                        ADD_ENTRY,
                        ListProblems.about(facts),
                        List.of(),
                        request.change(ListChange.addition(facts)))
                : refusal.response();
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return queries.entry(call.pathNumber("id"))
                .map(entry ->
                        etag(entry).on(Json.response(HttpStatus.OK, EntryBody.withHistory(entry, clock.instant()))))
                .orElseGet(() -> noSuchEntry(call));
    }

    public HttpResponse withdraw(Call call) {
        Inputs inputs = call.inputs();
        WithdrawalRequest asked = Json.read(call.body(), WithdrawalRequest.class, inputs);
        if (asked == null) {
            return inputs.refusal();
        }
        WithdrawalReason reason = inputs.requiredField("reason", asked.reason(), Words::withdrawalReason);
        String reference = inputs.field("reference", asked.reference(), Texts::reference);
        if (reason == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Optional<Entry> entry = queries.entry(call.pathNumber("id"));
        if (entry.isEmpty()) {
            return noSuchEntry(call);
        }
        HttpResponse refusal = refusal(call, entry.get());
        return refusal == null
                ? make(
                        call,
                        WITHDRAW_ENTRY,
                        "withdraw " + ListProblems.about(entry.get().facts()),
                        leaving(entry.get()),
                        ListChange.withdrawal(entry.get().id(), reason, reference))
                : refusal;
    }

    /** What should have been said takes the place of what was said, in one change set: no check sees neither or both. */
    public HttpResponse correct(Call call) {
        Inputs inputs = call.inputs("checkDigit");
        EntryRequest request = EntryRequest.read(call, inputs);
        if (request == null) {
            return inputs.refusal();
        }
        Optional<Entry> entry = queries.entry(call.pathNumber("id"));
        if (entry.isEmpty()) {
            return noSuchEntry(call);
        }
        String owner = entry.get().facts().source();
        if (request.source() != null && !request.source().strip().equals(owner)) {
            inputs.refuseInBody(Refusal.of("source", request.source(), "a correction keeps the source, " + owner));
        }
        EntryFacts facts = request.facts(inputs, owner, clock.instant());
        if (facts == null) {
            return inputs.refusal();
        }
        HttpResponse refusal = refusal(call, entry.get());
        if (refusal != null) {
            return refusal;
        }
        Problem notAllowed = request.refusal(call.caller(), facts);
        if (notAllowed != null) {
            return notAllowed.response();
        }
        if (entry.get().withdrawn() == null && entry.get().facts().equals(facts)) {
            return shown(HttpStatus.OK, entry.get(), entry.get().added().revision());
        }
        ListChange correction = ListChange.correction(entry.get().id(), facts.reference(), facts);
        return make(
                call,
                CORRECT_ENTRY,
                ListProblems.about(facts) + ", instead of "
                        + ListProblems.about(entry.get().facts()),
                leaving(entry.get()),
                request.change(correction));
    }

    /** Why this call may not change this entry; null if it may. */
    private static @Nullable HttpResponse refusal(Call call, Entry entry) {
        Problem notOwner = Ownership.refusal(
                call.caller(), entry.facts().source(), entry.facts().list());
        if (notOwner != null) {
            return notOwner.response();
        }
        return call.accepts(etag(entry)) ? null : etag(entry).refusal("Entry " + entry.id());
    }

    /** The entry that is taken out of force; none if it is so already. */
    private static List<Entry> leaving(Entry entry) {
        return entry.withdrawn() == null ? List.of(entry) : List.of();
    }

    private HttpResponse make(Call call, Operation operation, String about, List<Entry> leaving, ListChange change) {
        ChangeSummary summary =
                seenDevices.summary(leaving, change.additions()).overridingGolden(change.overrideGolden());
        return secondPerson.gate(call, operation, about, summary, () -> made(call, change));
    }

    private HttpResponse made(Call call, ListChange change) {
        HttpStatus done = change.additions().isEmpty() ? HttpStatus.OK : HttpStatus.CREATED;
        return switch (changes.change(change, call.actor())) {
            case Done made -> {
                List<Entry> left = made.added().isEmpty() ? made.withdrawn() : made.added();
                yield shown(done, left.getFirst(), made.change().revision());
            }
            case AlreadyListed listed
            when listed.existing().facts().equals(listed.asked())
                    && change.withdrawals().isEmpty() ->
                shown(
                        HttpStatus.OK,
                        listed.existing(),
                        listed.existing().added().revision());
            case AlreadyListed listed -> ListProblems.alreadyListed(listed).response();
            case GoldenConflict golden -> ListProblems.goldenConflict(golden).response();
            case AlreadyWithdrawn withdrawn
            when call.isConditional() ->
                etag(withdrawn.entry()).refusal("Entry " + withdrawn.entry().id());
            case AlreadyWithdrawn withdrawn ->
                ListProblems.alreadyWithdrawn(withdrawn.entry()).response();
            case NoSuchEntry unknown -> noSuchEntry(call);
            case GroupChanged changed -> throw new IllegalStateException("this change is about no device group");
        };
    }

    private HttpResponse shown(HttpStatus status, Entry entry, long revision) {
        boolean applied = written.await(revision);
        ResponseHeaders headers = ResponseHeaders.of(status, HttpHeaderNames.LOCATION, PATH + "/" + entry.id());
        return etag(entry).on(Json.response(headers, EntryBody.changed(entry, clock.instant(), applied)));
    }

    private static ETag etag(Entry entry) {
        Entry.Withdrawn withdrawn = entry.withdrawn();
        return new ETag(
                withdrawn == null ? entry.added().revision() : withdrawn.by().revision());
    }

    private static HttpResponse noSuchEntry(Call call) {
        return ListProblems.noSuchEntry(call.path("id")).response();
    }
}
