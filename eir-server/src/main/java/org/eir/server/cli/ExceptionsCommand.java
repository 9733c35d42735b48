package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.check.Verdict;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exceptions",
        description = {
            "Exceptions and locks: what counts for a device in the hands of certain subscribers.",
            "An exception lets them use a device that is blocked; a lock keeps everybody else from using it."
        },
        footer = {"", "Example:", "  eir exceptions show 490154203237518"})
final class ExceptionsCommand {
    static final String PATH = "/api/v1/exceptions";

    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    @Command(
            name = "add",
            description = "Makes an exception or a lock for a device.",
            footer = {
                "",
                "Example:",
                "  eir exceptions add 490154203237518 --imsi 262011234567890 --reason cloned --reference \"case 8/2026\"",
                "  eir exceptions add 490154203237518 --kind lock --imsi 262011234567890 --reason other"
            })
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Add extends NodeCommand {
        @Parameters(paramLabel = "IMEI", description = "The device, 14 to 16 digits.")
        private String imei;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                converter = Words.RuleKinds.class,
                completionCandidates = Words.RuleKinds.class,
                description = "exception (default) or lock.")
        private Kind kind = Kind.EXCEPTION;

        @Option(
                names = "--imsi",
                required = true,
                paramLabel = "IMSI",
                description = "A subscriber. May be there several times.")
        private List<String> imsis;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "REASON",
                converter = Words.Reasons.class,
                completionCandidates = Words.Reasons.class,
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private Reason reason;

        @Option(
                names = "--verdict",
                paramLabel = "VERDICT",
                converter = Words.Statuses.class,
                description = "What an exception makes of it: permitted (default) or tracked.")
        private @Nullable Verdict verdict;

        @Option(names = "--reference", paramLabel = "TEXT", description = "What it rests on.")
        private @Nullable String reference;

        @Option(
                names = "--source",
                paramLabel = "SOURCE",
                description = "Who says so. Default: the organisation of the token.")
        private @Nullable String source;

        @Option(
                names = "--valid-until",
                paramLabel = "TIME",
                converter = Moment.Reading.class,
                description = "When it ceases to count. Default: never.")
        private @Nullable Moment validUntil;

        Add(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode body = Console.JSON.createObjectNode();
            body.put("kind", kind.text()).put("imei", imei);
            imsis.forEach(body.withArray("subscribers")::add);
            body.put("reason", reason.text());
            Given.put(body, "verdict", verdict == null ? null : verdict.text());
            Given.put(body, "reference", reference);
            Given.put(body, "source", source);
            Given.put(body, "validUntil", validUntil == null ? null : validUntil.text());
            JsonNode rule = register.post(PATH, body);
            if (output.json) {
                console.json(rule);
            } else {
                console.line(capital(rule) + " " + rule.path("id").asText() + " for " + imei + " counts since revision "
                        + rule.path("revision").asText() + ".");
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description =
                    "Shows the exceptions and locks of a device. Who may see subscribers in full is recorded as having.",
            footer = {"", "Example:", "  eir exceptions show 490154203237518"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Show extends NodeCommand {
        private static final List<String> COLUMNS = List.of(
                "id",
                "kind",
                "verdict",
                "subscribers",
                "reason",
                "reference",
                "source",
                "validFrom",
                "validUntil",
                "since");

        @Parameters(paramLabel = "IMEI", description = "The device, 14 to 16 digits.")
        private String imei;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode answer = register.get(PATH, Map.of("imei", imei));
            JsonNode rules = answer.path("exceptions");
            if (output.json) {
                console.json(answer);
            } else if (rules.isEmpty()) {
                console.line("There is no exception or lock for " + imei + ".");
            } else {
                rules.forEach(rule -> ((ObjectNode) rule).put("subscribers", joined(rule.path("subscribers"))));
                Table.of(rules, COLUMNS).print(console, "");
            }
            return 0;
        }

        private static String joined(JsonNode texts) {
            return StreamSupport.stream(texts.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" "));
        }
    }

    @Command(
            name = "withdraw",
            description = "Takes an exception or a lock out of force. Nothing is ever deleted.",
            footer = {"", "Example:", "  eir exceptions withdraw 3 --reason mistake --reference \"case 8/2026\""})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Withdraw extends NodeCommand {
        @Parameters(paramLabel = "ID", description = "Its number; 'eir exceptions show IMEI' tells it.")
        private long id;

        @Mixin
        private final WithdrawalOptions withdrawal = new WithdrawalOptions();

        @Option(names = "--reference", paramLabel = "TEXT", description = "What it rests on.")
        private @Nullable String reference;

        Withdraw(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode rule = register.post(PATH + "/" + id + "/withdraw", withdrawal.body(reference));
            if (output.json) {
                console.json(rule);
            } else {
                console.line(capital(rule) + " " + id + " is withdrawn since revision "
                        + rule.at("/withdrawn/revision").asText() + ".");
            }
            return 0;
        }
    }

    private static String capital(JsonNode rule) {
        return rule.path("kind").asText().equals(Kind.LOCK.text()) ? "Lock" : "Exception";
    }
}
