package org.eir.admin.lists;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListChanges.AddOutcome.Added;
import org.eir.core.change.ListChanges.AddOutcome.AlreadyListed;
import org.eir.core.change.ListChanges.WithdrawOutcome.AlreadyWithdrawn;
import org.eir.core.change.ListChanges.WithdrawOutcome.Done;
import org.eir.core.change.ListChanges.WithdrawOutcome.NoSuchEntry;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.jspecify.annotations.Nullable;

/** Single entries: added, shown, withdrawn. A change is answered once this node's checks see it, or after a while. */
public final class EntriesResource {
    public static final String PATH = "/api/v1/entries";

    private final ListChanges changes;
    private final ListQueries queries;
    private final Register register;
    private final Duration applyWait;
    private final Clock clock;

    /** A withdrawal as it is asked for. */
    private record Withdrawal(
            @Nullable String reason, @Nullable String reference) {}

    private record Entries(String identity, List<EntryBody> entries, boolean truncated) {}

    /** @param applyWait how long an answered change waits for this node's register to have it */
    public EntriesResource(
            ListChanges changes, ListQueries queries, Register register, Duration applyWait, Clock clock) {
        this.changes = changes;
        this.queries = queries;
        this.register = register;
        this.applyWait = applyWait;
        this.clock = clock;
    }

    public HttpResponse add(Call call) {
        Inputs inputs = call.inputs("checkDigit");
        CheckDigit checkDigit = inputs.parameter("checkDigit", Words::checkDigit);
        EntryRequest request = Json.read(call.body(), EntryRequest.class, inputs);
        EntryFacts facts = request == null
                ? null
                : request.facts(
                        inputs,
                        call.caller().organisation(),
                        checkDigit == null ? CheckDigit.VERIFY : checkDigit,
                        clock.instant());
        if (facts == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        return switch (changes.add(facts, call.actor())) {
            case Added added ->
                changed(HttpStatus.CREATED, added.entry(), added.entry().added());
            case AlreadyListed listed
            when listed.existing().facts().equals(facts) ->
                changed(HttpStatus.OK, listed.existing(), listed.existing().added());
            case AlreadyListed listed -> conflict(facts, listed.existing());
        };
    }

    public HttpResponse covering(Call call) {
        Inputs inputs = call.inputs("identity");
        ListedIdentity identity = inputs.requiredParameter(
                "identity", (field, text) -> ListedIdentity.parse(field, text, CheckDigit.IGNORE));
        if (identity == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Instant now = clock.instant();
        List<EntryBody> entries = queries.covering(identity.range()).stream()
                .map(entry -> EntryBody.of(entry, now))
                .toList();
        return Json.response(
                HttpStatus.OK,
                new Entries(identity.range().text(), entries, entries.size() >= ListQueries.MAX_COVERING));
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return queries.entry(call.pathNumber("id"))
                .map(entry -> Json.response(HttpStatus.OK, EntryBody.withHistory(entry, clock.instant())))
                .orElseGet(() -> noSuchEntry(call));
    }

    public HttpResponse withdraw(Call call) {
        Inputs inputs = call.inputs();
        Withdrawal asked = Json.read(call.body(), Withdrawal.class, inputs);
        if (asked == null) {
            return inputs.refusal();
        }
        WithdrawalReason reason = inputs.requiredField("reason", asked.reason(), Words::withdrawalReason);
        String reference = inputs.field("reference", asked.reference(), Texts::reference);
        if (reason == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        return switch (changes.withdraw(call.pathNumber("id"), reason, reference, call.actor())) {
            case Done done ->
                changed(
                        HttpStatus.OK,
                        done.entry(),
                        Objects.requireNonNull(done.entry().withdrawn()).by());
            case AlreadyWithdrawn withdrawn ->
                Problem.of(
                                Kind.ALREADY_WITHDRAWN,
                                "Entry " + withdrawn.entry().id()
                                        + " was withdrawn before; nothing changed. GET " + PATH + "/"
                                        + withdrawn.entry().id() + " shows when and why.")
                        .with(List.of(), withdrawn.entry().id())
                        .response();
            case NoSuchEntry unknown -> noSuchEntry(call);
        };
    }

    private HttpResponse changed(HttpStatus status, Entry entry, Entry.Recorded change) {
        boolean applied = awaitRegister(change.revision());
        ResponseHeaders headers = ResponseHeaders.of(status, HttpHeaderNames.LOCATION, PATH + "/" + entry.id());
        return Json.response(headers, EntryBody.changed(entry, clock.instant(), applied));
    }

    private boolean awaitRegister(long revision) {
        try {
            return register.awaitRevision(revision, applyWait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpResponse noSuchEntry(Call call) {
        return Problem.of(Kind.NOT_FOUND, "There is no entry '" + call.path("id") + "'.")
                .response();
    }

    private static HttpResponse conflict(EntryFacts asked, Entry existing) {
        long id = existing.id();
        return Problem.of(
                        Kind.ALREADY_LISTED,
                        asked.source() + " has entry " + id + " for "
                                + asked.identity().text() + " in the "
                                + asked.list().text() + " list, with other facts. To correct it, withdraw it (POST "
                                + PATH + "/" + id + "/withdraw) and add it again.")
                .with(differences(asked, existing.facts(), id), id)
                .response();
    }

    private static List<InputError> differences(EntryFacts asked, EntryFacts existing, long id) {
        List<InputError> differences = new ArrayList<>();
        differ(
                differences,
                id,
                "reason",
                asked.reason().text(),
                existing.reason().text());
        differ(differences, id, "reference", asked.reference(), existing.reference());
        differ(differences, id, "note", asked.note(), existing.note());
        differ(differences, id, "exempt", asked.exempt(), existing.exempt());
        differ(differences, id, "reported", asked.reported(), existing.reported());
        differ(
                differences,
                id,
                "validFrom",
                asked.validity().from(),
                existing.validity().from());
        differ(
                differences,
                id,
                "validUntil",
                asked.validity().until(),
                existing.validity().until());
        return differences;
    }

    private static void differ(
            List<InputError> differences, long id, String field, @Nullable Object asked, @Nullable Object existing) {
        if (!Objects.equals(asked, existing)) {
            differences.add(InputError.inBody(Refusal.of(
                    field,
                    asked == null ? "" : asked.toString(),
                    existing == null ? "entry " + id + " has none" : "entry " + id + " has '" + existing + "'")));
        }
    }
}
