package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.eir.server.NodeLauncher;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line. */
@Command(
        name = "eir",
        description = "Equipment Identity Register: answers, for every phone that attaches, whether it is stolen.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  eir start-dev",
            "  eir check 490154203237518",
            "  eir import --list black stolen.csv",
            "",
            "In a source tree, 'eir bench --help' tells how to measure it."
        })
public final class EirCommandLine {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    private EirCommandLine() {}

    /**
     * Does what the arguments say.
     *
     * @param networks ways to ask as a network does, by the names they have for {@code --via}
     * @return the exit code: 0 done, 1 refused or failed, 2 wrong usage
     */
    public static int run(
            Console console, NodeLauncher launcher, Map<String, NetworkCheck> networks, String... arguments) {
        return commands(console, launcher, networks)
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(console.terminal().colour() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((wrong, given) -> refuse(console, wrong))
                .setExecutionExceptionHandler((thrown, command, parsed) -> fail(console, thrown, parsed))
                .execute(arguments);
    }

    /** All commands, with what each takes. */
    static CommandLine commands(Console console, NodeLauncher launcher, Map<String, NetworkCheck> networks) {
        return new CommandLine(new EirCommandLine())
                .addSubcommand(new StartDevCommand(console, launcher))
                .addSubcommand(new StartCommand(console, launcher))
                .addSubcommand(new CheckCommand(console, networks))
                .addSubcommand(new BlockCommand(console))
                .addSubcommand(new UnblockCommand(console))
                .addSubcommand(new EntriesCommand(console))
                .addSubcommand(new CommandLine(new ListCommand())
                        .addSubcommand(new ListCommand.Add(console))
                        .addSubcommand(new ListCommand.Correct(console))
                        .addSubcommand(new ListCommand.Withdraw(console))
                        .addSubcommand(new ListCommand.Show(console)))
                .addSubcommand(new CommandLine(new DeviceCommand())
                        .addSubcommand(new DeviceCommand.Form(console))
                        .addSubcommand(new DeviceCommand.Show(console))
                        .addSubcommand(new DeviceCommand.Dissolve(console)))
                .addSubcommand(new ImportCommand(console))
                .addSubcommand(new CommandLine(new ImportsCommand())
                        .addSubcommand(new ImportsCommand.Latest(console))
                        .addSubcommand(new ImportsCommand.Show(console))
                        .addSubcommand(new ImportsCommand.Apply(console))
                        .addSubcommand(new ImportsCommand.Rollback(console)))
                .addSubcommand(new CommandLine(new PoliciesCommand(console))
                        .addSubcommand(new PoliciesCommand.Set(console))
                        .addSubcommand(new PoliciesCommand.Withdraw(console)))
                .addSubcommand(new CommandLine(new ExceptionsCommand())
                        .addSubcommand(new ExceptionsCommand.Add(console))
                        .addSubcommand(new ExceptionsCommand.Show(console))
                        .addSubcommand(new ExceptionsCommand.Withdraw(console))
                        .addSubcommand(new ExceptionsImportCommand(console)))
                .addSubcommand(new FindCommand(console))
                .addSubcommand(new RecordsCommand(console))
                .addSubcommand(new TraceCommand(console))
                .addSubcommand(new CommandLine(new KeysCommand())
                        .addSubcommand(new KeysCommand.Create(console))
                        .addSubcommand(new KeysCommand.Show(console))
                        .addSubcommand(new KeysCommand.Revoke(console)))
                .addSubcommand(new KeysCommand.WhoAmI(console))
                .addSubcommand(new CommandLine(new ApprovalsCommand())
                        .addSubcommand(new ApprovalsCommand.Pending(console))
                        .addSubcommand(new ApprovalsCommand.Show(console))
                        .addSubcommand(new ApprovalsCommand.Approve(console))
                        .addSubcommand(new ApprovalsCommand.Reject(console)))
                .addSubcommand(new CommandLine(new AuditCommand())
                        .addSubcommand(new AuditCommand.Device(console))
                        .addSubcommand(new EraseCommand.Show(console))
                        .addSubcommand(new AuditVerifyCommand(console))
                        .addSubcommand(new AuditExportCommand(console)))
                .addSubcommand(new EraseCommand(console))
                .addSubcommand(new StatisticsCommand(console))
                .addSubcommand(new PeersCommand(console))
                .addSubcommand(new StatusCommand(console))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCommand.Check(console))
                        .addSubcommand(new ConfigCommand.Print(console)))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new VersionCommand(console));
    }

    private static int refuse(Console console, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        console.note(String.valueOf(wrong.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(wrong, console.err())) {
            console.note("'" + command.getCommandSpec().qualifiedName() + " --help' says how it is used.");
        }
        return CommandFailure.WRONG_USAGE;
    }

    private static int fail(Console console, Exception thrown, ParseResult parsed) throws Exception {
        if (!(thrown instanceof CommandFailure failure)) {
            throw thrown;
        }
        ParseResult innermost = parsed;
        while (innermost.hasSubcommand()) {
            innermost = innermost.subcommand();
        }
        if (innermost.hasMatchedOption("--json")) {
            ObjectNode json = Console.JSON.createObjectNode();
            json.put("error", failure.sentence());
            failure.problem().filter(problem -> problem.isObject()).ifPresent(problem -> json.set("problem", problem));
            console.json(json);
        }
        console.note(failure.sentence());
        return failure.exitCode();
    }
}
