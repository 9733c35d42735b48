package org.eir.admin.approvals;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.eir.core.approval.Approvals.Queue;
import org.jspecify.annotations.Nullable;

/** Changes that wait for a second person: how many, since when, and what became of them on this node. */
public final class ApprovalMetrics {

    /** What happened to a proposal. */
    enum What {
        PROPOSED,
        /** Too many waited already. */
        TURNED_AWAY,
        APPROVED,
        REJECTED,
        /** It was approved, and could not be done as it stood. */
        FAILED,
        EXPIRED;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final MeterRegistry meters;
    private final Clock clock;
    private volatile Queue queue = new Queue(0, null, 0);

    public ApprovalMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        for (What what : What.values()) {
            counter(what);
        }
        Gauge.builder("eir.approvals.pending", () -> queue.pending())
                .description("changes that wait for a second person, as of the last look")
                .register(meters);
        Gauge.builder("eir.approvals.oldest.age", () -> age(queue.oldest()))
                .description("how long the oldest of them has waited; 0 if none does")
                .baseUnit("seconds")
                .register(meters);
    }

    void count(What what) {
        counter(what).increment();
    }

    void seen(Queue now) {
        queue = now;
        counter(What.EXPIRED).increment((double) now.expired());
    }

    private double age(@Nullable Instant oldest) {
        return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / 1000.0;
    }

    private Counter counter(What what) {
        return Counter.builder("eir.approvals")
                .description("changes that needed a second person, by what happened to them")
                .tag("what", what.text())
                .register(meters);
    }
}
