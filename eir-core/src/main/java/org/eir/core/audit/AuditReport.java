package org.eir.core.audit;

import java.util.List;
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
        List<LogKey> keys) {}
