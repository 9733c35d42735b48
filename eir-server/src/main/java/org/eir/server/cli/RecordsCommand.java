package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import org.eir.core.check.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "records",
        description = {
            "Shows what networks asked in the last days and what they were told, the latest first.",
            "Who may see subscribers in full is recorded as having seen them."
        },
        footer = {
            "",
            "Example:",
            "  eir records --identity 490154203237518",
            "  eir records --origin mme1.home --verdict prohibited --from 2026-11-27T00:00:00Z"
        })
final class RecordsCommand extends NodeCommand {
    private static final int PAGE = 1_000;
    private static final List<String> COLUMNS = List.of(
            "at",
            "via",
            "origin",
            "realm",
            "identity",
            "defect",
            "subscriber",
            "verdict",
            "decided",
            "rule",
            "revision");

    @Option(names = "--identity", paramLabel = "IMEI", description = "A device, 14 to 16 digits.")
    private @Nullable String identity;

    @Option(names = "--origin", paramLabel = "NAME", description = "The network element that asked, or its realm.")
    private @Nullable String origin;

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            converter = Words.Verdicts.class,
            completionCandidates = Words.Verdicts.class,
            description = "What was told. One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Verdict verdict;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "The first moment, such as 2026-11-27T08:30:00Z.")
    private @Nullable Moment from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "The first moment that is too late.")
    private @Nullable Moment to;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 100;

    RecordsCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        ArrayNode records = Console.JSON.createArrayNode();
        TreeMap<String, String> query = query();
        boolean more = true;
        while (more && records.size() < limit) {
            query.put("limit", Integer.toString(Math.min(PAGE, limit - records.size())));
            JsonNode page = register.get("/api/v1/records", query);
            page.path("records").forEach(records::add);
            more = page.hasNonNull("next");
            query.put("cursor", page.path("next").asText());
        }
        if (output.json) {
            ObjectNode all = Console.JSON.createObjectNode();
            all.set("records", records);
            console.json(all.put("more", more));
        } else if (records.isEmpty()) {
            console.line("No such check is recorded.");
        } else {
            Table.of(records, COLUMNS).print(console, "");
            if (more) {
                console.line("There are more; --limit shows them.");
            }
        }
        return 0;
    }

    private TreeMap<String, String> query() {
        TreeMap<String, String> query = new TreeMap<>();
        Given.put(query, "identity", identity);
        Given.put(query, "origin", origin);
        Given.put(query, "verdict", verdict == null ? null : verdict.text());
        Given.put(query, "from", from == null ? null : from.text());
        Given.put(query, "to", to == null ? null : to.text());
        return query;
    }
}
