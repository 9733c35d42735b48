package org.eir.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs one measurement: {@code bench register}. Each is a subcommand. */
@Command(
        name = "bench",
        description = "Measures the register on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RegisterCommand.class, S13Command.class, ImportCommand.class, StartCommand.class})
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench());
    }
}
