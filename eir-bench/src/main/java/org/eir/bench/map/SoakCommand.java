package org.eir.bench.map;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.eir.bench.load.Connecting;
import org.eir.bench.load.Questions;
import org.eir.bench.load.Soak;
import org.eir.bench.support.Help;
import org.eir.bench.support.MeasuredProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench soak}: whether the MAP interface grows when it is asked for long. */
@Command(
        name = "soak",
        description = {
            "Asks the MAP interface from four associations as fast as it answers, while a fifth opens dialogues and never"
                    + " asks, sends broken messages and drops its connection; watches heap and threads.",
            "Fails if either grows, or if an answer is wrong."
        })
public final class SoakCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--entries", defaultValue = "1000000", description = "Entries of the register.")
    private int entries;

    @Option(names = "--seconds", defaultValue = "180", description = "How long.")
    private int seconds;

    @Option(names = "--slice-ms", defaultValue = "10000", description = "A line for each so many milliseconds.")
    private int sliceMs;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Questions questions = Questions.of(entries);
        Connecting msc = (port, number, serial) -> MapConnection.open(port, number, questions);
        int[] truth = questions.truth(MapConnection.UNKNOWN_EQUIPMENT);
        PrintWriter out = spec.commandLine().getOut();
        try (MeasuredProcess server = MeasuredProcess.java(GatewayServer.class, Integer.toString(entries));
                Nuisance nuisance = Nuisance.start(Math.toIntExact(server.number(0)))) {
            return new Soak(server, questions, truth, msc, GatewayServer.ASKING, out)
                    .run(Duration.ofSeconds(seconds), Duration.ofMillis(sliceMs));
        }
    }
}
