package org.eir.core.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.identity.Imsi;
import org.jspecify.annotations.Nullable;

/**
 * The rules of all sources for one device that count at one moment. Immutable.
 *
 * <p>They come after the lists: a golden entry stands above them; a lock prohibits to everybody it does not name; an
 * exception permits, or tracks, for whom it names what would not be permitted. While the network does not say who uses
 * the device they say nothing: most switches never do, and a lock must not lock out the device's own subscriber.
 */
public final class SubscriberRules {
    /** Nothing is said. */
    public static final SubscriberRules NONE = new SubscriberRules(new long[0], new long[0], new long[0][]);

    private static final Decision LOCKED = new Decision(Verdict.PROHIBITED, Rule.SUBSCRIBER_LOCK);
    private static final Decision LOCKED_TO_THIS_ONE = new Decision(Verdict.PERMITTED, Rule.SUBSCRIBER_LOCK);
    private static final Decision PERMITTED = new Decision(Verdict.PERMITTED, Rule.SUBSCRIBER_EXCEPTION);
    private static final Decision TRACKED = new Decision(Verdict.TRACKED, Rule.SUBSCRIBER_EXCEPTION);

    /** {@link Imsi#packed} of those whom exceptions permit and track, ascending; of each lock, those it names. */
    private final long[] permitted;

    private final long[] tracked;
    private final long[][] locks;

    private SubscriberRules(long[] permitted, long[] tracked, long[][] locks) {
        this.permitted = permitted;
        this.tracked = tracked;
        this.locks = locks;
    }

    /** Those of a device's rules that count at a moment. One that names nobody says nothing: it must lock nobody out. */
    public static SubscriberRules at(Instant at, List<SubscriberRule> rules) {
        List<Imsi> permitted = new ArrayList<>();
        List<Imsi> tracked = new ArrayList<>();
        List<long[]> locks = new ArrayList<>();
        for (SubscriberRule rule : rules) {
            if (!rule.validity().includes(at) || rule.subscribers().isEmpty()) {
                continue;
            }
            if (rule.kind() == Kind.LOCK) {
                locks.add(packed(rule.subscribers()));
            } else {
                (rule.verdict() == Verdict.TRACKED ? tracked : permitted).addAll(rule.subscribers());
            }
        }
        return permitted.isEmpty() && tracked.isEmpty() && locks.isEmpty()
                ? NONE
                : new SubscriberRules(packed(permitted), packed(tracked), locks.toArray(new long[0][]));
    }

    private static long[] packed(List<Imsi> subscribers) {
        return subscribers.stream().mapToLong(Imsi::packed).sorted().distinct().toArray();
    }

    /** What becomes of the lists' decision while this subscriber uses the device. */
    Decision decide(Decision byLists, @Nullable Imsi subscriber) {
        if (subscriber == null || byLists.rule() == Rule.GOLDEN_LIST) {
            return byLists;
        }
        long imsi = subscriber.packed();
        for (long[] lock : locks) {
            if (!names(lock, imsi)) {
                return LOCKED;
            }
        }
        if (byLists.verdict() == Verdict.PERMITTED) {
            return byLists;
        }
        if (names(tracked, imsi)) {
            return TRACKED;
        }
        if (names(permitted, imsi)) {
            return PERMITTED;
        }
        return locks.length > 0 && isUnlisted(byLists.rule()) ? LOCKED_TO_THIS_ONE : byLists;
    }

    private static boolean isUnlisted(Rule rule) {
        return rule == Rule.UNLISTED || rule == Rule.TEST_IDENTITY || rule == Rule.PLACEHOLDER;
    }

    private static boolean names(long[] subscribers, long imsi) {
        return Arrays.binarySearch(subscribers, imsi) >= 0;
    }
}
