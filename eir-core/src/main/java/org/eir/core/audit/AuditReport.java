package org.eir.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eir.core.erasure.PersonalField;
import org.jspecify.annotations.Nullable;

/**
 * What a verification came to.
 *
 * @param finding the first thing that is wrong; null where everything holds
 * @param changes change sets verified
 * @param rows rows verified
 * @param checkpoints signed checkpoints that fit
 * @param signed changes that a checkpoint covers; those after it could still be rewritten unnoticed
 * @param opened commitments whose data is there and fits
 * @param withheld commitments whose data was kept back
 * @param inForce entries, policies, rules, groups and keys in force, compared with the changes
 * @param erased leaves and rows of which something was erased by law
 * @param erasures when, what and on whose order: the first {@value #MAX_ERASURES}
 * @param keys the keys trusted at the end: those given, and those that the log introduced
 */
public record AuditReport(
        @Nullable Finding finding,
        long changes,
        long rows,
        long checkpoints,
        long signed,
        long opened,
        long withheld,
        long inForce,
        long erased,
        List<ErasureTold> erasures,
        List<LogKey> keys) {

    /** Most erasures that are told one by one. */
    public static final int MAX_ERASURES = 1_000;

    /**
     * An erasure, as the log tells it.
     *
     * @param about what was to be erased, by a word: {@code change}, {@code person} or {@code subscriber}
     * @param order reference of the order; absent where it was erased too
     * @param actor who did it; absent where it was erased too
     * @param approver the second person, if there was one
     * @param others how much was erased that the log never committed to
     * @param fields how many of what
     */
    public record ErasureTold(
            long revision,
            Instant at,
            String about,
            @Nullable String order,
            @Nullable String actor,
            @Nullable String approver,
            long others,
            Map<PersonalField, Long> fields) {}
}
