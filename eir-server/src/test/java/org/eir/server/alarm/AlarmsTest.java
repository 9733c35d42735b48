package org.eir.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eir.server.alarm.LostPeers.Peer;
import org.eir.server.alarm.Overload.What;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, String> wrong = new HashMap<>();
    private Instant now = NOON;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };

    /** A condition about whatever is in {@link #wrong}; what it cannot find out is a fault of its own. */
    private record Watched(String alarm, Severity severity, Map<String, String> wrong) implements Condition {
        @Override
        public Map<String, String> wrong() {
            if (wrong.containsKey("broken")) {
                throw new IllegalStateException("broken");
            }
            return Map.copyOf(wrong);
        }
    }

    private final Alarms alarms =
            new Alarms(List.of(new Watched("peer-lost", Severity.MAJOR, wrong), node("stale")), meters, clock);

    private Optional<String> stale = Optional.empty();

    private Condition node(String name) {
        return new OfTheNode(name, Severity.CRITICAL, () -> stale);
    }

    private void look(Duration later) {
        now = now.plus(later);
        alarms.look();
    }

    @Test
    void anAlarmIsRaisedOnceAndClearedWhenItsConditionEnds() {
        wrong.put("stp-a", "It is gone.");
        look(Duration.ZERO);
        wrong.put("stp-a", "It is still gone.");
        look(Duration.ofMinutes(1));

        assertThat(alarms.raised())
                .containsExactly(new Alarm("peer-lost", Severity.MAJOR, "stp-a", NOON, "It is still gone."));
        assertThat(gauge("peer-lost")).isEqualTo(1);
        assertThat(gauge("stale")).isZero();

        wrong.clear();
        look(Duration.ofMinutes(1));

        assertThat(alarms.raised()).isEmpty();
        assertThat(gauge("peer-lost")).isZero();
    }

    @Test
    void theWorstComeFirstAndThenTheOldest() {
        wrong.put("stp-b", "It is gone.");
        look(Duration.ZERO);
        wrong.put("stp-a", "It is gone.");
        stale = Optional.of("The lists are old.");
        look(Duration.ofMinutes(1));

        assertThat(alarms.raised())
                .extracting(alarm -> alarm.name() + " " + alarm.about())
                .containsExactly("stale ", "peer-lost stp-b", "peer-lost stp-a");
    }

    @Test
    void whatCannotBeFoundOutStaysAsItWasAndHindersNoOther() {
        wrong.put("stp-a", "It is gone.");
        look(Duration.ZERO);
        wrong.put("broken", "");
        stale = Optional.of("The lists are old.");
        look(Duration.ofMinutes(1));

        assertThat(alarms.raised()).extracting(Alarm::name).containsExactly("stale", "peer-lost");
    }

    @Test
    void ofOneConditionOnlySoManyAreKept() {
        for (int peer = 0; peer <= Alarms.MAX_OF_A_CONDITION; peer++) {
            wrong.put("stp-" + peer, "It is gone.");
        }
        look(Duration.ZERO);

        assertThat(alarms.raised()).hasSize(Alarms.MAX_OF_A_CONDITION);
    }

    @Test
    void aPeerIsLostThatIsConnectedToOrWasThere() {
        Map<String, Boolean> there = new HashMap<>(Map.of("dra-1", false, "mme-1", true, "unnamed", true));
        LostPeers lost = new LostPeers(
                Set.of("dra-1"),
                Set.of("mme-1", "mme-2"),
                () -> there.entrySet().stream().map(peer -> new Peer(peer.getKey(), peer.getValue())));
        assertThat(lost.wrong()).containsOnlyKeys("dra-1");

        there.clear();
        assertThat(lost.wrong())
                .as("mme-2 never was there, nobody named the last")
                .containsOnlyKeys("dra-1", "mme-1");

        there.putAll(Map.of("dra-1", true, "mme-1", true));
        assertThat(lost.wrong()).isEmpty();
    }

    @Test
    void overloadIsOneUntilNothingWasDroppedForAMinute() {
        Overload overload = new Overload(
                meters, clock, List.of(new What("eir.records", "outcome=dropped", "Checks were not recorded.")));
        meters.counter("eir.records", "outcome", "written").increment(7);
        assertThat(overload.wrong()).isEmpty();

        meters.counter("eir.records", "outcome", "dropped").increment();
        assertThat(overload.wrong()).containsExactly(Map.entry("eir.records", "Checks were not recorded."));
        now = now.plusSeconds(50);
        assertThat(overload.wrong()).isNotEmpty();
        now = now.plusSeconds(20);
        assertThat(overload.wrong()).isEmpty();
    }

    @Test
    void aDiskIsLowByItsSizeAndByWhatIsLeft() {
        assertThat(DiskLow.isLow(500L << 20, 1L << 30)).isTrue();
        assertThat(DiskLow.isLow(4L << 30, 100L << 30)).isTrue();
        assertThat(DiskLow.isLow(6L << 30, 100L << 30)).isFalse();
    }

    @Test
    void aGaugeWithAValueItShouldNotHaveIsNamedByItsTags() {
        GaugeBeyond behind = new GaugeBeyond(
                "witness-behind",
                Severity.MINOR,
                meters,
                "eir.audit.witness.age",
                age -> age > 600,
                "For %.0f s."::formatted);
        assertThat(behind.wrong()).as("there is none").isEmpty();

        gauge("/mnt/a", 700);
        gauge("/mnt/b", 5);

        assertThat(behind.wrong()).containsExactly(Map.entry("/mnt/a", "For 700 s."));
    }

    private void gauge(String witness, double value) {
        Gauge.builder("eir.audit.witness.age", () -> value)
                .tag("witness", witness)
                .register(meters);
    }

    private double gauge(String alarm) {
        return meters.get("eir.alarms").tag("alarm", alarm).gauge().value();
    }
}
