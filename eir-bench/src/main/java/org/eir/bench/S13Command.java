package org.eir.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.eir.core.identity.Imei;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench s13}: the Diameter front end beside OTP's and beside the least that can be done, in turns. */
@Command(
        name = "s13",
        description = "S13 requests a second, latency and processor time, beside OTP diameter and a bare responder.",
        mixinStandardHelpOptions = true)
final class S13Command implements Callable<Integer> {
    private static final int CONNECTIONS = 4;
    private static final int PHONES = 100_000;

    @Option(names = "--entries", description = "Entries of the register (${DEFAULT-VALUE}).")
    private int entries = 1_000_000;

    @Option(names = "--seconds", description = "Length of a turn (${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--turns", description = "Turns of each server, one to warm up not counted (${DEFAULT-VALUE}).")
    private int turns = 3;

    @Option(names = "--no-otp", description = "Leaves OTP diameter out.")
    private boolean noOtp;

    private int hosts;

    /** What one server did in a turn. */
    private record Turn(Histogram latencies, Duration processorTime, double seconds) {
        double rate() {
            return latencies.getTotalCount() / seconds;
        }

        double microsecondsOfProcessor() {
            return processorTime.toNanos() / 1000.0 / latencies.getTotalCount();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        LoadedRegister phones = LoadedRegister.of(entries, Math.min(PHONES, entries));
        List<Target> targets = new ArrayList<>();
        try {
            targets.add(ours());
            targets.add(bare());
            if (noOtp || !OtpResponder.isAvailable()) {
                System.out.println("OTP diameter: not run: " + (noOtp ? "--no-otp" : "Erlang is not installed"));
            } else {
                targets.add(OtpResponder.start(freePort()));
            }
            System.out.printf(
                    "S13, %d connections, register of %,d, %d turns of %d s each, in turns%n",
                    CONNECTIONS, entries, turns, seconds);
            measure(targets, phones, 32);
            measure(targets, phones, 1);
            return 0;
        } finally {
            targets.forEach(Target::close);
        }
    }

    private void measure(List<Target> targets, LoadedRegister phones, int outstanding)
            throws InterruptedException, ExecutionException {
        List<List<Turn>> measured = new ArrayList<>();
        targets.forEach(target -> measured.add(new ArrayList<>()));
        for (int turn = 0; turn <= turns; turn++) {
            for (int i = 0; i < targets.size(); i++) {
                Turn done = turn(targets.get(i), phones, outstanding);
                if (turn > 0) {
                    measured.get(i).add(done);
                }
            }
        }
        System.out.printf("%d outstanding on each connection%n", outstanding);
        System.out.printf(
                "  %-14s %12s %8s %9s %9s %9s %12s%n", "", "requests/s", "ratio", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs each");
        double ours = rate(measured.getFirst());
        for (int i = 0; i < targets.size(); i++) {
            print(targets.get(i).name(), measured.get(i), ours);
        }
    }

    private static double rate(List<Turn> turns) {
        return turns.stream().mapToDouble(Turn::rate).average().orElseThrow();
    }

    private static void print(String name, List<Turn> turns, double ours) {
        Histogram all = turns.getFirst().latencies().copy();
        turns.stream().skip(1).forEach(turn -> all.add(turn.latencies()));
        System.out.printf(
                "  %-14s %,12.0f %8.2f %9.0f %9.0f %9.0f %12.2f%n",
                name,
                rate(turns),
                rate(turns) / ours,
                all.getValueAtPercentile(50) / 1000.0,
                all.getValueAtPercentile(99) / 1000.0,
                all.getValueAtPercentile(99.9) / 1000.0,
                turns.stream().mapToDouble(Turn::microsecondsOfProcessor).average().orElseThrow());
    }

    private Turn turn(Target target, LoadedRegister phones, int outstanding)
            throws InterruptedException, ExecutionException {
        Imei[] listed = phones.listed();
        Imei[] unlisted = phones.unlisted();
        boolean verify = target.name().equals("this register");
        Duration before = target.processorTime();
        long begin = System.nanoTime();
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(connections.submit(
                        new S13Load(target.port(), outstanding, seconds, newHost(), listed, unlisted, verify)));
            }
            Histogram sum = running.getFirst().get();
            for (Future<Histogram> other : running.subList(1, CONNECTIONS)) {
                sum.add(other.get());
            }
            return new Turn(sum, target.processorTime().minus(before), (System.nanoTime() - begin) / 1e9);
        }
    }

    private String newHost() {
        return "mme" + ++hosts + ".bench.example.org";
    }

    private Target ours() throws IOException {
        int port = freePort();
        return Target.start("this register", port, java(S13Responder.class, port, Integer.toString(entries)));
    }

    private static Target bare() throws IOException {
        int port = freePort();
        return Target.start("bare Netty", port, java(BareResponder.class, port));
    }

    private static List<String> java(Class<?> mainClass, int port, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName(),
                Integer.toString(port)));
        command.addAll(List.of(arguments));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
