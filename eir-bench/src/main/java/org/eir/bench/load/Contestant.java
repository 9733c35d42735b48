package org.eir.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.eir.bench.support.Figures;
import org.eir.bench.support.MeasuredProcess;

/** A server, and what its rounds came to. */
public final class Contestant implements AutoCloseable {
    private static final double NS = 1e9;
    private static final double US = 1e3;

    private final String name;
    private final MeasuredProcess process;
    private final boolean isJava;
    private final int[] expected;
    private final Connecting connecting;

    private final List<Double> rates = new ArrayList<>();
    private final Map<Integer, Long> wrong = new TreeMap<>();
    private Histogram latencyNs;
    private long answers;
    private long cpuNs;
    private long allocatedBytes;

    /** How a round asks. */
    @FunctionalInterface
    interface Round {
        void ask(LoadGenerator generator) throws IOException;
    }

    /**
     * @param process its first number is the port it listens on
     * @param isJava whether its allocation can be asked for
     * @param expected the right answer to each question
     * @param connecting how it is connected to
     */
    public Contestant(String name, MeasuredProcess process, boolean isJava, int[] expected, Connecting connecting) {
        this.name = name;
        this.process = process;
        this.isJava = isJava;
        this.expected = expected;
        this.connecting = connecting;
        this.latencyNs = new Tally(expected).latencyNs();
    }

    String name() {
        return name;
    }

    void play(Questions questions, int connections, Round round) throws IOException {
        Tally tally = new Tally(expected);
        Duration cpuBefore = process.cpu();
        long allocatedBefore = allocated();
        long begin = System.nanoTime();
        int port = Math.toIntExact(process.number(0));
        try (LoadGenerator generator = LoadGenerator.connect(port, connections, connecting, questions.count(), tally)) {
            round.ask(generator);
        }
        double seconds = (System.nanoTime() - begin) / NS;
        allocatedBytes += allocated() - allocatedBefore;
        cpuNs += process.cpu().minus(cpuBefore).toNanos();
        answers += tally.right();
        rates.add(tally.right() / seconds);
        latencyNs.add(tally.latencyNs());
        tally.wrong().forEach((answer, count) -> wrong.merge(answer, count, Long::sum));
    }

    private long allocated() {
        return isJava ? process.allocatedBytes() : 0;
    }

    /** Forgets the rounds so far, except what was wrong in them. */
    void forgetRounds() {
        rates.clear();
        latencyNs = new Tally(expected).latencyNs();
        answers = 0;
        cpuNs = 0;
        allocatedBytes = 0;
    }

    /** Requests a second: the median of the rounds. */
    double rate() {
        List<Double> sorted = rates.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    double cpuUs() {
        return cpuNs / US / answers;
    }

    /** How often each wrong answer came. */
    Map<Integer, Long> wrong() {
        return wrong;
    }

    /** A row of the table; ratios are to {@code reference}, 1.00x for itself. */
    void addTo(Figures figures, Contestant reference) {
        figures.row(
                name,
                Figures.whole(rate()),
                Figures.ratio(rate(), reference.rate()),
                percentileUs(50),
                percentileUs(99),
                percentileUs(99.9),
                Figures.decimal(cpuUs()),
                Figures.ratio(cpuUs(), reference.cpuUs()),
                isJava ? Figures.whole((double) allocatedBytes / answers) : "-");
    }

    static Figures figures(String heading) {
        return new Figures(
                heading,
                "requests/s",
                "ratio",
                "p50 us",
                "p99 us",
                "p99.9 us",
                "CPU us/request",
                "ratio",
                "bytes/request");
    }

    private String percentileUs(double percentile) {
        return Figures.whole(latencyNs.getValueAtPercentile(percentile) / US);
    }

    @Override
    public void close() {
        process.close();
    }
}
