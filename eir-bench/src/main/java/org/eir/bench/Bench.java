package org.eir.bench;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.eir.bench.audit.AuditCommand;
import org.eir.bench.map.MapCommand;
import org.eir.bench.map.SoakCommand;
import org.eir.bench.node.BlockCommand;
import org.eir.bench.node.ImportCommand;
import org.eir.bench.node.PastCommand;
import org.eir.bench.node.StartCommand;
import org.eir.bench.register.RegisterCommand;
import org.eir.bench.s13.S13Command;
import org.eir.bench.support.Help;
import org.eir.bench.support.Machine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs measurements: {@code ./eir bench s13} one, {@code ./eir bench all} every one, each a subcommand. */
@Command(
        name = "eir bench",
        description =
                "Measures the register on this machine, beside what it can be compared with; without a command, all.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            RegisterCommand.class,
            S13Command.class,
            MapCommand.class,
            SoakCommand.class,
            BlockCommand.class,
            ImportCommand.class,
            StartCommand.class,
            PastCommand.class,
            AuditCommand.class,
            Bench.All.class
        })
public final class Bench {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    private Bench() {}

    static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"all"} : arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench());
        commandLine.setExecutionStrategy(parsed -> {
            if (parsed.hasSubcommand() && !parsed.subcommand().isUsageHelpRequested()) {
                commandLine.getOut().println(Machine.line());
                commandLine.getOut().flush();
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return commandLine;
    }

    /** Every measurement, one after the other. */
    @Command(name = "all", description = "Every measurement. Takes about half an hour.")
    static final class All implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("unused") // picocli reads it
        private final Help help = new Help();

        @Option(names = "--quick", description = "Smaller and shorter: about three minutes.")
        private boolean quick;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Override
        public Integer call() {
            int worst = 0;
            for (String measurement :
                    new String[] {"register", "s13", "map", "block", "import", "start", "past", "audit"}) {
                CommandLine command = Objects.requireNonNull(
                        spec.parent().commandLine().getSubcommands().get(measurement), measurement);
                worst = Math.max(worst, quick ? command.execute("--quick") : command.execute());
            }
            return worst;
        }
    }
}
