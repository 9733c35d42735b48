package org.eir.server.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.eir.core.audit.LogStatus.State;

/** What /metrics says about the log. */
final class CheckpointMetrics {
    private final Map<String, Counter> failures;

    CheckpointMetrics(MeterRegistry meters, Checkpointer checkpointer) {
        Gauge.builder("eir.log.consistent", () -> checkpointer.status().state() == State.INCONSISTENT ? 0 : 1)
                .description("0 once something in the log does not fit what was signed, else 1")
                .register(meters);
        Gauge.builder("eir.log.size", () -> checkpointer.status().size())
                .description("Revisions that this node has computed the tree of")
                .register(meters);
        Gauge.builder("eir.checkpoint.size", checkpointer::signedSize)
                .description("Revisions that the last checkpoint of this node covers")
                .register(meters);
        Gauge.builder("eir.checkpoint.age", checkpointer::signedAge)
                .description("Time since this node signed a checkpoint")
                .baseUnit("seconds")
                .register(meters);
        failures = Map.of("disk", counter(meters, "disk"), "database", counter(meters, "database"));
    }

    private static Counter counter(MeterRegistry meters, String place) {
        return Counter.builder("eir.checkpoint.failures")
                .description("Checkpoints that could not be written, or the log not read")
                .tag("place", place)
                .register(meters);
    }

    /** {@code disk} or {@code database} failed. */
    void failed(String place) {
        Counter counter = failures.get(place);
        if (counter != null) {
            counter.increment();
        }
    }
}
