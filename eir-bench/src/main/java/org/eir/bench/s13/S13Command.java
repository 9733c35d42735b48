package org.eir.bench.s13;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.eir.bench.load.Connecting;
import org.eir.bench.load.Contest;
import org.eir.bench.load.Contestant;
import org.eir.bench.load.LoadOptions;
import org.eir.bench.load.Questions;
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
    private static final int CONNECTIONS = 4;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(names = "--without-otp", description = "Leave OTP diameter out.")
    private boolean withoutOtp;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Questions questions = Questions.of(options.entries());
        PrintWriter out = spec.commandLine().getOut();
        try (Contest contest = new Contest(questions, options, out)) {
            enter(contest, questions, out);
            String what = "S13, " + Figures.whole(options.entries()) + " entries";
            contest.warmUp(CONNECTIONS);
            contest.saturate(what, CONNECTIONS);
            contest.pace(what, CONNECTIONS);
            return contest.judge();
        }
    }

    private void enter(Contest contest, Questions questions, PrintWriter out) throws IOException, InterruptedException {
        Connecting mme = (port, number, serial) -> S13Connection.open(port, serial, questions);
        MeasuredProcess gateway = MeasuredProcess.java(GatewayServer.class, Integer.toString(options.entries()));
        contest.enter(new Contestant("this register", gateway, true, questions.truth(Answer.UNKNOWN), mme));
        contest.enter(new Contestant(
                "bare Netty", MeasuredProcess.java(NettyServer.class), true, questions.allPermitted(), mme));
        String missing = OtpServer.missing();
        if (withoutOtp || !missing.isEmpty()) {
            out.println("OTP diameter: not run: " + (withoutOtp ? "left out" : "this machine has no " + missing));
        } else {
            contest.enter(new Contestant("OTP diameter", OtpServer.start(), false, questions.allPermitted(), mme));
        }
    }
}
