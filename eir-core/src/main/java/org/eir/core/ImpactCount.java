package org.eir.core;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.check.Verdict;
import org.eir.core.identity.ImeiRange;
import org.eir.core.register.RegisterView;
import org.eir.core.sighting.Impact;
import org.eir.core.sighting.Impact.ByOrigin;
import org.eir.core.sighting.Impact.Change;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.jspecify.annotations.Nullable;

/** Counts, as sightings pass by, whom a change hits: asks the register as it is and as it would be the same question. */
public final class ImpactCount {
    /** Network elements told apart while counting; the devices of further ones are counted, but not by origin. */
    private static final int MAX_COUNTED_ORIGINS = 10_000;

    /** Sightings between two looks at the clock, a power of two. */
    private static final int CLOCK_EVERY = 1_024;

    private final RegisterView before;
    private final RegisterView after;
    private final long deadline;
    private final Map<Verdict, Map<Verdict, Long>> changes = new EnumMap<>(Verdict.class);
    private final Map<Origin, Long> origins = new HashMap<>();
    private long looked;
    private long changed;
    private boolean complete = true;

    private ImpactCount(RegisterView before, RegisterView after, long deadline) {
        this.before = before;
        this.after = after;
        this.deadline = deadline;
    }

    /**
     * Compares two states of the register for the devices seen lately. A million take a few seconds. An interrupted
     * thread stops it early, as the end of the time does.
     *
     * @param before as it is
     * @param after as it would be ({@link org.eir.core.register.Register#whatIf})
     * @param within where the change is, if that is known: devices elsewhere are not looked at; null for everywhere
     * @param atMost how long it may take
     * @throws org.eir.core.change.StoreUnavailableException when the database cannot be reached
     */
    public static Impact of(
            RegisterView before, RegisterView after, Sightings sightings, @Nullable ImeiRange within, Duration atMost) {
        ImpactCount count = new ImpactCount(before, after, System.nanoTime() + atMost.toNanos());
        sightings.each(within, count::visit);
        boolean isAll = within == null && count.complete;
        return count.impact(isAll ? count.looked : Math.max(sightings.devices(), count.looked));
    }

    private boolean visit(Sighting sighting) {
        if (++looked % CLOCK_EVERY == 0 && isOver()) {
            complete = false;
            return false;
        }
        CheckRequest question = sighting.question();
        Verdict then = EquipmentCheck.decide(before, question).verdict();
        Verdict now = EquipmentCheck.decide(after, question).verdict();
        if (then != now) {
            count(sighting.origin(), then, now);
        }
        return true;
    }

    private boolean isOver() {
        return System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted();
    }

    private void count(Origin origin, Verdict then, Verdict now) {
        changed++;
        changes.computeIfAbsent(then, verdict -> new EnumMap<>(Verdict.class)).merge(now, 1L, Long::sum);
        if (origins.size() < MAX_COUNTED_ORIGINS || origins.containsKey(origin)) {
            origins.merge(origin, 1L, Long::sum);
        }
    }

    private Impact impact(long seen) {
        List<Change> byVerdict = changes.entrySet().stream()
                .flatMap(from -> from.getValue().entrySet().stream()
                        .map(to -> new Change(from.getKey(), to.getKey(), to.getValue())))
                .sorted(Comparator.comparingLong(Change::devices).reversed())
                .toList();
        List<ByOrigin> byOrigin = origins.entrySet().stream()
                .map(entry -> new ByOrigin(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ByOrigin::devices).reversed())
                .limit(Impact.MAX_ORIGINS)
                .toList();
        return new Impact(seen, changed, byVerdict, byOrigin, complete);
    }
}
