package org.eir.admin.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eir.core.check.Policy;
import org.eir.core.check.Told;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is answered.
 *
 * @param organisation whose local entries count; null if nobody's
 * @param applied whether the checks of this node follow it already; only in the answer to a change
 */
record PolicyBody(
        String name,
        long version,
        List<OriginBody> origins,
        String unlisted,
        String malformed,
        String testIdentity,
        @Nullable String organisation,
        ToldBody told,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Boolean applied) {

    /** Whom a policy is for, as it is written and read. */
    record OriginBody(@Nullable String kind, @Nullable String value) {}

    /** How verdicts are told, as it is written and read; what is absent is told as decided. */
    record ToldBody(
            @Nullable String prohibited,
            @Nullable String tracked,
            @Nullable String unknown) {}

    static PolicyBody of(Policy policy) {
        return of(policy, null);
    }

    static PolicyBody changed(Policy policy, boolean applied) {
        return of(policy, applied);
    }

    private static PolicyBody of(Policy policy, @Nullable Boolean applied) {
        Told told = policy.told();
        return new PolicyBody(
                policy.name(),
                policy.version(),
                policy.origins().stream()
                        .map(origin -> new OriginBody(origin.kind().text(), origin.value()))
                        .toList(),
                policy.unlisted().text(),
                policy.malformed().text(),
                policy.testIdentity().text(),
                policy.organisation().isEmpty() ? null : policy.organisation(),
                new ToldBody(
                        told.prohibited().text(),
                        told.tracked().text(),
                        told.unknown().text()),
                applied);
    }
}
