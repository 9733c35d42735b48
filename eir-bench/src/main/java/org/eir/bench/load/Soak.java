package org.eir.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.eir.bench.support.MeasuredProcess;

/**
 * Asks one server for long, as fast as it answers, and watches whether it grows: what it still holds on its heap after a
 * full collection, and its threads. Connections are made anew for every slice of the time, so that what a lost one leaves
 * behind shows too.
 */
public final class Soak {
    private static final double MEGABYTE = 1 << 20;
    /** Slices in which caches, buffers and compiled code find their size. */
    private static final int SETTLING = 3;
    /** A full collection does not find the same octets twice, and Netty's pools go up and down. */
    private static final double NOISE_MB = 8;

    private final MeasuredProcess server;
    private final Questions questions;
    private final int[] expected;
    private final Connecting connecting;
    private final int connections;
    private final PrintWriter out;

    private double settledMb;
    private double heapMb;
    private int settledThreads;
    private int threads;
    private long right;
    private long wrong;

    /**
     * @param server its first number is the port it listens on
     * @param expected the right answer to each question
     */
    public Soak(
            MeasuredProcess server,
            Questions questions,
            int[] expected,
            Connecting connecting,
            int connections,
            PrintWriter out) {
        this.server = server;
        this.questions = questions;
        this.expected = expected;
        this.connecting = connecting;
        this.connections = connections;
        this.out = out;
    }

    /** Asks for so long in slices of {@code slice}, a line for each; returns the exit code, 1 if it grew or erred. */
    public int run(Duration duration, Duration slice) throws IOException {
        out.println("  elapsed   dialogues/s   heap MB after GC   threads");
        long beginNs = System.nanoTime();
        long slices = Math.max(SETTLING + 1, duration.dividedBy(slice));
        for (int i = 0; i < slices; i++) {
            long answers = ask(slice);
            heapMb = server.heapBytes() / MEGABYTE;
            threads = server.threads();
            if (i < SETTLING) {
                settledMb = Math.max(settledMb, heapMb);
                settledThreads = Math.max(settledThreads, threads);
            }
            out.printf(
                    Locale.ROOT,
                    "%7d s %,13.0f %18.1f %9d%n",
                    Duration.ofNanos(System.nanoTime() - beginNs).toSeconds(),
                    answers / (slice.toMillis() / 1e3),
                    heapMb,
                    threads);
            out.flush();
        }
        return judge();
    }

    private long ask(Duration slice) throws IOException {
        Tally tally = new Tally(expected);
        int port = Math.toIntExact(server.number(0));
        try (LoadGenerator generator = LoadGenerator.connect(port, connections, connecting, questions.count(), tally)) {
            generator.saturate(slice);
        }
        right += tally.right();
        wrong += tally.wrong().values().stream().mapToLong(Long::longValue).sum();
        return tally.right();
    }

    private int judge() {
        out.printf(
                Locale.ROOT,
                "%,d answers, %,d of them wrong; heap %.1f MB at the end, %.1f when settled; threads %d, %d when settled%n",
                right + wrong,
                wrong,
                heapMb,
                settledMb,
                threads,
                settledThreads);
        boolean grew = heapMb > settledMb + NOISE_MB || threads > settledThreads;
        out.println(grew ? "IT GREW" : wrong > 0 ? "WRONG ANSWERS" : "it did not grow");
        out.flush();
        return grew || wrong > 0 ? 1 : 0;
    }
}
