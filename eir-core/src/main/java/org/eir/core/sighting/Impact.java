package org.eir.core.sighting;

import java.util.List;
import org.eir.core.check.Origin;
import org.eir.core.check.Verdict;

/**
 * Whom a change hits: of the devices seen lately, how many would be answered otherwise if they were asked for again. Made
 * by {@code org.eir.core.ImpactCount}.
 *
 * <p>A device counts once, with the network element that asked for it last. What a rule says of single subscribers is not
 * looked at.
 *
 * @param seen devices seen lately
 * @param changed those among them that would get another verdict
 * @param changes the same by verdict before and after, most first
 * @param origins the same by the network element that asked last, most first, at most {@value #MAX_ORIGINS}
 * @param complete false if the time did not suffice: then {@code changed} is what was found until then, and who has to
 *     be careful takes it for too many
 */
public record Impact(long seen, long changed, List<Change> changes, List<ByOrigin> origins, boolean complete) {
    public static final int MAX_ORIGINS = 10;

    /** So many devices would be answered {@code after} instead of {@code before}. */
    public record Change(Verdict before, Verdict after, long devices) {}

    /** So many devices of one network element would be answered otherwise. */
    public record ByOrigin(Origin origin, long devices) {}

    public Impact {
        changes = List.copyOf(changes);
        origins = List.copyOf(origins);
    }

    /** How many devices limits are judged by: where the look was cut short, all that were seen. */
    public long atMostHit() {
        return complete ? changed : seen;
    }

    /** Which part of the devices seen lately would be answered otherwise, 0 to 1. */
    public double share() {
        return seen == 0 ? 0 : (double) changed / seen;
    }
}
