package org.eir.admin.access;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Inputs;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Role;
import org.eir.core.input.Outcome;
import org.eir.core.input.Refusal;
import org.jspecify.annotations.Nullable;

/** A key as it is asked for, each field as it was written. */
record KeyRequest(
        @Nullable String name,
        @Nullable List<@Nullable String> roles,
        @Nullable String organisation,
        @Nullable String expires) {

    /**
     * What the key will be; null if anything is wrong, which {@code inputs} then know.
     *
     * @param callers organisation of a key that names none
     * @param longest how long a key may be good
     */
    ApiKey.@Nullable Facts facts(Inputs inputs, String callers, Duration longest, Instant now) {
        String readName = inputs.requiredField("name", name, (field, text) -> Texts.line(field, text, ApiKey.MAX_NAME));
        Set<Role> readRoles = readRoles(inputs);
        String readOrganisation = inputs.field("organisation", organisation, Texts::source);
        Instant readExpires = inputs.field("expires", expires, (field, text) -> expiry(field, text, longest, now));
        if (readName == null || !inputs.areGood()) {
            return null;
        }
        return new ApiKey.Facts(
                readName,
                readRoles,
                readOrganisation == null ? callers : readOrganisation,
                readExpires == null ? now.plus(longest) : readExpires);
    }

    private Set<Role> readRoles(Inputs inputs) {
        Set<Role> read = EnumSet.noneOf(Role.class);
        for (String word : roles == null ? List.<@Nullable String>of() : roles) {
            Role role = inputs.field("roles", word == null ? "" : word, Words::role);
            if (role != null) {
                read.add(role);
            }
        }
        if (roles == null || roles.isEmpty()) {
            inputs.refuseInBody(Refusal.of("roles", "", "has to have an element, such as \"operator\""));
        }
        return read;
    }

    private static Outcome<Instant> expiry(String field, String text, Duration longest, Instant now) {
        return Moments.moment(field, text)
                .then(moment -> moment.isAfter(now) && !moment.isAfter(now.plus(longest))
                        ? Outcome.accepted(moment)
                        : Outcome.refused(
                                field,
                                text,
                                "has to lie in the future, and within " + longest.toDays()
                                        + " days (http.maxKeyDays)"));
    }
}
