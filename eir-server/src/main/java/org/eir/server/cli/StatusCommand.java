package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Says what a node holds and how fresh it is.",
        footer = {"", "Example:", "  eir status"})
final class StatusCommand extends NodeCommand {

    StatusCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        JsonNode status = register.get("/api/v1/status", Map.of());
        if (output.json) {
            console.json(status);
        } else {
            Table table = new Table();
            collect(status, "", table);
            table.print(console, "");
            for (JsonNode alarm : status.path("alarms")) {
                console.line("ALARM " + told(alarm));
            }
        }
        return 0;
    }

    private static String told(JsonNode alarm) {
        String about =
                alarm.hasNonNull("about") ? " about " + alarm.path("about").asText() : "";
        return "%s (%s)%s since %s: %s"
                .formatted(
                        alarm.path("alarm").asText(),
                        alarm.path("severity").asText(),
                        about,
                        alarm.path("since").asText(),
                        alarm.path("detail").asText());
    }

    private static void collect(JsonNode object, String prefix, Table table) {
        object.properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                collect(entry.getValue(), prefix + entry.getKey() + ".", table);
            } else if (!entry.getValue().isNull() && !entry.getValue().isArray()) {
                table.row(prefix + entry.getKey(), Table.text(entry.getValue()));
            }
        });
    }
}
