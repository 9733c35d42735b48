package org.eir.map.check;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Verdict;
import org.eir.core.identity.PresentedIdentity.Defect;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.map.tcap.MessageType;
import org.eir.map.tcap.Problem;

/**
 * What CheckIMEI counts. Labels take their values from enums, and one from the configuration: the association over which
 * identities came that are none. Counting an ordinary question allocates nothing.
 */
public final class MapCounters {
    /** Meters of malformed identities; associations beyond them share one name. The configuration names fewer. */
    static final int MAX_MALFORMED_METERS = 4_000;

    private static final String OTHER_ASSOCIATIONS = "other";

    /** What became of an IMSI in a vendor's form of CheckIMEI. */
    enum SubscriberReading {
        READ,
        /** The form is switched off. */
        IGNORED,
        MALFORMED
    }

    private record MalformedFrom(Defect defect, CheckInterface via, String association) {}

    /** Bounds of the histogram: from what memory takes to what a network no longer waits for. */
    private static final Duration[] ANSWERED_WITHIN = {
        Duration.ofNanos(10_000),
        Duration.ofNanos(20_000),
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(200_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final Map<MapVersion, Map<Verdict, Counter>> decided = new EnumMap<>(MapVersion.class);
    private final Map<MapVersion, Counter> allRejected = new EnumMap<>(MapVersion.class);
    private final Map<MapVersion, Counter> failed = new EnumMap<>(MapVersion.class);
    private final Map<Problem, Counter> rejected = new EnumMap<>(Problem.class);
    private final Map<AbortCause, Counter> aborted = new EnumMap<>(AbortCause.class);
    private final Map<AbortCause, Counter> dropped = new EnumMap<>(AbortCause.class);
    private final Map<MessageType, Counter> unanswered = new EnumMap<>(MessageType.class);
    private final Map<SubscriberReading, Counter> subscribers = new EnumMap<>(SubscriberReading.class);
    private final Map<MalformedFrom, Counter> malformed = new ConcurrentHashMap<>();
    private final Counter responsesIgnored;
    private final Counter messagesFailed;
    private final Counter refused;
    private final Counter dialoguesExpired;
    private final Timer answering;

    public MapCounters(MeterRegistry registry) {
        this.registry = registry;
        for (MapVersion version : MapVersion.values()) {
            Map<Verdict, Counter> verdicts = new EnumMap<>(Verdict.class);
            for (Verdict verdict : Verdict.values()) {
                verdicts.put(verdict, requests(verdict.text(), version));
            }
            decided.put(version, verdicts);
            allRejected.put(version, requests("rejected", version));
            failed.put(version, requests("failed", version));
        }
        fill(
                rejected,
                Problem.values(),
                "eir.map.rejects",
                "Components that were answered with a reject, by problem (Q.773)",
                "problem");
        fill(aborted, AbortCause.values(), "eir.map.aborts", "Dialogues that were aborted, by cause", "cause");
        fill(
                dropped,
                AbortCause.values(),
                "eir.map.messages.dropped",
                "TCAP messages with a defect that nobody could be told of, by cause",
                "cause");
        fill(
                unanswered,
                MessageType.values(),
                "eir.map.messages.unanswered",
                "TCAP messages that by their type are not answered",
                "type");
        fill(
                subscribers,
                SubscriberReading.values(),
                "eir.map.subscribers",
                "What became of the IMSI in a vendor's form of CheckIMEI",
                "reading");
        responsesIgnored = counter(
                "eir.map.responses.ignored", "Results, errors and rejects of a peer, at which nothing was invoked");
        messagesFailed = counter("eir.map.messages.failed", "Messages that were aborted because answering them failed");
        refused = counter("eir.map.refused", "TCAP messages of somebody who may not ask");
        dialoguesExpired = counter("eir.map.dialogues.expired", "Dialogues whose question did not come in time");
        answering = Timer.builder("eir.map.answering")
                .description("Time from a whole TCAP message in memory to its answer in memory")
                .serviceLevelObjectives(ANSWERED_WITHIN)
                .register(registry);
    }

    private Counter counter(String name, String description, String... labels) {
        return Counter.builder(name).description(description).tags(labels).register(registry);
    }

    private Counter requests(String result, MapVersion version) {
        return counter(
                "eir.map.requests",
                "CheckIMEI by what was answered, and by version",
                "result",
                result,
                "version",
                Integer.toString(version.number()));
    }

    private <E extends Enum<E>> void fill(
            Map<E, Counter> counters, E[] values, String meter, String description, String label) {
        for (E value : values) {
            counters.put(value, counter(meter, description, label, label(value)));
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Shows how many dialogues wait for their question. */
    <T> void gaugeDialogues(T dialogues, ToIntFunction<T> count) {
        Gauge.builder("eir.map.dialogues.open", dialogues, count::applyAsInt)
                .description("Dialogues that were opened and wait for their question")
                .register(registry);
    }

    void decided(Verdict verdict, MapVersion version, CheckRequest request) {
        Map<Verdict, Counter> verdicts = decided.get(version);
        if (verdicts != null) {
            count(verdicts, verdict);
        }
        if (request.identity() instanceof Malformed none) {
            malformed(none.defect(), request);
        }
    }

    private void malformed(Defect defect, CheckRequest request) {
        MalformedFrom from = new MalformedFrom(defect, request.via(), request.peer());
        if (malformed.size() >= MAX_MALFORMED_METERS && !malformed.containsKey(from)) {
            from = new MalformedFrom(defect, request.via(), OTHER_ASSOCIATIONS);
        }
        malformed.computeIfAbsent(from, this::malformedMeter).increment();
    }

    private Counter malformedMeter(MalformedFrom from) {
        return counter(
                "eir.map.malformed.identities",
                "What was asked about and is no identity, by defect, interface and association",
                "defect",
                label(from.defect),
                "interface",
                from.via.text(),
                "association",
                from.association);
    }

    void rejected(Problem problem, MapVersion version) {
        count(allRejected, version);
        count(rejected, problem);
    }

    /** A question was answered systemFailure because deciding it failed. */
    void failed(MapVersion version) {
        count(failed, version);
    }

    /** A message was aborted because answering it failed. */
    void failed() {
        messagesFailed.increment();
    }

    void aborted(AbortCause cause) {
        count(aborted, cause);
    }

    /** A message with a defect that nobody could or must be told of. */
    void dropped(AbortCause cause) {
        count(dropped, cause);
    }

    /** A message that by its type is not answered. */
    void unanswered(MessageType type) {
        count(unanswered, type);
    }

    /** A message of somebody who may not ask. */
    void refused() {
        refused.increment();
    }

    /** A result, error or reject of the peer: nothing was invoked there. */
    void responseIgnored() {
        responsesIgnored.increment();
    }

    void subscriber(SubscriberReading reading) {
        count(subscribers, reading);
    }

    void dialogueExpired() {
        dialoguesExpired.increment();
    }

    void answered(long tookNs) {
        answering.record(tookNs, TimeUnit.NANOSECONDS);
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }
}
