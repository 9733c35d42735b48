package org.eir.admin.checks;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.input.Outcome;
import org.eir.core.list.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a network would be told about an identity, and why. The verdict comes from memory, by the networks' own reading
 * of the identity; the entries behind it come from the database, and are left out when that is away.
 */
public final class ChecksResource {
    private static final String PEER = "admin";
    private static final int MAX_ORIGIN = 255;

    private final EquipmentCheck check;
    private final ListQueries queries;
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
     * @param decided what was decided before the policy told it in its way; mostly the verdict itself
     * @param list the list that decides; absent, like reason and level, if no entry does
     * @param entries all entries that cover the identity, the deciding first; absent while the database is away
     * @param because the verdict in a sentence
     * @param note what a person should know besides
     */
    private record CheckBody(
            String identity,
            @Nullable String imei,
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

    public ChecksResource(EquipmentCheck check, ListQueries queries, Clock clock) {
        this.check = check;
        this.queries = queries;
        this.clock = clock;
    }

    public HttpResponse check(Call call) {
        Inputs inputs = call.inputs("imsi", "origin", "at");
        inputs.notYet("at");
        Imsi subscriber = inputs.parameter("imsi", ChecksResource::imsi);
        Origin origin = inputs.parameter("origin", ChecksResource::origin);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        String asked = call.path("identity");
        PresentedIdentity identity = PresentedIdentity.of(asked);
        CheckResult result = check.preview(new CheckRequest(
                CheckInterface.ADMIN,
                origin == null ? PEER : origin.host(),
                origin == null ? Origin.STAFF : origin,
                subscriber,
                identity));
        return switch (identity) {
            case Device device -> Json.response(HttpStatus.OK, listed(asked, device.imei(), result));
            case Malformed malformed ->
                Json.response(
                        HttpStatus.OK,
                        body(asked, null, result, List.of(), Because.malformed(malformed, result), null));
        };
    }

    private CheckBody listed(String asked, Imei imei, CheckResult result) {
        String mistyped = Because.checkDigitNote(asked, imei);
        try {
            List<Entry> entries = queries.covering(ImeiRange.of(imei));
            Instant now = clock.instant();
            return body(asked, imei, result, entries, Because.entries(entries, now, result), mistyped);
        } catch (StoreUnavailableException away) {
            String note = "The database cannot be reached: the verdict is from memory, the entries are not shown.";
            return body(
                    asked,
                    imei,
                    result,
                    null,
                    Because.entries(List.of(), Instant.EPOCH, result),
                    mistyped == null ? note : mistyped + " " + note);
        }
    }

    private CheckBody body(
            String asked,
            @Nullable Imei imei,
            CheckResult result,
            @Nullable List<Entry> entries,
            String because,
            @Nullable String note) {
        boolean listed = result.match().isListed();
        Instant now = clock.instant();
        return new CheckBody(
                asked,
                imei == null ? null : imei.text(),
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
                                .map(entry -> EntryBody.of(entry, now))
                                .toList(),
                because,
                note);
    }

    private static Outcome<Imsi> imsi(String field, String text) {
        return Imsi.isValid(text)
                ? Outcome.accepted(new Imsi(text))
                : Outcome.refused(field, text, "an IMSI has 6 to 15 decimal digits");
    }

    /** Realm, host, global title, {@code pc-} and a point code, or association: a policy for any of them is met. */
    private static Outcome<Origin> origin(String field, String text) {
        return Texts.line(field, text, MAX_ORIGIN).then(name -> Outcome.accepted(new Origin(name, name)));
    }
}
