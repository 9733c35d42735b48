package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.Policy;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.Match;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of many questions one sighting; and no answer ever waits for it. */
class SightingRecorderTest {
    private static final String PHONE = "49015420323751";
    private static final Imsi VICTIM = new Imsi("262011234567890");
    private static final CheckResult PERMITTED =
            new CheckResult(Verdict.PERMITTED, Verdict.PERMITTED, Rule.UNLISTED, Match.NONE, 1, Policy.INITIAL);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Store store = new Store();
    private final MovedClock clock = new MovedClock();
    private final SightingRecorder recorder = new SightingRecorder(store, meters, clock);

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void aQuestionBecomesASighting() {
        ask(PHONE, VICTIM, "mme1");

        await().until(() -> store.written.size() == 1);
        assertThat(store.written.getFirst())
                .isEqualTo(new Sighting(
                        Imei.of(PHONE),
                        VICTIM,
                        CheckInterface.S13,
                        "dra1",
                        new Origin("mme1", "home"),
                        clock.now,
                        clock.now));
    }

    @Test
    void theSameQuestionAgainIsWrittenOnceUntilSomeTimeHasPassed() {
        ask(PHONE, VICTIM, "mme1");
        await().until(() -> store.written.size() == 1);
        for (int i = 0; i < 1_000; i++) {
            ask(PHONE, VICTIM, "mme1");
        }
        clock.now = clock.now.plus(Duration.ofMinutes(6));
        ask(PHONE, VICTIM, "mme1");

        recorder.close();
        assertThat(store.written).hasSize(2);
    }

    @Test
    void anotherSubscriberAndAnotherNetworkElementAreWrittenAtOnce() {
        ask(PHONE, VICTIM, "mme1");
        await().until(() -> store.written.size() == 1);
        ask(PHONE, null, "mme1");
        ask(PHONE, VICTIM, "mme2");

        await().until(() -> store.written.size() == 3);
    }

    @Test
    void whatIsNoIdentityIsNoSighting() {
        ask("4901", VICTIM, "mme1");

        recorder.close();
        assertThat(store.written).isEmpty();
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsCountedAndTheNextQuestionTriesAgain() {
        store.away = true;
        ask(PHONE, VICTIM, "mme1");
        await().until(() -> count("failed") == 1);
        store.away = false;
        ask(PHONE, VICTIM, "mme1");

        await().until(() -> store.written.size() == 1);
        assertThat(count("written")).isEqualTo(1);
    }

    @Test
    void aDatabaseThatHangsKeepsNobodyWaitingAndWhatFindsNoRoomIsCounted() throws InterruptedException {
        store.held = new CountDownLatch(1);
        ask(PHONE, VICTIM, "mme1");
        store.reached.await();

        int ring = 65_536;
        for (int i = 0; i < ring + 100; i++) {
            ask(PHONE, VICTIM, "mme1");
        }

        assertThat(count("dropped")).isEqualTo(100);
        store.held.countDown();
    }

    private void ask(String identity, @Nullable Imsi subscriber, String host) {
        recorder.record(
                new CheckRequest(
                        CheckInterface.S13,
                        "dra1",
                        new Origin(host, "home"),
                        subscriber,
                        PresentedIdentity.of(identity)),
                PERMITTED);
    }

    private double count(String outcome) {
        return meters.get("eir.sightings").tag("outcome", outcome).counter().count();
    }

    private static final class MovedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");

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
            return this;
        }
    }

    /** Keeps what it is given, is away, or hangs. */
    private static final class Store implements Sightings {
        private final List<Sighting> written = new CopyOnWriteArrayList<>();
        private final CountDownLatch reached = new CountDownLatch(1);
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile boolean away;

        @Override
        public void remember(List<Sighting> seen) {
            reached.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (away) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
            written.addAll(seen);
        }

        @Override
        public long devices() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void each(@Nullable ImeiRange within, Visitor visitor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Sighting> ofSubscriber(Imsi subscriber, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Sighting> ofDevice(Imei device, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
