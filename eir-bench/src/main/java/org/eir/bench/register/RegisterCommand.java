package org.eir.bench.register;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.bench.support.MeasuredProcess;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench register}: what an entry takes in memory and how many look-ups one thread makes a second. */
@Command(
        name = "register",
        description =
                "Bytes an entry, look-ups and checks a second, with 1 and 10 million entries. Takes about two minutes.")
public final class RegisterCommand implements Callable<Integer> {
    private static final TimeValue QUICK = TimeValue.milliseconds(200);

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--entries", split = ",", defaultValue = "1000000,10000000", description = "Sizes to measure.")
    private List<Integer> entries = List.of();

    @Option(names = "--quick", description = "Shorter, and less exact.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws RunnerException {
        Collection<RunResult> lookups = lookups();
        Figures figures = new Figures(
                "register",
                "bytes an entry",
                "loaded in s",
                "look-ups/s, listed",
                "look-ups/s, not listed",
                "checks/s, one policy",
                "checks/s, many policies");
        for (int size : entries) {
            List<String> command = MeasuredProcess.javaCommand(
                    List.of("-Xmx3g", "-XX:+UseSerialGC"), RegisterMemory.class, Integer.toString(size));
            try (MeasuredProcess memory = MeasuredProcess.start("RegisterMemory", command)) {
                figures.row(
                        Figures.whole(size) + " entries",
                        Figures.decimal((double) memory.number(0) / size),
                        Figures.decimal(memory.number(1) / 1000.0),
                        Figures.whole(rate(lookups, size, "listed")),
                        Figures.whole(rate(lookups, size, "unlisted")),
                        Figures.whole(rate(lookups, size, "checkOnePolicy")),
                        Figures.whole(rate(lookups, size, "checkManyPolicies")));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        figures.print(out);
        return 0;
    }

    private Collection<RunResult> lookups() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(RegisterBench.class.getName())
                .param("entries", entries.stream().map(String::valueOf).toArray(String[]::new))
                .verbosity(VerboseMode.SILENT);
        if (quick) {
            options.warmupIterations(1)
                    .measurementIterations(2)
                    .warmupTime(QUICK)
                    .measurementTime(QUICK);
        }
        return new Runner(options.build()).run();
    }

    private static double rate(Collection<RunResult> results, int size, String benchmark) {
        return results.stream()
                .filter(result -> result.getParams().getParam("entries").equals(Integer.toString(size))
                        && result.getPrimaryResult().getLabel().equals(benchmark))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no figures of " + benchmark + " with " + size))
                .getPrimaryResult()
                .getScore();
    }
}
