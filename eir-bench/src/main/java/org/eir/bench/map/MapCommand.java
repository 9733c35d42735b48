package org.eir.bench.map;

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
import picocli.CommandLine.Spec;

/** {@code bench map}: dialogues a second, latency and processor time of the MAP interface, beside a bare responder. */
@Command(
        name = "map",
        description = {
            "Asks the MAP interface, CheckIMEI version 3 over M3UA on TCP, from one and from four associations with 32"
                    + " dialogues under way on each, beside a bare Netty responder that permits everything without"
                    + " looking. Takes about three minutes.",
            "Ratios are to the register's own figures. A wrong answer fails the measurement."
        })
public final class MapCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Questions questions = Questions.of(options.entries());
        PrintWriter out = spec.commandLine().getOut();
        try (Contest contest = new Contest(questions, options, out)) {
            enter(contest, questions);
            String what = "MAP, " + Figures.whole(options.entries()) + " entries, ";
            String four = what + GatewayServer.ASKING + " associations";
            contest.warmUp(GatewayServer.ASKING);
            contest.saturate(what + "1 association", 1);
            contest.saturate(four, GatewayServer.ASKING);
            contest.pace(four, GatewayServer.ASKING);
            return contest.judge();
        }
    }

    private void enter(Contest contest, Questions questions) {
        Connecting msc = (port, number, serial) -> MapConnection.open(port, number, questions);
        contest.enter(new Contestant(
                "this register",
                MeasuredProcess.java(GatewayServer.class, Integer.toString(options.entries())),
                true,
                questions.truth(MapConnection.UNKNOWN_EQUIPMENT),
                msc));
        contest.enter(new Contestant(
                "bare Netty", MeasuredProcess.java(BareResponder.class), true, questions.allPermitted(), msc));
    }
}
