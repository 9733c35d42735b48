package org.eir.server.records;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.eir.core.CheckRecorder;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.RecordedChecks;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.server.records.RecordsConfig.Subscriber;

/**
 * Records answered checks: those that bar, track or refuse always, the others as many as the configuration says. The
 * answering thread makes a record and puts it into a bounded ring for each place it goes to; it never waits.
 */
public final class CheckRecording implements CheckRecorder, AutoCloseable {
    private final int permittedEvery;
    private final Clock clock;
    private final List<RecordQueue> queues;

    private CheckRecording(int permittedEvery, Clock clock, List<RecordQueue> queues) {
        this.permittedEvery = permittedEvery;
        this.clock = clock;
        this.queues = List.copyOf(queues);
    }

    /**
     * Starts recording.
     *
     * @param stateDirectory where files go unless the configuration says otherwise
     * @throws IllegalStateException if the directory of the files cannot be used; the message says which key to change
     */
    public static CheckRecording start(
            RecordsConfig config,
            Path stateDirectory,
            SubscriberVault vault,
            RecordedChecks searchable,
            MeterRegistry meters,
            Clock clock) {
        List<RecordQueue> queues = new ArrayList<>();
        if (config.files()) {
            Path directory = Objects.requireNonNullElseGet(config.directory(), () -> stateDirectory.resolve("records"));
            RecordFiles.Limits limits = new RecordFiles.Limits(
                    config.fileBytes(), Duration.ofMinutes(config.fileMinutes()), config.maxFiles());
            RecordColumns columns = new RecordColumns(vault, config.subscriber() == Subscriber.SEALED);
            queues.add(
                    new RecordQueue("file", RecordFiles.in(directory, limits, columns, meters, clock), meters, clock));
        }
        if (config.searchDays() > 0) {
            SearchWindow window = new SearchWindow(searchable, config.searchDays(), clock);
            queues.add(new RecordQueue("database", window, meters, clock));
        }
        return new CheckRecording(config.permittedEvery(), clock, queues);
    }

    @Override
    public void record(CheckRequest request, CheckResult result) {
        if (CheckRecord.isRemarkable(request, result) || isSampled()) {
            CheckRecord check = CheckRecord.of(request, result, clock.instant());
            for (RecordQueue queue : queues) {
                queue.offer(check);
            }
        }
    }

    private boolean isSampled() {
        return permittedEvery == 1
                || permittedEvery > 1 && ThreadLocalRandom.current().nextInt(permittedEvery) == 0;
    }

    @Override
    public void close() {
        queues.forEach(RecordQueue::close);
    }
}
