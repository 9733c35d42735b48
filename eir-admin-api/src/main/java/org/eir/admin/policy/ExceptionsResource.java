package org.eir.admin.policy;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.lists.Ownership;
import org.eir.admin.web.Call;
import org.eir.admin.web.ETag;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.admin.web.ReadYourWrites;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.change.SubscriberRuleChanges;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.change.SubscriberRuleChanges.Listing;
import org.eir.core.change.SubscriberRuleChanges.RecordedRule;
import org.eir.core.change.SubscriberRuleChanges.WithdrawOutcome;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions and locks: added, shown, withdrawn. Subscribers are shown in full to whoever may see them, which is recorded
 * as a read of personal data, and masked to others.
 */
public final class ExceptionsResource {
    public static final String PATH = "/api/v1/exceptions";

    private final SubscriberRuleChanges rules;
    private final AccessJournal journal;
    private final ReadYourWrites readYourWrites;
    private final Clock clock;

    private record Exceptions(List<SubscriberRuleBody> exceptions) {}

    /** A withdrawal as it is asked for. */
    private record Withdrawal(
            @Nullable String reason, @Nullable String reference) {}

    public ExceptionsResource(
            SubscriberRuleChanges rules, AccessJournal journal, ReadYourWrites readYourWrites, Clock clock) {
        this.rules = rules;
        this.journal = journal;
        this.readYourWrites = readYourWrites;
        this.clock = clock;
    }

    public HttpResponse add(Call call) {
        Inputs inputs = call.inputs("checkDigit");
        CheckDigit checkDigit = inputs.parameter("checkDigit", Words::checkDigit);
        SubscriberRuleRequest request = Json.read(call.body(), SubscriberRuleRequest.class, inputs);
        SubscriberRule rule = request == null
                ? null
                : request.rule(
                        inputs, call.caller().organisation(), checkDigit == null ? CheckDigit.VERIFY : checkDigit);
        if (rule == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Problem notTheOwner = Ownership.refusal(call.caller(), rule.source());
        if (notTheOwner != null) {
            return notTheOwner.response();
        }
        return switch (rules.add(rule, call.caller().may(Permission.CHANGE_OTHERS), call.actor())) {
            case AddOutcome.Added added ->
                changed(HttpStatus.CREATED, added.rule(), added.rule().added());
            case AddOutcome.AlreadyRuled ruled
            when ruled.existing().rule().equals(rule) ->
                changed(HttpStatus.OK, ruled.existing(), ruled.existing().added());
            case AddOutcome.AlreadyRuled ruled ->
                Problem.of(
                                Kind.ALREADY_LISTED,
                                rule.source() + " has "
                                        + ruled.existing().rule().kind().text() + " "
                                        + ruled.existing().id()
                                        + " for this device; nothing changed. Withdraw it before another is made.")
                        .with(List.of(), ruled.existing().id())
                        .response();
            case AddOutcome.TooManySubscribers many ->
                Problem.of(
                                Kind.TOO_MANY_SUBSCRIBERS,
                                "The device's rules name " + many.named() + " subscribers already, and may name "
                                        + many.limit() + "; nothing changed.")
                        .response();
            case AddOutcome.ListedByOther other ->
                notYourListing(rule.device(), other.listing()).response();
        };
    }

    private static Problem notYourListing(Imei device, Listing listing) {
        Refusal refusal = Refusal.of("imei", device.text(), listing.rule());
        return Problem.of(Kind.NOT_YOUR_LISTING, device.text() + " " + listing.rule() + "; nothing changed.")
                .with(List.of(InputError.inBody(refusal)), listing.entryId());
    }

    public HttpResponse ofDevice(Call call) {
        Inputs inputs = call.inputs("imei");
        ListedIdentity device =
                inputs.requiredParameter("imei", (field, text) -> ListedIdentity.imei(field, text, CheckDigit.IGNORE));
        if (device == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Imei imei = new Imei(device.range().from());
        List<RecordedRule> found = rules.rulesOf(imei);
        Function<Imsi, String> shown = found.isEmpty() ? Imsi::toString : shown(call.caller(), imei);
        return Json.response(
                HttpStatus.OK,
                new Exceptions(found.stream()
                        .map(rule -> SubscriberRuleBody.of(rule, shown, clock.instant(), null))
                        .toList()));
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Optional<RecordedRule> found = rules.rule(call.pathNumber("id"));
        return found.map(rule -> etag(rule)
                        .on(Json.response(
                                HttpStatus.OK,
                                SubscriberRuleBody.of(
                                        rule, shown(call.caller(), rule.rule().device()), clock.instant(), null))))
                .orElseGet(() -> noSuchRule(call));
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
        Optional<RecordedRule> before = rules.rule(call.pathNumber("id"));
        if (before.isEmpty()) {
            return noSuchRule(call);
        }
        Problem notTheOwner =
                Ownership.refusal(call.caller(), before.get().rule().source());
        if (notTheOwner != null) {
            return notTheOwner.response();
        }
        if (!call.accepts(etag(before.get()))) {
            return etag(before.get()).refusal("Exception " + before.get().id());
        }
        return switch (rules.withdraw(before.get().id(), reason, reference, call.actor())) {
            case WithdrawOutcome.Done done ->
                changed(
                        HttpStatus.OK,
                        done.rule(),
                        Objects.requireNonNull(done.rule().withdrawn()).by());
            case WithdrawOutcome.AlreadyWithdrawn withdrawn ->
                Problem.of(Kind.ALREADY_WITHDRAWN, "It was withdrawn before; nothing changed.")
                        .with(List.of(), withdrawn.rule().id())
                        .response();
            case WithdrawOutcome.NoSuchRule unknown -> noSuchRule(call);
        };
    }

    /** How subscribers are shown to a caller; in full only once it is recorded that they were. */
    private Function<Imsi, String> shown(Caller caller, Imei device) {
        if (!caller.may(Permission.SEE_SUBSCRIBERS)) {
            return Imsi::toString;
        }
        journal.record(new Access(Read.SUBSCRIBER_RULES, null, device, null), caller.actor());
        return Imsi::digits;
    }

    /** Whoever changed it knows whom it names: shown masked, and nothing is recorded as read. */
    private HttpResponse changed(HttpStatus status, RecordedRule rule, Recorded change) {
        boolean applied = readYourWrites.await(change.revision());
        ResponseHeaders headers = ResponseHeaders.of(status, HttpHeaderNames.LOCATION, PATH + "/" + rule.id());
        return etag(rule)
                .on(Json.response(headers, SubscriberRuleBody.of(rule, Imsi::toString, clock.instant(), applied)));
    }

    private static ETag etag(RecordedRule rule) {
        return new ETag(
                rule.withdrawn() == null
                        ? rule.added().revision()
                        : rule.withdrawn().by().revision());
    }

    private static HttpResponse noSuchRule(Call call) {
        return Problem.of(Kind.NOT_FOUND, "There is no exception '" + call.path("id") + "'.")
                .response();
    }
}
