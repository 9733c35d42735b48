package org.eir.admin.approvals;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eir.admin.web.LogGate;
import org.eir.core.approval.Approvals;
import org.eir.core.change.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up proposals whose time is over, and keeps the metrics of those that wait. */
public final class ApprovalWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalWatch.class);

    private final Approvals approvals;
    private final ApprovalMetrics metrics;
    private final LogGate gate;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("eir-approvals").daemon().factory());

    /**
     * @param gate giving a proposal up is a change: while none is made, nobody looks
     * @param interval time between two looks
     */
    public ApprovalWatch(Approvals approvals, ApprovalMetrics metrics, LogGate gate, Duration interval) {
        this.approvals = approvals;
        this.metrics = metrics;
        this.gate = gate;
        thread.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (gate.refusal().isPresent()) {
            return;
        }
        try {
            metrics.seen(approvals.sweep());
        } catch (StoreUnavailableException away) {
            LOG.debug("Proposals were not looked at: {}", away.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Proposals cannot be looked at", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
