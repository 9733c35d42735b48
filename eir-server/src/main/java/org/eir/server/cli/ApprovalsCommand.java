package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "approvals",
        description = "Shows and decides changes that wait for a second person.",
        footer = {"", "Example:", "  eir approvals list"})
final class ApprovalsCommand {
    private static final String PATH = "/api/v1/approvals";

    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    /** Says of a change that was not made yet why it waits, and what brings it about. */
    static String waiting(JsonNode proposal) {
        String id = proposal.path("id").asText();
        return "Nothing changed yet: " + why(proposal) + ".\nIt waits for a second person as proposal " + id
                + "; somebody else decides with 'eir approvals approve " + id + "'.";
    }

    private static String why(JsonNode proposal) {
        return StreamSupport.stream(proposal.path("reasons").spliterator(), false)
                .map(reason -> reason.path("text").asText())
                .collect(Collectors.joining("; "));
    }

    /** The number of a proposal. */
    static final class ProposalNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + text + "' must be the number of a proposal; 'eir approvals list' shows them");
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists the changes that wait, the newest first.",
            footer = {"", "Example:", "  eir approvals list --all"})
    static final class Pending extends NodeCommand {
        private static final List<String> COLUMNS =
                List.of("id", "state", "operation", "about", "requester", "created", "by", "why");
        private static final String MOST = "200";

        @Option(names = "--all", description = "Decided ones too.")
        private boolean all;

        Pending(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode answer = register.get(PATH, Map.of("state", all ? "all" : "pending", "limit", MOST));
            JsonNode proposals = answer.path("approvals");
            if (output.json) {
                console.json(answer);
            } else if (proposals.isEmpty()) {
                console.line(all ? "No change ever waited." : "No change waits.");
            } else {
                proposals.forEach(Pending::shorten);
                Table.of(proposals, COLUMNS).print(console, "");
                if (answer.path("next").isNumber()) {
                    console.note("These are the latest " + MOST + "; --json tells where to go on.");
                }
            }
            return 0;
        }

        private static void shorten(JsonNode proposal) {
            ((ObjectNode) proposal)
                    .put("why", why(proposal))
                    .put("by", proposal.at("/decision/by").asText(null));
        }
    }

    @Command(
            name = "show",
            description = "Shows one of them: what was asked for, why it waits, and what came of it.",
            footer = {"", "Example:", "  eir approvals show 7"})
    static final class Show extends NodeCommand {
        @Parameters(paramLabel = "ID", converter = ProposalNumber.class, description = "Number of the proposal.")
        private long id;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode proposal = register.get(PATH + "/" + id, Map.of());
            if (output.json) {
                console.json(proposal);
            } else {
                Table table = new Table();
                add(table, "state", proposal.path("state"));
                add(table, "operation", proposal.path("operation"));
                add(table, "about", proposal.path("about"));
                proposal.path("reasons").forEach(reason -> add(table, "why", reason.path("text")));
                add(table, "requester", proposal.path("requester"));
                add(table, "organisation", proposal.path("organisation"));
                add(table, "created", proposal.path("created"));
                add(table, "expires", proposal.path("expires"));
                proposal.at("/request/path").properties().forEach(part -> add(table, part.getKey(), part.getValue()));
                add(table, "parameters", proposal.at("/request/query"));
                proposal.at("/request/body")
                        .properties()
                        .forEach(field -> add(table, field.getKey(), field.getValue()));
                add(table, "decided by", proposal.at("/decision/by"));
                add(table, "decided at", proposal.at("/decision/at"));
                add(table, "why not", proposal.at("/decision/reason"));
                add(table, "revision", proposal.path("revision"));
                add(table, "outcome", proposal.path("outcome"));
                table.print(console, "");
            }
            return 0;
        }

        private static void add(Table table, String name, JsonNode value) {
            String text = Table.text(value);
            if (!text.isEmpty()) {
                table.row(name, text);
            }
        }
    }

    @Command(
            name = "approve",
            description = "Says yes to somebody else's change, which makes it.",
            footer = {"", "Example:", "  eir approvals approve 7"})
    static final class Approve extends NodeCommand {
        @Parameters(paramLabel = "ID", converter = ProposalNumber.class, description = "Number of the proposal.")
        private long id;

        Approve(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            JsonNode proposal = register.post(PATH + "/" + id + "/approve", Console.JSON.createObjectNode());
            boolean failed = proposal.path("state").asText().equals("failed");
            if (output.json) {
                console.json(proposal);
            } else if (failed) {
                console.note(
                        "Approved, but not made: " + proposal.path("outcome").asText());
            } else if (proposal.path("revision").isNumber()) {
                console.line("Approved: " + proposal.path("about").asText() + ", since revision "
                        + proposal.path("revision").asText() + ".");
            } else {
                console.line("Approved: " + proposal.path("about").asText() + " is under way; 'eir approvals show " + id
                        + "' tells when it is done.");
            }
            return failed ? CommandFailure.FAILED : 0;
        }
    }

    @Command(
            name = "reject",
            description = "Says no to somebody else's change; nothing changes.",
            footer = {"", "Example:", "  eir approvals reject 7 --reason \"this model is sold in the country\""})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Reject extends NodeCommand {
        @Parameters(paramLabel = "ID", converter = ProposalNumber.class, description = "Number of the proposal.")
        private long id;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why not, for who asked.")
        private String reason;

        Reject(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode body = Console.JSON.createObjectNode().put("reason", reason);
            JsonNode proposal = register.post(PATH + "/" + id + "/reject", body);
            if (output.json) {
                console.json(proposal);
            } else {
                console.line("Rejected: " + proposal.path("about").asText() + ". Nothing changed.");
            }
            return 0;
        }
    }
}
