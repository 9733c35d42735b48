package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.eir.core.list.EquipmentList;
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

        @Mixin
        private final EntryOptions entry = new EntryOptions();

        Add(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode answer = register.post("/api/v1/entries", entry.body(list, identity));
            if (output.json) {
                console.json(answer);
            } else {
                console.line(told(answer, identity, list));
            }
            return 0;
        }

        /** What an entry that was answered means. */
        static String told(JsonNode answer, String identity, EquipmentList list) {
            String entry = "Entry " + answer.path("id").asText();
            return answer.path("revision").isNumber()
                    ? entry + ": " + identity + " is in the " + list.text() + " list since revision "
                            + answer.path("revision").asText()
                            + (answer.path("inForce").asBoolean(true) ? "." : "; it does not count now, by its dates.")
                    : ApprovalsCommand.waiting(answer);
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

        @Mixin
        private final WithdrawalOptions withdrawal = new WithdrawalOptions();

        @Option(names = "--reference", required = true, paramLabel = "TEXT", description = "What it rests on.")
        private String reference;

        Withdraw(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            return withdraw(register, console, output, id, withdrawal.body(reference));
        }

        static int withdraw(RegisterClient register, Console console, OutputOptions output, long id, ObjectNode body)
                throws CommandFailure {
            JsonNode answer = register.post("/api/v1/entries/" + id + "/withdraw", body);
            if (output.json) {
                console.json(answer);
            } else {
                console.line(told(answer, id));
            }
            return 0;
        }

        /** What a withdrawal that was answered means. */
        static String told(JsonNode answer, long id) {
            return answer.at("/withdrawn/revision").isNumber()
                    ? "Entry " + id + " is withdrawn since revision "
                            + answer.at("/withdrawn/revision").asText() + "."
                    : ApprovalsCommand.waiting(answer);
        }
    }

    @Command(
            name = "correct",
            description = "Puts a corrected entry in the place of one, in one change.",
            footer = {
                "",
                "Example:",
                "  eir list correct 7 black 356938035643809 --reason lost --reference \"FIR 12/2026\""
            })
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Correct extends NodeCommand {
        @Parameters(
                index = "0",
                paramLabel = "ID",
                converter = Words.EntryNumber.class,
                description = "Number of the entry; 'eir list show IDENTITY' tells it.")
        private long id;

        @Parameters(
                index = "1",
                paramLabel = "LIST",
                converter = Words.Lists.class,
                completionCandidates = Words.Lists.class,
                description = "The right list. One of: ${COMPLETION-CANDIDATES}.")
        private EquipmentList list;

        @Parameters(index = "2", paramLabel = "IDENTITY", description = "The right IMEI, TAC, or range from-to.")
        private String identity;

        @Mixin
        private final EntryOptions entry = new EntryOptions();

        Correct(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode answer = register.post("/api/v1/entries/" + id + "/correct", entry.body(list, identity));
            if (output.json) {
                console.json(answer);
            } else {
                console.line(Add.told(answer, identity, list));
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
