package org.eir.admin.lists;

import java.time.Instant;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.Calls;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.change.ListChange;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/** An entry as it is asked for, each field as it was written. */
record EntryRequest(
        @Nullable String list,
        @Nullable String identity,
        @Nullable String reason,
        @Nullable String reference,
        @Nullable String sourceReference,
        @Nullable String source,
        @Nullable String scope,
        @Nullable String reported,
        @Nullable String validFrom,
        @Nullable String validUntil,
        @Nullable Boolean exempt,
        @Nullable String note,
        @Nullable Boolean overrideGolden) {

    /** The body of a call, the parameter {@code checkDigit} at hand; null if it cannot be read. */
    static @Nullable EntryRequest read(Call call, Inputs inputs) {
        return Json.read(call.body(), EntryRequest.class, inputs);
    }

    /**
     * What the entry says; null if anything is wrong, which {@code inputs} then know.
     *
     * @param organisation the source of an entry that names none
     */
    @Nullable
    EntryFacts facts(Inputs inputs, String organisation, Instant now) {
        CheckDigit checkDigit = inputs.parameter("checkDigit", Words::checkDigit);
        ListedIdentity readIdentity = inputs.requiredField(
                "identity",
                identity,
                (field, text) ->
                        ListedIdentity.parse(field, text, checkDigit == null ? CheckDigit.VERIFY : checkDigit));
        ImeiRange range = readIdentity == null ? null : readIdentity.range();
        return factsOf(range, inputs, organisation, now);
    }

    /** What it says of these identities, wherever they were named; null if anything is wrong. */
    @Nullable
    EntryFacts factsOf(@Nullable ImeiRange range, Inputs inputs, String organisation, Instant now) {
        EquipmentList readList = inputs.requiredField("list", list, Words::list);
        Reason readReason = inputs.requiredField("reason", reason, Words::reason);
        String readSource = inputs.field("source", source, Texts::source);
        String readReference = inputs.field("reference", reference, Texts::reference);
        String readSourceReference = inputs.field("sourceReference", sourceReference, Texts::reference);
        String readNote = inputs.field("note", note, Texts::note);
        String owner = readSource == null ? organisation : readSource;
        String readScope = inputs.field("scope", scope, (field, text) -> scope(field, text, owner));
        Instant readReported = inputs.field("reported", reported, (field, text) -> Moments.reported(field, text, now));
        Instant from = inputs.field("validFrom", validFrom, Moments::moment);
        Instant until = inputs.field("validUntil", validUntil, Moments::moment);
        Validity validity = inputs.take(Moments.validity(from, until, "validUntil"));
        if (range == null || readList == null || readReason == null || validity == null || !inputs.areGood()) {
            return null;
        }
        return new EntryFacts(
                range,
                readList,
                owner,
                readScope == null ? EntryFacts.EVERYONE : readScope,
                readReason,
                readReference,
                readSourceReference,
                readNote,
                Boolean.TRUE.equals(exempt),
                readReported,
                validity);
    }

    /** The change, in spite of the golden list if that is asked for. */
    ListChange change(ListChange change) {
        return Boolean.TRUE.equals(overrideGolden) ? change.overridingGolden() : change;
    }

    /** Why this caller may not add such an entry; null if it may. */
    @Nullable
    Problem refusal(Caller caller, EntryFacts facts) {
        return Boolean.TRUE.equals(overrideGolden) && !caller.may(Permission.OVERRIDE_GOLDEN)
                ? Calls.notPermitted(Permission.OVERRIDE_GOLDEN)
                : Ownership.refusal(caller, facts.source(), facts.list());
    }

    private static Outcome<String> scope(String field, String text, String owner) {
        if (text.equals(EntryBody.EVERYONE)) {
            return Outcome.accepted(EntryFacts.EVERYONE);
        }
        return text.equals(owner)
                ? Outcome.accepted(owner)
                : Outcome.refused(
                        field, text, "has to be everyone, or " + owner + " for the networks of the source alone");
    }
}
