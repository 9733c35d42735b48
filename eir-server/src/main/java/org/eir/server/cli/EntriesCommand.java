package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.TreeMap;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "entries",
        description = "Lists entries by what is known of them, the newest first.",
        footer = {"", "Example:", "  eir entries --list black --reason stolen --recorded-from 2026-11-01T00:00:00Z"})
final class EntriesCommand extends NodeCommand {
    private static final int PAGE = 500;
    private static final List<String> COLUMNS =
            List.of("id", "list", "identity", "reason", "reference", "source", "scope", "since", "inForce");

    @Option(
            names = "--list",
            paramLabel = "LIST",
            converter = Words.Lists.class,
            completionCandidates = Words.Lists.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable EquipmentList list;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = Words.Reasons.class,
            completionCandidates = Words.Reasons.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Reason reason;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Who owns them.")
    private @Nullable String source;

    @Option(names = "--tac", paramLabel = "TAC", description = "Their model: 8 digits.")
    private @Nullable String tac;

    @Option(
            names = "--recorded-from",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "Recorded at this moment or later, such as 2026-11-01T00:00:00Z.")
    private @Nullable Moment recordedFrom;

    @Option(
            names = "--recorded-until",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "Recorded before this moment.")
    private @Nullable Moment recordedUntil;

    @Option(names = "--state", paramLabel = "STATE", description = "in-force, withdrawn or all. Default: in-force.")
    private @Nullable String state;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    EntriesCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        ArrayNode entries = Console.JSON.createArrayNode();
        TreeMap<String, String> query = query();
        boolean more = true;
        while (more && entries.size() < limit) {
            query.put("limit", Integer.toString(Math.min(PAGE, limit - entries.size())));
            JsonNode page = register.get("/api/v1/entries", query);
            page.path("entries").forEach(entries::add);
            more = page.path("next").isTextual();
            query.put("cursor", page.path("next").asText());
        }
        if (output.json) {
            console.json(Console.JSON.createObjectNode().set("entries", entries));
        } else if (entries.isEmpty()) {
            console.line("No entry is like that.");
        } else {
            Table.of(entries, COLUMNS).print(console, "");
            if (more) {
                console.note("There are more; --limit shows them.");
            }
        }
        return 0;
    }

    private TreeMap<String, String> query() {
        TreeMap<String, String> query = new TreeMap<>();
        Given.put(query, "list", list == null ? null : list.text());
        Given.put(query, "reason", reason == null ? null : reason.text());
        Given.put(query, "source", source);
        Given.put(query, "tac", tac);
        Given.put(query, "recordedFrom", recordedFrom == null ? null : recordedFrom.text());
        Given.put(query, "recordedUntil", recordedUntil == null ? null : recordedUntil.text());
        Given.put(query, "state", state);
        return query;
    }
}
