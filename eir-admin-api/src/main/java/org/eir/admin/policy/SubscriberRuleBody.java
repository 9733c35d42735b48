package org.eir.admin.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.eir.admin.erasures.ErasedBody;
import org.eir.core.change.SubscriberRuleChanges.RecordedRule;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry.Withdrawn;
import org.jspecify.annotations.Nullable;

/**
 * An exception or a lock as it is answered.
 *
 * @param imei 14 digits
 * @param subscribers in full or masked, by what the caller may see
 * @param erased the erasure that took something of it; only where one did
 * @param applied whether the checks of this node see it already; only in the answer to a change
 */
record SubscriberRuleBody(
        long id,
        long revision,
        String kind,
        String imei,
        String verdict,
        List<String> subscribers,
        String source,
        String reason,
        @Nullable String reference,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        @Nullable String note,
        Instant since,
        boolean inForce,
        @Nullable WithdrawnBody withdrawn,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) ErasedBody erased,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Boolean applied) {

    record WithdrawnBody(
            long revision,
            Instant at,
            String reason,
            @Nullable String reference) {}

    static SubscriberRuleBody of(
            RecordedRule recorded, Function<Imsi, String> shown, Instant now, @Nullable Boolean applied) {
        SubscriberRule rule = recorded.rule();
        return new SubscriberRuleBody(
                recorded.id(),
                recorded.added().revision(),
                rule.kind().text(),
                rule.device().text(),
                rule.verdict().text(),
                rule.subscribers().stream().map(shown).toList(),
                rule.source(),
                rule.reason().text(),
                rule.reference(),
                rule.validity().from(),
                rule.validity().until(),
                rule.note(),
                recorded.added().at(),
                recorded.withdrawn() == null && rule.validity().includes(now),
                withdrawn(recorded.withdrawn()),
                ErasedBody.of(recorded.erased()),
                applied);
    }

    private static @Nullable WithdrawnBody withdrawn(@Nullable Withdrawn withdrawn) {
        return withdrawn == null
                ? null
                : new WithdrawnBody(
                        withdrawn.by().revision(),
                        withdrawn.by().at(),
                        withdrawn.reason().text(),
                        withdrawn.reference());
    }
}
