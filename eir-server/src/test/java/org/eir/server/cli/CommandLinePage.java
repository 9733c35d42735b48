package org.eir.server.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.server.NodeLauncher;
import org.eir.server.config.EirConfig;
import org.eir.server.docs.Page;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command, of picocli's model of it. */
public final class CommandLinePage {
    private static final Set<String> OF_OUTPUT = Set.of("--json", "--help");
    private static final Set<String> OF_NODE = Set.of("--server", "--token", "--data", "--ca-file");

    private static final int LINE = 110;

    private final Page page = new Page("Command line");

    private CommandLinePage() {}

    /** The page. */
    public static String text() {
        return new CommandLinePage().written().page.text();
    }

    /** All commands, to parse with and not to run. */
    public static CommandLine commands() {
        Console console = new Console(
                new BufferedReader(Reader.nullReader()),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Map.of(),
                Terminal.NONE);
        NodeLauncher none = new NodeLauncher() {
            @Override
            public int start(EirConfig config) {
                throw new AssertionError("not to be run");
            }

            @Override
            public int startDev(EirConfig config, Path dataDirectory, PrintWriter out) {
                throw new AssertionError("not to be run");
            }
        };
        return EirCommandLine.commands(console, none, Map.of());
    }

    private CommandLinePage written() {
        CommandLine eir = commands();
        page.say("""
                `eir` in an installed package, `./eir` in a source tree. Every command has `--help`, and `--json` for programs.

                A command ends with 0 when it is done, 1 when it was refused or failed, 2 when it was used wrongly. `eir check` ends with 0
                whatever the verdict is.

                A command that asks a node finds it by these, the first that is there:
                """);
        page.columns("what", "option", "variable", "else");
        page.row(
                "the node's address",
                "`--server URL`",
                "`EIR_SERVER`",
                "`admin.url` in the data directory, `http://127.0.0.1:8080`");
        page.row("the token", "`--token TOKEN`", "`EIR_TOKEN`", "`admin.token` in the data directory");
        page.row("the data directory", "`--data DIR`", "`EIR_DATA`", "`./data`");
        page.row("whom to trust over https", "`--ca-file FILE`", "`EIR_CA_FILE`", "what Java trusts");
        page.heading(2, "All commands");
        page.columns("command", "what it does");
        leaves(eir.getCommandSpec())
                .forEach(command -> page.row(
                        "[`%s`](#%s)"
                                .formatted(
                                        command.qualifiedName(),
                                        command.qualifiedName().replace(' ', '-')),
                        description(command)));
        leaves(eir.getCommandSpec()).forEach(this::command);
        return this;
    }

    /** The commands that do something, groups of commands left out. */
    private static Stream<CommandSpec> leaves(CommandSpec command) {
        Stream<CommandSpec> below = command.subcommands().values().stream()
                .distinct()
                .flatMap(subcommand -> leaves(subcommand.getCommandSpec()));
        boolean does = command.userObject() instanceof Callable || command.userObject() instanceof Runnable;
        return does ? Stream.concat(Stream.of(command), below) : below;
    }

    private void command(CommandSpec command) {
        page.heading(2, command.qualifiedName());
        page.say(description(command));
        page.shown(synopsis(command));
        List<ArgSpec> own = arguments(command).toList();
        if (!own.isEmpty()) {
            page.columns("argument", "meaning");
            own.forEach(argument -> page.row("`" + written(argument) + "`", meaning(argument)));
        }
        String example = Arrays.stream(command.usageMessage().footer())
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .collect(Collectors.joining("\n"));
        if (!example.isEmpty()) {
            page.say("For example:").shown(example);
        }
    }

    private static String description(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    /** Positional ones first, then the options that the command needs, then the others, by name. */
    private static Stream<ArgSpec> arguments(CommandSpec command) {
        boolean asksNode = command.optionsMap().containsKey("--server");
        Stream<OptionSpec> options = command.options().stream()
                .filter(option -> !OF_OUTPUT.contains(option.longestName()))
                .filter(option -> !asksNode || !OF_NODE.contains(option.longestName()))
                .sorted(Comparator.<OptionSpec, Boolean>comparing(option -> !option.required())
                        .thenComparing(OptionSpec::longestName));
        return Stream.concat(command.positionalParameters().stream(), options);
    }

    private static String synopsis(CommandSpec command) {
        StringBuilder lines = new StringBuilder("Usage: " + command.qualifiedName());
        Set<ArgGroupSpec> told = new HashSet<>();
        arguments(command).forEach(argument -> {
            ArgGroupSpec group = argument.group();
            if (group != null && !told.add(group)) {
                return;
            }
            String word = group == null ? word(argument) : choice(group);
            boolean full = lines.length() - lines.lastIndexOf("\n") + word.length() > LINE;
            lines.append(full ? "\n        " : " ").append(word);
        });
        return lines.toString();
    }

    private static String word(ArgSpec argument) {
        String written = written(argument) + (argument.isMultiValue() ? "…" : "");
        return argument.required() ? written : "[" + written + "]";
    }

    /** Arguments of which one, or those that belong together, are given. */
    private static String choice(ArgGroupSpec group) {
        String all = Stream.concat(
                        group.args().stream().map(argument -> group.exclusive() ? written(argument) : word(argument)),
                        group.subgroups().stream().map(CommandLinePage::choice))
                .collect(Collectors.joining(group.exclusive() ? " | " : " "));
        return group.multiplicity().min() == 0 ? "[" + all + "]" : "(" + all + ")";
    }

    private static String written(ArgSpec argument) {
        if (argument instanceof PositionalParamSpec) {
            return argument.paramLabel();
        }
        String name = ((OptionSpec) argument).longestName();
        return argument.arity().max() == 0 ? name : name + " " + argument.paramLabel();
    }

    private static String meaning(ArgSpec argument) {
        String text = String.join(" ", argument.renderedDescription());
        return argument instanceof OptionSpec && argument.required() && argument.group() == null
                ? text + " Required."
                : text;
    }
}
