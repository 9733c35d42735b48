package org.eir.admin.lists;

import java.time.Instant;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Inputs;
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
        @Nullable String source,
        @Nullable String scope,
        @Nullable String reported,
        @Nullable String validFrom,
        @Nullable String validUntil,
        @Nullable Boolean exempt,
        @Nullable String note) {

    /**
     * What the entry says; null if anything is wrong, which {@code inputs} then know.
     *
     * @param organisation the source of an entry that names none
     */
    @Nullable
    EntryFacts facts(Inputs inputs, String organisation, CheckDigit checkDigit, Instant now) {
        EquipmentList readList = inputs.requiredField("list", list, Words::list);
        ListedIdentity readIdentity = inputs.requiredField(
                "identity", identity, (field, text) -> ListedIdentity.parse(field, text, checkDigit));
        Reason readReason = inputs.requiredField("reason", reason, Words::reason);
        String readSource = inputs.field("source", source, Texts::source);
        String readReference = inputs.field("reference", reference, Texts::reference);
        String readNote = inputs.field("note", note, Texts::note);
        inputs.field("scope", scope, EntryRequest::everyone);
        Instant readReported = inputs.field("reported", reported, (field, text) -> Moments.reported(field, text, now));
        Instant from = inputs.field("validFrom", validFrom, Moments::moment);
        Instant until = inputs.field("validUntil", validUntil, Moments::moment);
        Validity validity = inputs.take(Moments.validity(from, until, "validUntil"));
        if (readList == null || readIdentity == null || readReason == null || validity == null || !inputs.areGood()) {
            return null;
        }
        return new EntryFacts(
                readIdentity.range(),
                readList,
                readSource == null ? organisation : readSource,
                EntryFacts.EVERYONE,
                readReason,
                readReference,
                readNote,
                Boolean.TRUE.equals(exempt),
                readReported,
                validity);
    }

    private static Outcome<String> everyone(String field, String text) {
        return text.equals(EntryBody.EVERYONE)
                ? Outcome.accepted(text)
                : Outcome.refused(
                        field, text, "entries for one organisation are not in this version; has to be everyone");
    }
}
