package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        description = "Changes and shows the entries of the lists.",
        footer = {"", "Example:", "  eir list show 490154203237518"})
final class ListCommand {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    @Command(
            name = "add",
            description = "Enters an identity in a list.",
            footer = {
                "",
                "Example:",
                "  eir list add black 356938035643809 --reason stolen --reference \"FIR 12/2026\"",
            })
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Add extends NodeCommand {
        @Parameters(
                index = "0",
                paramLabel = "LIST",
                converter = Words.Lists.class,
                completionCandidates = Words.Lists.class,
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private EquipmentList list;

        @Parameters(
                index = "1",
                paramLabel = "IDENTITY",
                description = "An IMEI (14 to 16 digits), a TAC (8 digits), or from-to: 14-digit IMEIs in one TAC.")
        private String identity;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "REASON",
                converter = Words.Reasons.class,
                completionCandidates = Words.Reasons.class,
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private Reason reason;

        @Option(
                names = "--reference",
                required = true,
                paramLabel = "TEXT",
                description = "What it rests on: a police report, a court's file number.")
        private String reference;

        @Option(
                names = "--source",
                paramLabel = "SOURCE",
                description = "Who says so. Default: the register's operator.")
        private @Nullable String source;

        @Option(
                names = "--reported",
                paramLabel = "TIME",
                converter = Moment.Reading.class,
                description = "When it was reported, such as 2026-11-01T08:30:00Z.")
        private @Nullable Moment reported;

        @Option(
                names = "--valid-from",
                paramLabel = "TIME",
                converter = Moment.Reading.class,
                description = "When the entry begins to count. Default: at once.")
        private @Nullable Moment validFrom;

        @Option(
                names = "--valid-until",
                paramLabel = "TIME",
                converter = Moment.Reading.class,
                description = "When it ceases to count. Default: never.")
        private @Nullable Moment validUntil;

        @Option(names = "--note", paramLabel = "TEXT", description = "A remark for colleagues.")
        private @Nullable String note;

        Add(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode body = Console.JSON.createObjectNode();
            body.put("list", list.text()).put("identity", identity);
            body.put("reason", reason.text()).put("reference", reference);
            putIfGiven(body, "source", source);
            putIfGiven(body, "reported", reported == null ? null : reported.text());
            putIfGiven(body, "validFrom", validFrom == null ? null : validFrom.text());
            putIfGiven(body, "validUntil", validUntil == null ? null : validUntil.text());
            putIfGiven(body, "note", note);
            JsonNode answer = register.post("/api/v1/entries", body);
            if (output.json) {
                console.json(answer);
            } else if (answer.path("revision").isNumber()) {
                console.line("Entry " + answer.path("id").asText() + ": " + identity + " is in the " + list.text()
                        + " list since revision " + answer.path("revision").asText()
                        + (answer.path("inForce").asBoolean(true) ? "." : "; it does not count now, by its dates."));
            } else {
                console.line("Entry " + answer.path("id").asText() + " waits for approval; nothing changed yet.");
            }
            return 0;
        }

        private static void putIfGiven(ObjectNode body, String field, @Nullable String value) {
            if (value != null) {
                body.put(field, value);
            }
        }
    }

    @Command(
            name = "withdraw",
            description = "Takes an entry out of force. Nothing is ever deleted.",
            footer = {"", "Example:", "  eir list withdraw 7 --reason recovered --reference \"FIR 12/2026 closed\""})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Withdraw extends NodeCommand {
        @Parameters(
                paramLabel = "ID",
                converter = Words.EntryNumber.class,
                description = "Number of the entry; 'eir list show IDENTITY' tells it.")
        private long id;

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "REASON",
                converter = Words.WithdrawalReasons.class,
                completionCandidates = Words.WithdrawalReasons.class,
                description = "One of: ${COMPLETION-CANDIDATES}.")
        private WithdrawalReason reason;

        @Option(names = "--reference", required = true, paramLabel = "TEXT", description = "What it rests on.")
        private String reference;

        Withdraw(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode body = Console.JSON.createObjectNode();
            body.put("reason", reason.text()).put("reference", reference);
            JsonNode answer = register.post("/api/v1/entries/" + id + "/withdraw", body);
            if (output.json) {
                console.json(answer);
            } else if (answer.at("/withdrawn/revision").isNumber()) {
                console.line("Entry " + id + " is withdrawn since revision "
                        + answer.at("/withdrawn/revision").asText() + ".");
            } else {
                console.line("The withdrawal of entry " + id + " waits for approval; nothing changed yet.");
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Shows the entries that cover an identity.",
            footer = {"", "Example:", "  eir list show 490154203237518"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Show extends NodeCommand {
        private static final List<String> COLUMNS = List.of(
                "id",
                "list",
                "identity",
                "reason",
                "reference",
                "source",
                "validFrom",
                "validUntil",
                "since",
                "revision");

        @Parameters(paramLabel = "IDENTITY", description = "An IMEI, a TAC, or a range from-to.")
        private String identity;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode answer = register.get("/api/v1/entries", Map.of("identity", identity));
            if (output.json) {
                console.json(answer);
                return 0;
            }
            JsonNode entries = answer.path("entries");
            if (entries.isEmpty()) {
                console.line("No list holds " + identity + ".");
                return 0;
            }
            Table.of(entries, COLUMNS).print(console, "");
            return 0;
        }
    }
}
