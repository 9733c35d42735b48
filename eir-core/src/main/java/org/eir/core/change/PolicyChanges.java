package org.eir.core.change;

import java.util.List;
import java.util.Optional;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * Port: policies as recorded, and their changes. Each change is one transaction and one revision, which becomes the
 * policy's version; nothing is ever rewritten.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached; then nothing happened.
 */
public interface PolicyChanges {
    /** An expected version for which there has to be no policy of the name yet. */
    long NONE_YET = 0;

    /** What became of a wish to set a policy. Only {@link Done} changed anything. */
    sealed interface PutOutcome {
        /**
         * It is recorded.
         *
         * @param isNew whether there was none of its name before
         */
        record Done(Policy policy, boolean isNew) implements PutOutcome {}

        /** It was set to exactly this before. */
        record Unchanged(Policy policy) implements PutOutcome {}

        /** Somebody changed it since the caller read it; {@code current} is absent if there is none of its name. */
        record Stale(@Nullable Policy current) implements PutOutcome {}

        /** Another policy is for one of its origins. */
        record OriginTaken(OriginMatcher origin, String byPolicy) implements PutOutcome {}

        /** There are as many as there may be. */
        record TooMany(int limit) implements PutOutcome {}
    }

    /** What became of a wish to withdraw a policy. Only {@link Done} changed anything. */
    sealed interface WithdrawOutcome {
        /** It is recorded; its origins are answered by the next less specific policy. */
        record Done(long revision) implements WithdrawOutcome {}

        record Stale(Policy current) implements WithdrawOutcome {}

        record NoSuchPolicy(String name) implements WithdrawOutcome {}
    }

    /**
     * Sets a policy.
     *
     * @param policy its version does not matter
     * @param expectedVersion what the caller takes for the present version; absent: whatever it is
     * @param reference decision or order behind it; may name a person
     */
    PutOutcome put(Policy policy, @Nullable Long expectedVersion, @Nullable String reference, Actor actor);

    /** Takes a policy out of force; not the one named {@value Policy#STANDARD}. */
    WithdrawOutcome withdraw(
            String name,
            @Nullable Long expectedVersion,
            WithdrawalReason reason,
            @Nullable String reference,
            Actor actor);

    /** Those in force, by name; the standard one is among them once it was set. */
    List<Policy> policies();

    Optional<Policy> policy(String name);
}
