package org.eir.server.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.Traces;
import org.eir.core.records.Traces.Trace;
import org.eir.core.records.Traces.Wanted;
import org.eir.core.register.Register;
import org.eir.server.records.RecordsConfig.Subscriber;
import org.junit.jupiter.api.Test;

class CheckTracesTest {
    private static final Imei PHONE = Imei.of("49015420323751");
    private static final Duration AT_ONCE = Duration.ZERO;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CheckTraces traces = new CheckTraces(Subscriber.SEALED, meters, Clock.systemUTC());
    private final EquipmentCheck check = new EquipmentCheck(new Register(10), traces);

    @Test
    void whoWatchesIsShownWhatFitsAllThatWasNamed() throws InterruptedException {
        Trace device = open(new Wanted(PHONE, null, null));
        Trace both = open(new Wanted(PHONE, "dra2", null));
        Trace realm = open(new Wanted(null, null, "home"));
        ask("490154203237518", "dra1", "mme1.home");
        ask("12*", "dra1", "mme1.home");
        ask("356938035643809", "dra2", "mme2.home");
        assertThat(passed(device)).hasSize(1);
        assertThat(passed(both)).isEmpty();
        assertThat(passed(realm)).hasSize(3);
        device.close();
        ask("490154203237518", "dra2", "mme1.home");
        assertThat(passed(device)).isEmpty();
        assertThat(passed(both)).singleElement().extracting(CheckRecord::peer).isEqualTo("dra2");
    }

    @Test
    void whoDoesNotKeepUpIsToldHowManyWereMissed() throws InterruptedException {
        Trace slow = open(new Wanted(null, "dra1", null));
        for (int i = 0; i < Traces.MAX_WAITING + 7; i++) {
            ask("490154203237518", "dra1", "mme1.home");
        }
        assertThat(passed(slow)).hasSize(Traces.MAX_WAITING);
        assertThat(slow.dropped()).isEqualTo(7);
        assertThat(slow.dropped()).isZero();
        assertThat(meters.counter("eir.trace.dropped").count()).isEqualTo(7);
    }

    @Test
    void thereIsALimitToWatchersAndWhoLeavesMakesRoom() {
        for (int i = 1; i < Traces.MAX_OPEN; i++) {
            open(new Wanted(PHONE, null, null));
        }
        Trace last = open(new Wanted(PHONE, null, null));
        assertThat(traces.open(new Wanted(PHONE, null, null))).isEmpty();
        assertThat(meters.get("eir.trace.open").gauge().value()).isEqualTo(Traces.MAX_OPEN);
        last.close();
        assertThat(traces.open(new Wanted(PHONE, null, null))).isPresent();
    }

    @Test
    void aNodeThatStopsShowsWhatHasPassedAndEnds() throws InterruptedException {
        Trace trace = open(new Wanted(PHONE, null, null));
        ask("490154203237518", "dra1", "mme1.home");
        traces.close();
        assertThat(trace.isOver()).isFalse();
        assertThat(trace.take(Duration.ofMinutes(1))).hasSize(1);
        assertThat(trace.take(Duration.ofMinutes(1))).as("at once").isEmpty();
        assertThat(trace.isOver()).isTrue();
        assertThat(traces.open(new Wanted(PHONE, null, null))).isEmpty();
    }

    private Trace open(Wanted wanted) {
        return traces.open(wanted).orElseThrow();
    }

    private static List<CheckRecord> passed(Trace trace) throws InterruptedException {
        return trace.take(AT_ONCE);
    }

    private void ask(String identity, String peer, String host) {
        check.check(new CheckRequest(
                CheckInterface.S13, peer, new Origin(host, "home"), null, PresentedIdentity.of(identity)));
    }
}
