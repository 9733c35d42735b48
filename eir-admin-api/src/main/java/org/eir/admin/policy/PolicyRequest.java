package org.eir.admin.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.policy.PolicyBody.OriginBody;
import org.eir.admin.policy.PolicyBody.ToldBody;
import org.eir.admin.web.Inputs;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.input.Outcome;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/** A policy as it is asked for, each field as it was written. */
record PolicyRequest(
        @Nullable List<@Nullable OriginBody> origins,
        @Nullable String unlisted,
        @Nullable String malformed,
        @Nullable String testIdentity,
        @Nullable String organisation,
        @Nullable ToldBody told,
        @Nullable String reference) {

    /** What it says; null if anything is wrong, which {@code inputs} then know. */
    @Nullable
    Policy policy(String name, Inputs inputs) {
        List<OriginMatcher> readOrigins = readOrigins(name, inputs);
        Verdict readUnlisted = inputs.requiredField("unlisted", unlisted, Words::status);
        Verdict readMalformed = inputs.requiredField("malformed", malformed, Words::verdict);
        Verdict readTest = inputs.field("testIdentity", testIdentity, Words::status);
        String readOrganisation = inputs.field("organisation", organisation, Texts::source);
        Told readTold = readTold(inputs);
        if (readUnlisted == null || readMalformed == null || !inputs.areGood()) {
            return null;
        }
        return new Policy(
                name,
                0,
                readOrigins,
                readUnlisted,
                readMalformed,
                readTest == null ? readUnlisted : readTest,
                readOrganisation == null ? EntryFacts.EVERYONE : readOrganisation,
                readTold);
    }

    private List<OriginMatcher> readOrigins(String name, Inputs inputs) {
        List<@Nullable OriginBody> asked = origins == null ? List.of() : origins;
        boolean isStandard = name.equals(Policy.STANDARD);
        if (isStandard != asked.isEmpty()) {
            inputs.refuseInBody(Refusal.of(
                    "origins",
                    "",
                    isStandard
                            ? "the policy named default is for everybody whom no other is for, and names no origins"
                            : "has to name at least one; for everybody there is the policy named default"));
        }
        if (asked.size() > Policy.MAX_ORIGINS) {
            inputs.refuseInBody(Refusal.of(
                    "origins", Integer.toString(asked.size()), "a policy names at most " + Policy.MAX_ORIGINS));
            return List.of();
        }
        List<OriginMatcher> read = new ArrayList<>();
        Set<OriginMatcher> seen = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            OriginMatcher origin = inputs.takeAt("/origins/" + i, origin(asked.get(i), seen));
            if (origin != null) {
                read.add(origin);
            }
        }
        return read;
    }

    private static Outcome<OriginMatcher> origin(@Nullable OriginBody asked, Set<OriginMatcher> seen) {
        if (asked == null || asked.kind() == null || asked.value() == null) {
            return Outcome.refused("origins", "", "each has a kind and a value");
        }
        return OriginMatcher.of("origins", asked.kind(), asked.value())
                .then(origin -> seen.add(origin)
                        ? Outcome.accepted(origin)
                        : Outcome.refused("origins", origin.toString(), "is there more than once"));
    }

    private Told readTold(Inputs inputs) {
        if (told == null) {
            return Told.AS_DECIDED;
        }
        return new Told(
                told(inputs, "prohibited", told.prohibited(), Verdict.PROHIBITED),
                told(inputs, "tracked", told.tracked(), Verdict.TRACKED),
                told(inputs, "unknown", told.unknown(), Verdict.UNKNOWN));
    }

    private static Verdict told(Inputs inputs, String field, @Nullable String text, Verdict decided) {
        Verdict read = text == null ? decided : inputs.takeAt("/told/" + field, Words.status(field, text));
        return read == null ? decided : read;
    }
}
