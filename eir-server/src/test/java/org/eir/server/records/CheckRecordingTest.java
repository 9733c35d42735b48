package org.eir.server.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.Policy;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.Match;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.RecordedChecks;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded, and that nobody who answers ever waits for it. */
class CheckRecordingTest {
    @TempDir
    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Memory memory = new Memory();

    @Test
    void whatBarsTracksRefusesOrIsDecidedForASubscriberIsAlwaysRecorded() throws IOException {
        try (CheckRecording recording = recording(0)) {
            ask(recording, Verdict.PERMITTED, Verdict.PERMITTED, Rule.WHITE_LIST);
            ask(recording, Verdict.UNKNOWN, Verdict.UNKNOWN, Rule.UNLISTED);
            ask(recording, Verdict.PROHIBITED, Verdict.PROHIBITED, Rule.BLACK_LIST);
            ask(recording, Verdict.PERMITTED, Verdict.TRACKED, Rule.GREY_LIST);
            ask(recording, Verdict.PERMITTED, Verdict.PERMITTED, Rule.SUBSCRIBER_EXCEPTION);
            ask(recording, Verdict.PERMITTED, Verdict.PERMITTED, Rule.SUBSCRIBER_LOCK);
            ask(recording, Verdict.REFUSED, Verdict.REFUSED, Rule.MALFORMED);
        }

        assertThat(memory.kept)
                .extracting(CheckRecord::rule)
                .containsExactly(
                        Rule.BLACK_LIST,
                        Rule.GREY_LIST,
                        Rule.SUBSCRIBER_EXCEPTION,
                        Rule.SUBSCRIBER_LOCK,
                        Rule.MALFORMED);
    }

    @Test
    void ofTheOthersOneInSoManyOrAll() throws IOException {
        try (CheckRecording recording = recording(1)) {
            ask(recording, Verdict.PERMITTED, Verdict.PERMITTED, Rule.WHITE_LIST);
        }
        assertThat(memory.kept).hasSize(1);
        memory.kept.clear();

        try (CheckRecording recording = recording(10)) {
            for (int i = 0; i < 10_000; i++) {
                ask(recording, Verdict.PERMITTED, Verdict.PERMITTED, Rule.WHITE_LIST);
            }
        }
        assertThat(memory.kept).hasSizeBetween(500, 2_000);
    }

    @Test
    void nobodyWaitsForADatabaseThatHangsAndWhatFindsNoRoomIsCounted() throws IOException {
        CheckRecording recording = recording(1);
        memory.hang = new CountDownLatch(1);
        int questions = 100_000;
        for (int i = 0; i < questions; i++) {
            ask(recording, Verdict.PROHIBITED, Verdict.PROHIBITED, Rule.BLACK_LIST);
        }
        assertThat(count("dropped")).isBetween(1.0, (double) questions);

        memory.hang.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> memory.kept.size() + count("dropped") == questions);
        recording.close();
    }

    @Test
    void aDatabaseThatIsAwayLosesItsRecordsAndTheRecordingGoesOn() throws IOException {
        memory.isAway = true;
        try (CheckRecording recording = recording(1)) {
            ask(recording, Verdict.PROHIBITED, Verdict.PROHIBITED, Rule.BLACK_LIST);
            await().atMost(Duration.ofSeconds(10)).until(() -> count("failed") == 1);
            memory.isAway = false;
            ask(recording, Verdict.TRACKED, Verdict.TRACKED, Rule.GREY_LIST);
        }

        assertThat(memory.kept).extracting(CheckRecord::rule).containsExactly(Rule.GREY_LIST);
        assertThat(memory.daysKept).isEqualTo(7);
    }

    private double count(String outcome) {
        return meters.counter("eir.records", "to", "database", "outcome", outcome)
                .count();
    }

    private CheckRecording recording(int permittedEvery) {
        RecordsConfig config =
                new RecordsConfig(permittedEvery, RecordsConfig.Subscriber.MASKED, false, null, 65_536, 1, 1, 7);
        SubscriberVault vault = new SubscriberVault(List.of(SubscriberKey.random(1)));
        return CheckRecording.start(config, directory, vault, memory, meters, Clock.systemUTC());
    }

    private static void ask(CheckRecording recording, Verdict told, Verdict decided, Rule rule) {
        CheckRequest request = new CheckRequest(
                CheckInterface.S13,
                "dra1",
                new Origin("mme1.home", "home"),
                null,
                PresentedIdentity.of(rule == Rule.MALFORMED ? "12" : "49015420323751"));
        Policy policy = new Policy(0, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN);
        recording.record(request, new CheckResult(told, decided, rule, Match.NONE, 7, policy));
    }

    /** Keeps records in a list, unless it hangs or is away. */
    private static final class Memory implements RecordedChecks {
        private final List<CheckRecord> kept = Collections.synchronizedList(new ArrayList<>());
        private volatile CountDownLatch hang = new CountDownLatch(0);
        private volatile boolean isAway;
        private volatile int daysKept;

        @Override
        public void keep(List<CheckRecord> records) {
            try {
                hang.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (isAway) {
                throw new StoreUnavailableException("away", new IOException("away"));
            }
            kept.addAll(records);
        }

        @Override
        public List<Found> find(Filter filter, Position before, int limit) {
            return List.of();
        }

        @Override
        public int keepDays(int days) {
            daysKept = days;
            return 0;
        }
    }
}
