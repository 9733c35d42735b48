package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "find",
        description = {
            "Finds the devices a subscriber was seen in lately, or the subscribers a device was seen with.",
            "Who asks is recorded in the journal."
        },
        footer = {
            "",
            "Example:",
            "  eir find --imsi 001011234567890 --reference \"FIR 12/2026\"",
            "  eir find --imei 490154203237518 --reference \"FIR 12/2026\""
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class FindCommand extends NodeCommand {
    private static final List<String> COLUMNS =
            List.of("imei", "imsi", "verdict", "lastSeen", "firstSeen", "via", "origin", "realm");

    @ArgGroup(multiplicity = "1")
    private Whom whom;

    @Option(
            names = "--reference",
            paramLabel = "TEXT",
            description = "What for, such as a police report; it is recorded with the search.")
    private @Nullable String reference;

    /** One of the two. */
    static final class Whom {
        @Option(names = "--imsi", paramLabel = "IMSI", required = true, description = "A subscriber.")
        private @Nullable String imsi;

        @Option(names = "--imei", paramLabel = "IMEI", required = true, description = "A device, 14 to 16 digits.")
        private @Nullable String imei;
    }

    FindCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        ObjectNode question = Console.JSON.createObjectNode();
        Given.put(question, "reference", reference);
        JsonNode found = whom.imsi != null
                ? register.post("/api/v1/subscribers/devices", question.put("imsi", whom.imsi))
                : register.post("/api/v1/subscribers/of-device", question.put("imei", whom.imei));
        if (output.json) {
            console.json(found);
        } else {
            print(found);
        }
        return 0;
    }

    private void print(JsonNode found) {
        JsonNode sightings = found.path("sightings");
        if (sightings.isEmpty()) {
            console.line("Not seen lately.");
            return;
        }
        Table.of(sightings, COLUMNS).print(console, "");
        if (found.path("truncated").asBoolean()) {
            console.line("There are more; these are the last.");
        }
    }
}
