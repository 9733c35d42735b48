package org.eir.server.alarm;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Something was dropped or turned away within the last minute because there was too much of it. */
public final class Overload implements Condition {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final MeterRegistry meters;
    private final Clock clock;
    private final List<What> watched;
    private final Map<What, Double> counted = new HashMap<>();
    private final Map<What, Instant> moved = new HashMap<>();

    /**
     * A counter that moves when there is too much of something.
     *
     * @param meter its name
     * @param tag which of its values, {@code outcome=dropped}; empty for all of them
     * @param meaning what an increment means, one sentence
     */
    public record What(String meter, String tag, String meaning) {}

    public Overload(MeterRegistry meters, Clock clock, List<What> watched) {
        this.meters = meters;
        this.clock = clock;
        this.watched = List.copyOf(watched);
    }

    @Override
    public String alarm() {
        return "overload";
    }

    @Override
    public Severity severity() {
        return Severity.MAJOR;
    }

    @Override
    public Map<String, String> wrong() {
        Instant now = clock.instant();
        for (What what : watched) {
            double count = count(what);
            if (count > counted.getOrDefault(what, 0.0)) {
                moved.put(what, now);
            }
            counted.put(what, count);
        }
        moved.values().removeIf(last -> Duration.between(last, now).compareTo(REMEMBERED) > 0);
        return moved.keySet().stream().collect(Collectors.toMap(What::meter, What::meaning, (one, _) -> one));
    }

    private double count(What what) {
        return meters.find(what.meter()).counters().stream()
                .filter(counter -> what.tag().isEmpty() || hasTag(counter, what.tag()))
                .mapToDouble(Counter::count)
                .sum();
    }

    private static boolean hasTag(Counter counter, String wanted) {
        return counter.getId().getTags().stream().anyMatch(tag -> (tag.getKey() + "=" + tag.getValue()).equals(wanted));
    }
}
