package org.eir.map.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.eir.map.m3ua.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What the links count. Every label takes its values from an enum, every meter exists from the start, and counting
 * allocates nothing.
 */
public final class LinkCounters {
    /** Why this node ended a connection. */
    public enum End {
        /** What came is not M3UA version 1: the stream cannot be followed any further. */
        BAD_VERSION,
        /** A message longer than allowed, or shorter than its header: the same. */
        BAD_LENGTH,
        /** Nothing came, not even an answer to BEAT. */
        SILENT,
        /** The peer took the ASP out of service without being asked to; it is asked again from the start. */
        TAKEN_DOWN,
        /** Something inside failed. */
        FAILURE
    }

    /** Why a message led to nothing. */
    public enum Drop {
        /** An answer whose connection was gone. */
        ANSWER_UNSENT,
        /** The peer does not read what it is sent. */
        PEER_SLOW,
        /** A message that changes nothing here: an acknowledgement nobody waits for, a notification without effect. */
        IGNORED
    }

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Map<End, Counter> ended = new EnumMap<>(End.class);
    private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
    private final Map<ErrorCode, Counter> errorsSent = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Counter> errorsReceived = new EnumMap<>(ErrorCode.class);
    private final Counter otherErrorsSent;
    private final Counter otherErrorsReceived;
    private final Counter refused;
    private final Counter replaced;
    private final Counter stackFailures;

    public LinkCounters(MeterRegistry registry) {
        this.registry = registry;
        for (End reason : End.values()) {
            ended.put(
                    reason,
                    counter(
                            "eir.map.connections.ended",
                            "Connections that this node ended, by why",
                            "reason",
                            label(reason)));
        }
        for (Drop reason : Drop.values()) {
            dropped.put(
                    reason,
                    counter(
                            "eir.map.m3ua.dropped",
                            "M3UA messages that led to nothing, by why",
                            "reason",
                            label(reason)));
        }
        for (ErrorCode code : ErrorCode.values()) {
            errorsSent.put(code, errors("sent", label(code)));
            errorsReceived.put(code, errors("received", label(code)));
        }
        otherErrorsSent = errors("sent", OTHER);
        otherErrorsReceived = errors("received", OTHER);
        refused = counter("eir.map.connections.refused", "Connections from an address that is no association's");
        replaced = counter(
                "eir.map.connections.replaced",
                "New connections that took the place of an older one of the same association");
        stackFailures = counter("eir.map.stack.failures", "Failures of the state machines of M3UA");
    }

    private Counter counter(String name, String description, String... labels) {
        return Counter.builder(name).description(description).tags(labels).register(registry);
    }

    private Counter errors(String direction, String code) {
        return counter(
                "eir.map.m3ua.errors." + direction,
                "M3UA errors (ERR) that were " + direction + ", by code",
                "code",
                code);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Shows how many associations are up. */
    <T> void gaugeUp(T links, ToIntFunction<T> count) {
        Gauge.builder("eir.map.associations.up", links, count::applyAsInt)
                .description("Associations whose transport is up")
                .register(registry);
    }

    /** A connection from an address that is no association's. */
    void refused() {
        refused.increment();
    }

    /** A connection of this node's own accord came to an end. */
    public void ended(End reason) {
        count(ended.get(reason));
    }

    /** A message led to nothing. */
    public void dropped(Drop reason) {
        count(dropped.get(reason));
    }

    /** Messages led to nothing. */
    void dropped(Drop reason, int messages) {
        Counter counter = dropped.get(reason);
        if (counter != null) {
            counter.increment(messages);
        }
    }

    /** An ERR was sent; null if its code is none of RFC 4666. */
    public void errorSent(@Nullable ErrorCode code) {
        Counter counter = code == null ? null : errorsSent.get(code);
        count(counter == null ? otherErrorsSent : counter);
    }

    void errorReceived(@Nullable ErrorCode code) {
        Counter counter = code == null ? null : errorsReceived.get(code);
        count(counter == null ? otherErrorsReceived : counter);
    }

    /** A new connection took the place of an older one of the same association. */
    void replaced() {
        replaced.increment();
    }

    /** The state machines threw something. */
    public void stackFailed() {
        stackFailures.increment();
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
