package org.eir.server.alarm;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all conditions every {@value #INTERVAL_MS} ms, and keeps which alarms are raised. */
public final class Alarms implements AutoCloseable {
    /** A condition that comes and goes between two looks raises nothing. */
    static final int INTERVAL_MS = 5_000;

    /** The first of one condition are kept one by one; beyond that the node has worse trouble than a list. */
    static final int MAX_OF_A_CONDITION = 100;

    private static final Logger log = LoggerFactory.getLogger("org.eir.alarm");
    private static final Comparator<Alarm> WORST_FIRST =
            Comparator.comparing(Alarm::severity).thenComparing(Alarm::since).thenComparing(Alarm::about);

    private final List<Condition> conditions;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("eir-alarms").daemon().unstarted(task));

    private volatile List<Alarm> raised = List.of();

    public Alarms(List<Condition> conditions, MeterRegistry meters, Clock clock) {
        this.conditions = List.copyOf(conditions);
        this.clock = clock;
        for (Condition condition : conditions) {
            Gauge.builder("eir.alarms", () -> of(raised, condition).count())
                    .description("Alarms that are raised")
                    .tag("alarm", condition.alarm())
                    .tag("severity", condition.severity().text())
                    .register(meters);
        }
    }

    /** Begins to look. */
    public void start() {
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Those that are raised, the worst first. */
    public List<Alarm> raised() {
        return raised;
    }

    /** Looks at everything once. */
    void look() {
        List<Alarm> now = new ArrayList<>();
        for (Condition condition : conditions) {
            List<Alarm> before = of(raised, condition).toList();
            try {
                now.addAll(compared(condition, before));
            } catch (RuntimeException e) {
                // Nobody knows better by now; and thrown further, it would end all looking without a word.
                log.warn("whether to raise {} could not be found out: {}", condition.alarm(), e.toString());
                now.addAll(before);
            }
        }
        now.sort(WORST_FIRST);
        raised = List.copyOf(now);
    }

    private List<Alarm> compared(Condition condition, List<Alarm> before) {
        Map<String, Alarm> cleared = new HashMap<>();
        before.forEach(alarm -> cleared.put(alarm.about(), alarm));
        List<Alarm> now = new ArrayList<>();
        condition.wrong().entrySet().stream().limit(MAX_OF_A_CONDITION).forEach(wrong -> {
            Alarm old = cleared.remove(wrong.getKey());
            Instant since = old == null ? clock.instant() : old.since();
            Alarm alarm = new Alarm(condition.alarm(), condition.severity(), wrong.getKey(), since, wrong.getValue());
            now.add(alarm);
            if (old == null) {
                log.warn("raised {} ({}){}: {}", alarm.name(), alarm.severity().text(), about(alarm), alarm.detail());
            }
        });
        cleared.values().forEach(this::logCleared);
        return now;
    }

    private void logCleared(Alarm alarm) {
        log.info(
                "cleared {} ({}){} after {} s",
                alarm.name(),
                alarm.severity().text(),
                about(alarm),
                Duration.between(alarm.since(), clock.instant()).toSeconds());
    }

    private static String about(Alarm alarm) {
        return alarm.about().isEmpty() ? "" : " about " + alarm.about();
    }

    private static Stream<Alarm> of(List<Alarm> alarms, Condition condition) {
        return alarms.stream().filter(alarm -> alarm.name().equals(condition.alarm()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
