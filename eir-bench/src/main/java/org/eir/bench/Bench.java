package org.eir.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one measurement, {@code bench register}, or all of them. Each is a subcommand. */
@Command(
        name = "bench",
        description = "Measures the register on this machine; without a command, everything, in about ten minutes.",
        mixinStandardHelpOptions = true,
        subcommands = {RegisterCommand.class, S13Command.class, ImportCommand.class, StartCommand.class})
public final class Bench implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private CommandSpec spec;

    private Bench() {}

    public static void main(String[] arguments) {
        System.out.printf(
                "%d processors, Java %s, %s %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench());
    }

    @Override
    public Integer call() {
        for (CommandLine measurement : spec.subcommands().values()) {
            int exit = measurement.execute();
            if (exit != 0) {
                return exit;
            }
        }
        return 0;
    }
}
