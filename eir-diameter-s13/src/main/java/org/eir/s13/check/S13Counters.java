package org.eir.s13.check;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.eir.core.check.Verdict;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Defect;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.s13.codec.ResultCode;

/**
 * What the S13 interface counts. Every label takes its values from an enum, every meter exists from the start, and
 * counting allocates nothing.
 */
public final class S13Counters {
    /** Why a connection was not kept. */
    public enum Refusal {
        /** More connections than configured. */
        LIMIT,
        /** Its Origin-Host is not among the known peers. */
        UNKNOWN_PEER,
        /** This node connects to that peer, not the other way round. */
        ELECTION_LOST,
        /** What came before or instead of a capabilities exchange was none. */
        NO_CAPABILITIES
    }

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
    private final Map<Verdict, Counter> byVerdict = new EnumMap<>(Verdict.class);
    private final Map<ResultCode, Counter> rejected = new EnumMap<>(ResultCode.class);
    private final Map<Defect, Counter> malformed = new EnumMap<>(Defect.class);
    private final Map<Refusal, Counter> refusedConnections = new EnumMap<>(Refusal.class);
    private final Counter allRejected;
    private final Counter failed;
    private final Counter userNamesIgnored;
    private final Counter softwareVersionsIgnored;
    private final Counter connectionsReplaced;
    private final Counter answersUnsent;
    private final Counter messagesDropped;
    private final Timer answering;

    public S13Counters(MeterRegistry registry) {
        this.registry = registry;
        for (Verdict verdict : Verdict.values()) {
            byVerdict.put(verdict, requests(verdict.text()));
        }
        allRejected = requests("rejected");
        failed = requests("failed");
        for (ResultCode code : ResultCode.values()) {
            rejected.put(
                    code,
                    counter(
                            "eir.s13.rejected",
                            "Requests that were answered with an error, by Result-Code",
                            "code",
                            Integer.toString(code.code())));
        }
        for (Defect defect : Defect.values()) {
            malformed.put(
                    defect,
                    counter(
                            "eir.s13.malformed.identities",
                            "What was asked about and is no identity, by defect",
                            "defect",
                            label(defect)));
        }
        for (Refusal reason : Refusal.values()) {
            refusedConnections.put(
                    reason,
                    counter(
                            "eir.s13.connections.refused",
                            "Connections that were not kept, by why",
                            "reason",
                            label(reason)));
        }
        userNamesIgnored = counter(
                "eir.s13.avps.ignored",
                "AVPs of questions that could not be used and were passed over",
                "avp",
                "user-name");
        softwareVersionsIgnored = counter(
                "eir.s13.avps.ignored",
                "AVPs of questions that could not be used and were passed over",
                "avp",
                "software-version");
        connectionsReplaced = counter(
                "eir.s13.connections.replaced", "New connections that took the place of an older one of the same peer");
        answersUnsent = counter("eir.s13.answers.unsent", "Answers whose connection was gone");
        messagesDropped =
                counter("eir.s13.messages.dropped", "Messages that ask nothing and answer nothing that was asked");
        answering = Timer.builder("eir.s13.answering")
                .description("Time from a whole request in memory to its answer in memory")
                .serviceLevelObjectives(ANSWERED_WITHIN)
                .register(registry);
    }

    private Counter counter(String name, String description, String... labels) {
        return Counter.builder(name).description(description).tags(labels).register(registry);
    }

    private Counter requests(String result) {
        return counter("eir.s13.requests", "ME-Identity-Checks by what was answered", "result", result);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Shows how many peers are connected. */
    public <T> void gaugePeers(T peers, ToIntFunction<T> count) {
        Gauge.builder("eir.s13.peers", peers, count::applyAsInt)
                .description("Peers that are connected")
                .register(registry);
    }

    void decided(Verdict verdict, PresentedIdentity identity) {
        count(byVerdict, verdict);
        if (identity instanceof Malformed none) {
            count(malformed, none.defect());
        }
    }

    void rejected(ResultCode code) {
        allRejected.increment();
        count(rejected, code);
    }

    void failed() {
        failed.increment();
    }

    void ignored(boolean userName, boolean softwareVersion) {
        if (userName) {
            userNamesIgnored.increment();
        }
        if (softwareVersion) {
            softwareVersionsIgnored.increment();
        }
    }

    void answered(long tookNs) {
        answering.record(tookNs, TimeUnit.NANOSECONDS);
    }

    /** A connection was closed because it may not be there. */
    public void refusedConnection(Refusal reason) {
        count(refusedConnections, reason);
    }

    /** A new connection took the place of an older one of the same peer. */
    public void replacedConnection() {
        connectionsReplaced.increment();
    }

    /** Answers were ready, and the connection they belonged on was gone. */
    public void unsentAnswers(int count) {
        answersUnsent.increment(count);
    }

    /** A message that asks nothing and answers nothing that was asked. */
    public void droppedMessage() {
        messagesDropped.increment();
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }
}
