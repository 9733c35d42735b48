package org.eir.map.sccp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What SCCP counts. Every label takes its values from an enum, and every meter exists from the start. */
public final class SccpCounters {
    private final MeterRegistry registry;
    private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
    private final Map<ReturnCause, Counter> givenBack = new EnumMap<>(ReturnCause.class);
    private final Map<ReturnCause, Counter> cameBack = new EnumMap<>(ReturnCause.class);
    private final Counter screened;
    private final Counter statusTests;

    public SccpCounters(MeterRegistry registry) {
        this.registry = registry;
        for (Drop reason : Drop.values()) {
            dropped.put(
                    reason,
                    counter(
                            "eir.map.sccp.dropped",
                            "SCCP messages that led to nothing, by why",
                            "reason",
                            reason.label()));
        }
        for (ReturnCause cause : ReturnCause.values()) {
            givenBack.put(
                    cause,
                    counter(
                            "eir.map.sccp.given.back",
                            "Messages sent back to whoever sent them (UDTS, XUDTS), by return cause",
                            "cause",
                            cause.text()));
            cameBack.put(
                    cause,
                    counter(
                            "eir.map.sccp.came.back",
                            "Answers that the network sent back undelivered (UDTS, XUDTS), by return cause",
                            "cause",
                            cause.text()));
        }
        screened = counter("eir.map.sccp.screened", "Messages of somebody who may not ask");
        statusTests = counter("eir.map.sccp.status.tests", "Subsystem status tests that were answered");
    }

    private Counter counter(String name, String description, String... labels) {
        return Counter.builder(name).description(description).tags(labels).register(registry);
    }

    void gaugeReassembly(Reassembly reassembly, ToIntFunction<Reassembly> size) {
        Gauge.builder("eir.map.sccp.reassembling", reassembly, size::applyAsInt)
                .description("Segmented messages that are not whole yet")
                .register(registry);
    }

    void dropped(Drop reason) {
        count(dropped, reason);
    }

    /** UDTS or XUDTS sent. */
    void gaveBack(ReturnCause cause) {
        count(givenBack, cause);
    }

    /** UDTS or XUDTS received: an answer of ours did not arrive. */
    void cameBack(ReturnCause cause) {
        count(cameBack, cause);
    }

    /** Somebody asked who may not. */
    void screened() {
        screened.increment();
    }

    /** A subsystem status test was answered. */
    void statusTest() {
        statusTests.increment();
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }
}
