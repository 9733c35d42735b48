package org.eir.bench.s13;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.bench.support.MeasuredProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench s13}: requests a second, latency and processor time of the S13 interface, beside other servers. */
@Command(
        name = "s13",
        description = {
            "Asks the S13 interface over 4 connections with 32 questions under way on each, beside a bare Netty server"
                    + " and OTP diameter, which both permit everything without looking. Takes about two minutes.",
            "Ratios are to the register's own figures. A wrong answer fails the measurement."
        })
public final class S13Command implements Callable<Integer> {
    private static final Duration QUICK = Duration.ofSeconds(1);

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--entries", defaultValue = "1000000", description = "Entries of the register.")
    private int entries;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds of each server, taking turns.")
    private int rounds;

    @Option(names = "--round-ms", defaultValue = "4000", description = "Length of a round.")
    private int roundMs;

    @Option(names = "--warm-up-ms", defaultValue = "8000", description = "Warming up of each server.")
    private int warmUpMs;

    @Option(names = "--pace", defaultValue = "20000", description = "Requests a second of the paced rounds.")
    private int pace;

    @Option(names = "--quick", description = "Two rounds of a second.")
    private boolean quick;

    @Option(names = "--without-otp", description = "Leave OTP diameter out.")
    private boolean withoutOtp;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Questions questions = Questions.of(entries);
        PrintWriter out = spec.commandLine().getOut();
        List<Contestant> contestants = new ArrayList<>();
        try {
            enter(contestants, questions, out);
            return measure(contestants, questions, out);
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    /** The register first: the others are compared with it. */
    private void enter(List<Contestant> contestants, Questions questions, PrintWriter out)
            throws IOException, InterruptedException {
        MeasuredProcess gateway = MeasuredProcess.java(GatewayServer.class, Integer.toString(entries));
        contestants.add(new Contestant("this register", gateway, true, questions.truth()));
        contestants.add(
                new Contestant("bare Netty", MeasuredProcess.java(NettyServer.class), true, questions.allPermitted()));
        String missing = OtpServer.missing();
        if (withoutOtp || !missing.isEmpty()) {
            out.println("OTP diameter: not run: " + (withoutOtp ? "left out" : "this machine has no " + missing));
        } else {
            contestants.add(new Contestant("OTP diameter", OtpServer.start(), false, questions.allPermitted()));
        }
    }

    private int measure(List<Contestant> contestants, Questions questions, PrintWriter out) throws IOException {
        Duration round = quick ? QUICK : Duration.ofMillis(roundMs);
        Duration warmUp = quick ? QUICK.multipliedBy(3) : Duration.ofMillis(warmUpMs);
        play(contestants, questions, 1, generator -> generator.saturate(warmUp));
        contestants.forEach(Contestant::forgetRounds);
        play(contestants, questions, quick ? 2 : rounds, generator -> generator.saturate(round));
        print(contestants, "S13, " + Figures.whole(entries) + " entries, saturated", out);
        contestants.forEach(Contestant::forgetRounds);
        play(contestants, questions, quick ? 1 : 2, generator -> generator.pace(pace, round));
        print(contestants, "S13, " + Figures.whole(pace) + " requests/s", out);
        return judge(contestants, out);
    }

    /** Taking turns, so that what disturbs the machine disturbs all of them. */
    private static void play(List<Contestant> contestants, Questions questions, int rounds, Contestant.Round round)
            throws IOException {
        for (int i = 0; i < rounds; i++) {
            for (Contestant contestant : contestants) {
                contestant.play(questions, round);
            }
        }
    }

    private static void print(List<Contestant> contestants, String heading, PrintWriter out) {
        Figures figures = Contestant.figures(heading);
        for (Contestant contestant : contestants) {
            contestant.addTo(figures, contestants.getFirst());
        }
        figures.print(out);
    }

    private static int judge(List<Contestant> contestants, PrintWriter out) {
        int exit = 0;
        for (Contestant contestant : contestants) {
            if (!contestant.wrong().isEmpty()) {
                out.println(contestant.name() + ": WRONG ANSWERS, by Equipment-Status or result code (-1: none): "
                        + contestant.wrong());
                exit = 1;
            }
        }
        out.flush();
        return exit;
    }
}
