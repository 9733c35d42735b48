package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "audit",
        description = "Answers what auditors ask: what was done, by whom and why; and proves it.",
        footer = {"", "Example:", "  eir audit device 490154203237518", "  eir audit verify --key log.pub"})
final class AuditCommand {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    @Command(
            name = "device",
            description = "Shows every change that touched a device, oldest first.",
            footer = {"", "Example:", "  eir audit device 490154203237518"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Device extends NodeCommand {
        private static final int PAGE = 500;
        private static final List<String> COLUMNS = List.of(
                "revision",
                "recordedAt",
                "operation",
                "list",
                "subject",
                "source",
                "reason",
                "reference",
                "actor",
                "approver",
                "erased",
                "import");

        @Parameters(paramLabel = "IMEI", description = "14 to 16 digits.")
        private String imei;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
        private int limit = 1_000;

        Device(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            Given.requireLimit(limit);
            ArrayNode events = Console.JSON.createArrayNode();
            TreeMap<String, String> query = new TreeMap<>();
            boolean more = true;
            while (more && events.size() < limit) {
                query.put("limit", Integer.toString(Math.min(PAGE, limit - events.size())));
                JsonNode page = register.get("/api/v1/audit/devices/" + RegisterClient.segment(imei), query);
                page.path("events").forEach(events::add);
                more = page.path("next").isTextual();
                query.put("cursor", page.path("next").asText());
            }
            if (output.json) {
                console.json(Console.JSON.createObjectNode().set("events", events));
            } else if (events.isEmpty()) {
                console.line("Nothing was ever said of this device.");
            } else {
                print(events);
                if (more) {
                    console.note("There are more; --limit shows them.");
                }
            }
            return 0;
        }

        private void print(ArrayNode events) {
            for (JsonNode event : events) {
                String file = event.at("/imported/reference").asText("");
                if (!file.isEmpty() && event instanceof ObjectNode row) {
                    row.put("import", event.at("/imported/id").asText() + " (" + file + ")");
                }
                if (event.path("erased").isObject() && event instanceof ObjectNode row) {
                    row.put(
                            "erased",
                            "at revision " + event.at("/erased/revision").asText());
                }
            }
            Table.of(events, COLUMNS).print(console, "");
        }
    }
}
