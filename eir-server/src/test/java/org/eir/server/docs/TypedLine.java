package org.eir.server.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eir.server.cli.CommandLinePage;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A line of a terminal with a command of ours. */
record TypedLine(List<String> arguments) {
    /** {@code $ eir …}, {@code # /opt/eir/bin/eir …}, {@code $ sudo -u eir EIR_DATA=… eir …}; until what a shell ends it with. */
    private static final Pattern PROMPT =
            Pattern.compile("^(?:[$#] )?(?:sudo (?:-u \\w+ )?)?(?:\\w+=\\S+ )*(?:\\S*/)?eir( .*)?$");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    /** Done by the launcher of a source tree, not by the program. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("bench", "package", "release", "--print-jdk");

    /** The commands in a line of a block; none if it is not typed. */
    static List<TypedLine> in(String line) {
        Matcher prompt = PROMPT.matcher(line.strip());
        return prompt.matches() && prompt.group(1) != null ? of(words(prompt.group(1))) : List.of();
    }

    /** A command in the middle of a sentence, perhaps not whole. */
    static TypedLine mentioned(String mention) {
        List<TypedLine> typed = of(words(mention.replaceFirst("^(\\./)?eir ", "")));
        return typed.isEmpty() ? new TypedLine(List.of()) : typed.getFirst();
    }

    private static List<TypedLine> of(List<String> words) {
        return words.isEmpty() || OF_THE_LAUNCHER.contains(words.getFirst())
                ? List.of()
                : List.of(new TypedLine(words));
    }

    /** Until a comment, an explanation two blanks away, or what is the shell's. */
    private static List<String> words(String text) {
        String command = text.strip().replaceFirst("(\\s{2,}|\\s+[#|>;&]|\\s+2>).*$", "");
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group().replaceAll("^[\"']|[\"']$", ""));
        }
        return words;
    }

    /** What the program would say is wrong with it. */
    Optional<String> whatIsWrong() {
        try {
            CommandLinePage.commands().parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException wrong) {
            return Optional.ofNullable(wrong.getMessage());
        }
    }

    /** The first command or option that there is none of. */
    Optional<String> whatDoesNotExist() {
        CommandLine command = CommandLinePage.commands();
        for (String word : arguments) {
            if (word.startsWith("-")
                    && !command.getCommandSpec().optionsMap().containsKey(word.replaceFirst("=.*", ""))) {
                return Optional.of(word);
            }
            if (command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else if (!command.getSubcommands().isEmpty() && word.matches("[a-z-]+")) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }
}
