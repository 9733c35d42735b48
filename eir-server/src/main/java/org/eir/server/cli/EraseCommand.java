package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase",
        description = {
            "Erases personal data on somebody's order: shows what would go, then erases it, which cannot be taken back.",
            "Entries and changes stay, and the log stays whole: it says what was erased, when and on whose order. Without"
                    + " --yes it asks on a terminal, and only shows elsewhere. It needs a second person."
        },
        footer = {
            "",
            "Examples:",
            "  eir erase --revision 5 --order \"DPA 7/2026\"        what was noted",
            "  eir erase --revision 5 --what note --order …       the note only",
            "  eir erase --person jane --order \"HR 12/2026\"       an account name",
            "  eir erase --subscriber 262011234567890 --order …   an IMSI"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class EraseCommand extends NodeCommand {
    private static final String PATH = "/api/v1/erasures";

    @ArgGroup(multiplicity = "1")
    private Subject subject;

    @Option(names = "--row", paramLabel = "N", description = "One row of the revision only.")
    private @Nullable Integer row;

    @Option(
            names = "--what",
            paramLabel = "KIND",
            split = ",",
            description = "What is to go: reference, note, source-reference, request, person, device, subscriber."
                    + " Default: of a revision what was noted with it, else the person or subscriber alone.")
    private @Nullable List<String> what;

    @Option(
            names = "--order",
            required = true,
            paramLabel = "TEXT",
            description = "Who ordered it, and where that is filed. It is kept: name nobody.")
    private String order;

    @Option(names = "--dry-run", description = "Only show what would go.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Erase without asking.")
    private boolean yes;

    @SuppressWarnings("unused") // picocli fills it
    private static final class Subject {
        @Option(names = "--revision", paramLabel = "N", description = "A change: what was noted with it.")
        private @Nullable Long revision;

        @Option(names = "--person", paramLabel = "ACCOUNT", description = "An account name, as 'eir audit' shows it.")
        private @Nullable String person;

        @Option(names = "--subscriber", paramLabel = "IMSI", description = "6 to 15 digits.")
        private @Nullable String subscriber;
    }

    EraseCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        if (dryRun && yes) {
            throw CommandFailure.wrongUsage("--dry-run and --yes say the opposite of each other.");
        }
        JsonNode preview = register.post(PATH, body(true));
        boolean isNothing = isNothing(preview);
        if (!output.json) {
            print(preview, isNothing ? "nothing of it is there" : "would go");
        }
        JsonNode result = isNothing || !agreed() ? preview : register.post(PATH, body(false));
        if (output.json) {
            console.json(result);
        } else if (result.has("state")) {
            console.line(ApprovalsCommand.waiting(result));
        } else if (result.path("revision").isNumber()) {
            print(result, "erased at revision " + result.path("revision").asLong());
        } else if (!isNothing) {
            console.line("nothing was erased" + (dryRun ? "" : "; --yes erases without asking"));
        }
        return 0;
    }

    private boolean agreed() throws CommandFailure {
        return !dryRun
                && (yes
                        || !output.json
                                && console.terminal().input()
                                && console.terminal().output()
                                && console.confirm("Erase this? It cannot be taken back."));
    }

    private ObjectNode body(boolean isDryRun) {
        ObjectNode body = Console.JSON.createObjectNode();
        ObjectNode of = body.putObject("subject");
        if (subject.revision != null) {
            of.put("revision", subject.revision);
        } else if (subject.person != null) {
            of.put("person", subject.person);
        } else {
            of.put("subscriber", subject.subscriber);
        }
        if (row != null) {
            of.put("row", row);
        }
        if (what != null) {
            what.forEach(body.putArray("what")::add);
        }
        return body.put("order", order).put("dryRun", isDryRun);
    }

    private static boolean isNothing(JsonNode found) {
        return found.path("places").asLong() == 0
                && found.path("sightings").asLong()
                                + found.path("records").asLong()
                                + found.path("imports").asLong()
                        == 0;
    }

    private void print(JsonNode found, String headline) {
        console.line(headline);
        Table table = new Table();
        found.path("fields")
                .properties()
                .forEach(field -> table.row(field.getKey(), field.getValue().asText()));
        for (String other : List.of("sightings", "records", "imports")) {
            if (found.path(other).asLong() > 0) {
                table.row(other, found.path(other).asText());
            }
        }
        if (found.path("places").asLong() > 0) {
            table.row("places", found.path("places").asText());
        }
        table.print(console, "  ");
        if (!found.path("complete").asBoolean(true)) {
            console.note("That is as much as one erasure takes. Run it again for the rest.");
        }
    }

    @Command(
            name = "erasures",
            description = "Shows what was erased, when and on whose order.",
            footer = {"", "Examples:", "  eir audit erasures", "  eir audit erasures 57"})
    static final class Show extends NodeCommand {
        private static final int PAGE = 200;
        private static final List<String> COLUMNS =
                List.of("revision", "recordedAt", "about", "order", "actor", "approver", "places", "what");

        @Parameters(paramLabel = "REVISION", arity = "0..1", description = "One of them, with the places.")
        private @Nullable Long revision;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
        private int limit = 100;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            Given.requireLimit(limit);
            if (revision != null) {
                one(register.get(PATH + "/" + revision, Map.of()));
                return 0;
            }
            ArrayNode all = Console.JSON.createArrayNode();
            TreeMap<String, String> query = new TreeMap<>();
            boolean more = true;
            while (more && all.size() < limit) {
                query.put("limit", Integer.toString(Math.min(PAGE, limit - all.size())));
                JsonNode page = register.get(PATH, query);
                page.path("erasures").forEach(all::add);
                more = page.path("next").isNumber();
                query.put("before", page.path("next").asText());
            }
            if (output.json) {
                console.json(Console.JSON.createObjectNode().set("erasures", all));
            } else if (all.isEmpty()) {
                console.line("Nothing was ever erased.");
            } else {
                all.forEach(erasure -> ((ObjectNode) erasure).put("what", words(erasure)));
                Table.of(all, COLUMNS).print(console, "");
            }
            return 0;
        }

        private void one(JsonNode erasure) {
            if (output.json) {
                console.json(erasure);
                return;
            }
            console.line("erased at revision " + erasure.path("revision").asText() + ", "
                    + erasure.path("recordedAt").asText() + ", by "
                    + erasure.path("actor").asText() + ": "
                    + words(erasure));
            console.line("on the order " + erasure.path("order").asText("that was erased since"));
            Table table = new Table();
            for (JsonNode place : erasure.path("named")) {
                String at = place.path("row").asInt() == 0
                        ? "who made it"
                        : "row " + place.path("row").asText();
                table.row("revision " + place.path("revision").asText(), at, fields(place));
            }
            table.print(console, "  ");
        }

        private static String fields(JsonNode place) {
            return String.join(
                    ", ",
                    place.path("fields").valueStream().map(JsonNode::asText).toList());
        }

        private static String words(JsonNode erasure) {
            String fields = String.join(
                    ", ",
                    erasure.path("fields").properties().stream()
                            .map(field -> field.getValue().asText() + " " + field.getKey())
                            .toList());
            long others = erasure.path("others").asLong();
            return others == 0 ? fields : fields + (fields.isEmpty() ? "" : ", ") + others + " beside the log";
        }
    }
}
