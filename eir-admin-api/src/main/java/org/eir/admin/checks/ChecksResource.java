package org.eir.admin.checks;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.lists.EntryBody;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.EquipmentCheck;
import org.eir.core.change.ListQueries;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.Policy;
import org.eir.core.history.History;
import org.eir.core.history.Past;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.input.Outcome;
import org.eir.core.list.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a network would be told about an identity, and why: now, or as of a moment. Now the verdict comes from memory, by the
 * networks' own reading of the identity; the entries behind it come from the database, and are left out when that is
 * away. What would have been answered at a moment is decided by the same code, from what the journal says of that moment.
 */
public final class ChecksResource {
    private static final String PEER = "admin";
    private static final String DATABASE_AWAY =
            "The database cannot be reached: the verdict is from memory, the entries are not shown.";
    private static final String RULES_MISSING =
            "Subscribers of an exception or lock of that moment were erased since: what it said is not known any more.";

    private final EquipmentCheck check;
    private final ListQueries queries;
    private final History history;
    private final Clock clock;

    /**
     * The policy that decided.
     *
     * @param organisation whose local entries counted besides everyone's; null: nobody's
     */
    private record DecidingPolicy(
            String name, long version, @Nullable String organisation) {
        static DecidingPolicy of(Policy policy) {
            return new DecidingPolicy(
                    policy.name(), policy.version(), policy.organisation().isEmpty() ? null : policy.organisation());
        }
    }

    /**
     * The answer.
     *
     * @param identity as asked for
     * @param imei its 14 significant digits; absent if it is no identity
     * @param at the moment it was asked for; absent: now
     * @param decided what was decided before the policy told it in its way; mostly the verdict itself
     * @param list the list that decides; absent, like reason and level, if no entry does
     * @param entries all entries that cover the identity, the deciding first; absent while the database is away
     * @param because the verdict in a sentence
     * @param note what a person should know besides
     */
    private record CheckBody(
            String identity,
            @Nullable String imei,
            @Nullable Instant at,
            String verdict,
            String decided,
            String rule,
            @Nullable String list,
            @Nullable String reason,
            @Nullable String level,
            long revision,
            long policyVersion,
            DecidingPolicy policy,
            @Nullable List<EntryBody> entries,
            String because,
            @Nullable String note) {}

    public ChecksResource(EquipmentCheck check, ListQueries queries, History history, Clock clock) {
        this.check = check;
        this.queries = queries;
        this.history = history;
        this.clock = clock;
    }

    public HttpResponse check(Call call) {
        Inputs inputs = call.inputs("imsi", "origin", "at");
        Instant at = inputs.parameter("at", (field, text) -> Moments.past(field, text, clock.instant()));
        Imsi subscriber = inputs.parameter("imsi", ChecksResource::imsi);
        Origin origin = inputs.parameter("origin", Texts::origin);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        String asked = call.path("identity");
        CheckRequest question = new CheckRequest(
                CheckInterface.ADMIN,
                origin == null ? PEER : origin.host(),
                origin == null ? Origin.STAFF : origin,
                subscriber,
                PresentedIdentity.of(asked));
        return Json.response(HttpStatus.OK, at == null ? now(asked, question) : asOf(asked, question, at));
    }

    private CheckBody asOf(String asked, CheckRequest question, Instant at) {
        Past past = history.asOf(question, at);
        CheckResult result = EquipmentCheck.decide(past.view(), question);
        return body(asked, question, result, past.entries(), at, at, past.rulesComplete() ? null : RULES_MISSING);
    }

    private CheckBody now(String asked, CheckRequest question) {
        CheckResult result = check.preview(question);
        Instant now = clock.instant();
        if (!(question.identity() instanceof Device device)) {
            return body(asked, question, result, List.of(), now, null, null);
        }
        try {
            List<Entry> entries = queries.covering(ImeiRange.of(device.imei()));
            return body(asked, question, result, entries, now, null, null);
        } catch (StoreUnavailableException away) {
            return body(asked, question, result, null, now, null, DATABASE_AWAY);
        }
    }

    /**
     * @param entries null while they cannot be read
     * @param moment whose dates count
     * @param at the moment, where one was asked for
     */
    private static CheckBody body(
            String asked,
            CheckRequest question,
            CheckResult result,
            @Nullable List<Entry> entries,
            Instant moment,
            @Nullable Instant at,
            @Nullable String note) {
        boolean listed = result.match().isListed();
        List<Entry> known = entries == null ? List.of() : entries;
        return new CheckBody(
                asked,
                question.identity() instanceof Device device ? device.imei().text() : null,
                at,
                result.verdict().text(),
                result.decided().text(),
                result.rule().text(),
                listed ? result.match().list().text() : null,
                listed ? result.match().reason().text() : null,
                listed ? result.match().level().name().toLowerCase(Locale.ROOT) : null,
                result.revision(),
                result.policyVersion(),
                DecidingPolicy.of(result.policy()),
                entries == null
                        ? null
                        : entries.stream()
                                .map(entry -> EntryBody.of(entry, moment))
                                .toList(),
                switch (question.identity()) {
                    case Device listedOrNot -> Because.entries(known, moment, result);
                    case Malformed malformed -> Because.malformed(malformed, result);
                },
                notes(asked, question, note));
    }

    private static @Nullable String notes(String asked, CheckRequest question, @Nullable String note) {
        String mistyped =
                question.identity() instanceof Device device ? Because.checkDigitNote(asked, device.imei()) : null;
        if (mistyped == null) {
            return note;
        }
        return note == null ? mistyped : mistyped + " " + note;
    }

    private static Outcome<Imsi> imsi(String field, String text) {
        return Imsi.isValid(text)
                ? Outcome.accepted(new Imsi(text))
                : Outcome.refused(field, text, "an IMSI has 6 to 15 decimal digits");
    }
}
