package org.eir.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;

/** {@code bench register}: what an entry takes in memory and how many look-ups one thread makes a second. */
@Command(
        name = "register",
        description = "Bytes an entry and look-ups a second, with 1 and 10 million entries. Takes about two minutes.",
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        int exit = ForkedJava.run(
                List.of("-Xmx3g", "-XX:+UseSerialGC"), RegisterMemory.class, List.of("1000000", "10000000"));
        if (exit == 0) {
            measureLookups();
        }
        return exit;
    }

    private static void measureLookups() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(RegisterBench.class.getName())
                .verbosity(VerboseMode.SILENT)
                .build();
        for (RunResult result : new Runner(options).run()) {
            System.out.printf(
                    "register of %,d: %,.0f look-ups a second, %s%n",
                    Integer.parseInt(result.getParams().getParam("entries")),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getLabel());
        }
    }
}
