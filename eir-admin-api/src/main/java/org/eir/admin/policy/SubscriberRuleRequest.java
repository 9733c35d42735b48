package org.eir.admin.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Inputs;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome;
import org.eir.core.input.Refusal;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/** An exception or a lock as it is asked for, each field as it was written. */
record SubscriberRuleRequest(
        @Nullable String kind,
        @Nullable String imei,
        @Nullable List<@Nullable String> subscribers,
        @Nullable String verdict,
        @Nullable String source,
        @Nullable String reason,
        @Nullable String reference,
        @Nullable String validFrom,
        @Nullable String validUntil,
        @Nullable String note) {

    /**
     * What it says; null if anything is wrong, which {@code inputs} then know.
     *
     * @param organisation the source of a rule that names none
     */
    @Nullable
    SubscriberRule rule(Inputs inputs, String organisation, CheckDigit checkDigit) {
        Kind readKind = inputs.requiredField("kind", kind, Words::subscriberRule);
        ListedIdentity device =
                inputs.requiredField("imei", imei, (field, text) -> ListedIdentity.imei(field, text, checkDigit));
        List<Imsi> readSubscribers = readSubscribers(inputs);
        Verdict readVerdict = inputs.field("verdict", verdict, Words::status);
        String readSource = inputs.field("source", source, Texts::source);
        Reason readReason = inputs.requiredField("reason", reason, Words::reason);
        String readReference = inputs.field("reference", reference, Texts::reference);
        String readNote = inputs.field("note", note, Texts::note);
        Validity validity = inputs.take(Moments.validity(
                inputs.field("validFrom", validFrom, Moments::moment),
                inputs.field("validUntil", validUntil, Moments::moment),
                "validUntil"));
        refuseVerdict(inputs, readKind, readVerdict);
        if (readKind == null || device == null || readReason == null || validity == null || !inputs.areGood()) {
            return null;
        }
        return new SubscriberRule(
                new Imei(device.range().from()),
                readKind,
                readVerdict == null ? Verdict.PERMITTED : readVerdict,
                readSubscribers,
                readSource == null ? organisation : readSource,
                readReason,
                readReference,
                readNote,
                validity);
    }

    private static void refuseVerdict(Inputs inputs, @Nullable Kind kind, @Nullable Verdict verdict) {
        if (verdict == null) {
            return;
        }
        boolean fits = verdict == Verdict.PERMITTED || verdict == Verdict.TRACKED && kind != Kind.LOCK;
        if (!fits) {
            inputs.refuseInBody(
                    Refusal.of("verdict", verdict.text(), "an exception permits or tracks, a lock permits"));
        }
    }

    private List<Imsi> readSubscribers(Inputs inputs) {
        List<@Nullable String> asked = subscribers == null ? List.of() : subscribers;
        if (asked.isEmpty() || asked.size() > SubscriberRule.MAX_SUBSCRIBERS) {
            inputs.refuseInBody(Refusal.of(
                    "subscribers",
                    Integer.toString(asked.size()),
                    "has to name 1 to " + SubscriberRule.MAX_SUBSCRIBERS + " IMSIs"));
            return List.of();
        }
        List<Imsi> read = new ArrayList<>();
        Set<Imsi> seen = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            Imsi imsi = inputs.takeAt("/subscribers/" + i, imsi(asked.get(i), seen));
            if (imsi != null) {
                read.add(imsi);
            }
        }
        return read;
    }

    private static Outcome<Imsi> imsi(@Nullable String text, Set<Imsi> seen) {
        if (text == null || !Imsi.isValid(text)) {
            return Outcome.refused("subscribers", text == null ? "" : text, "an IMSI has 6 to 15 decimal digits");
        }
        Imsi imsi = new Imsi(text);
        return seen.add(imsi)
                ? Outcome.accepted(imsi)
                : Outcome.refused("subscribers", imsi.toString(), "is there more than once");
    }
}
