package org.eir.server.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eir.core.CheckRecorder;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every check, and writes a log line, identities masked, for those that were not simply let in.
 *
 * <p>The answering thread only counts and puts into a bounded ring. A thread of its own empties the ring at a bounded
 * rate: a network that asks for the same blocked phone all day must not fill the disk. What is not written is counted.
 */
public final class CheckRecords implements CheckRecorder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("org.eir.check");
    private static final int RULES = Rule.values().length;
    private static final int VERDICTS = Verdict.values().length;
    private static final int RING = 4_096;
    private static final int LINES_A_TICK = 20;
    private static final Duration TICK = Duration.ofMillis(100);

    /** How many networks are counted by name; those that ask first. All others count together. */
    static final int MAX_ORIGINS = 100;

    private static final int MAX_ORIGIN_LENGTH = 100;
    private static final String OTHER_ORIGINS = "other";

    private record Answered(CheckRequest request, CheckResult result) {}

    private final MeterRegistry meters;
    private final AtomicReferenceArray<@Nullable Counter> counters =
            new AtomicReferenceArray<>(CheckInterface.values().length * RULES * VERDICTS);
    private final Map<String, Counter> byOrigin = new ConcurrentHashMap<>();
    private final Counter otherOrigins;
    private final MpscArrayQueue<Answered> ring = new MpscArrayQueue<>(RING);
    private final Counter dropped;
    private final Thread writer;
    private volatile boolean closed;

    public CheckRecords(MeterRegistry meters) {
        this.meters = meters;
        this.dropped = Counter.builder("eir.check.log.dropped")
                .description("Checks that were answered and counted, but not written to the log")
                .register(meters);
        this.otherOrigins = originCounter(OTHER_ORIGINS);
        this.writer = Thread.ofPlatform().name("eir-check-log").daemon().start(this::write);
    }

    /** The counter of an interface, rule and verdict, made when they first come together. */
    private Counter counter(CheckInterface via, Rule rule, Verdict verdict) {
        int index = (via.ordinal() * RULES + rule.ordinal()) * VERDICTS + verdict.ordinal();
        Counter counter = counters.get(index);
        if (counter == null) {
            counter = Counter.builder("eir.checks")
                    .description("Checks answered")
                    .tag("interface", via.text())
                    .tag("rule", rule.text())
                    .tag("verdict", verdict.text())
                    .register(meters);
            counters.set(index, counter);
        }
        return counter;
    }

    /** The counter of a network, made when it first asks. The name comes from outside: an unlimited number would fill memory. */
    private Counter counter(String network) {
        Counter counter = byOrigin.get(network);
        if (counter != null || byOrigin.size() >= MAX_ORIGINS || network.length() > MAX_ORIGIN_LENGTH) {
            return counter == null ? otherOrigins : counter;
        }
        return byOrigin.computeIfAbsent(network, this::originCounter);
    }

    private Counter originCounter(String network) {
        return Counter.builder("eir.checks.origin")
                .description("Checks answered, by the network that asked")
                .tag("network", network)
                .register(meters);
    }

    @Override
    public void record(CheckRequest request, CheckResult result) {
        counter(request.via(), result.rule(), result.verdict()).increment();
        counter(request.origin().realm()).increment();
        boolean remarkable = result.verdict() != Verdict.PERMITTED && result.verdict() != Verdict.UNKNOWN;
        if (remarkable && !ring.relaxedOffer(new Answered(request, result))) {
            dropped.increment();
        }
    }

    private void write() {
        while (!closed) {
            for (int i = 0; i < LINES_A_TICK; i++) {
                Answered answered = ring.relaxedPoll();
                if (answered == null) {
                    break;
                }
                write(answered);
            }
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void write(Answered answered) {
        CheckRequest request = answered.request();
        CheckResult result = answered.result();
        log.info(
                "{} {} by {} via {} from {} subscriber {} revision {}",
                result.verdict().text(),
                switch (request.identity()) {
                    case Device device -> device.imei();
                    case Malformed malformed -> malformed.defect();
                },
                result.rule().text(),
                request.via().text(),
                request.origin().host(),
                request.subscriber(),
                result.revision());
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
    }
}
