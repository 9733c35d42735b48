package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "statistics",
        description = "Counts what blocking achieves: devices blocked, attempts afterwards, devices unblocked.",
        footer = {
            "",
            "Example:",
            "  eir statistics",
            "  eir statistics --from 2026-11-01 --to 2026-11-30 --by reason,source",
            "  eir statistics --by origin"
        })
final class StatisticsCommand extends NodeCommand {
    private static final List<String> COLUMNS = List.of(
            "day",
            "list",
            "reason",
            "source",
            "origin",
            "blocked",
            "neverSeenAgain",
            "reportToBlockMedianS",
            "recordToBlockMedianS",
            "recovered",
            "mistakes",
            "attempts",
            "attemptedDevices");

    @Option(names = "--from", paramLabel = "DAY", description = "First day, in UTC. Default: 30 days.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day. Default: today.")
    private @Nullable String to;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "What is told apart: any of day, list, reason, source, origin, with commas between; empty:"
                    + " everything together. Default: day,list.")
    private @Nullable String by;

    StatisticsCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        TreeMap<String, String> query = new TreeMap<>();
        Given.put(query, "from", from);
        Given.put(query, "to", to);
        Given.put(query, "by", by);
        JsonNode answer = register.get("/api/v1/statistics/effectiveness", query);
        if (output.json) {
            console.json(answer);
            return 0;
        }
        JsonNode figures = answer.path("figures");
        if (figures.isEmpty()) {
            console.line("Nothing to count from " + answer.path("from").asText() + " to "
                    + answer.path("to").asText() + ".");
        } else {
            Table.of(figures, COLUMNS).print(console, "");
        }
        return 0;
    }
}
