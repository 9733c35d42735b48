package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Makes exceptions or locks of a file of pairs (imei, imsi): shows what it would change, then applies it.",
            "Without --yes it asks on a terminal, and only shows the changes elsewhere."
        },
        footer = {
            "",
            "Example:",
            "  eir exceptions import --kind lock pairs.csv",
            "  eir exceptions import --kind exception --reason cloned --check-digit ignore --strict exceptions.csv",
            "  eir exceptions import --kind lock --source operator-a --mode replace --yes pairs.csv"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class ExceptionsImportCommand extends NodeCommand {
    private static final int MOST_SHOWN = 20;
    private static final List<String> COLUMNS = List.of("line", "field", "value", "rule");

    @Parameters(paramLabel = "FILE", description = "CSV, UTF-8, with a header line; plain or packed as gzip.")
    private Path file;

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            converter = Words.RuleKinds.class,
            completionCandidates = Words.RuleKinds.class,
            description = "What the pairs are. One of: ${COMPLETION-CANDIDATES}.")
    private Kind kind;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Who says so and owns the rules.")
    private @Nullable String source;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "add to what the source has of this kind (default), or replace it; one of:"
                    + " ${COMPLETION-CANDIDATES}.")
    private ImportCommand.Mode mode = ImportCommand.Mode.add;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = Words.Reasons.class,
            completionCandidates = Words.Reasons.class,
            description = "Why, of rules that are new; other if absent. One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Reason reason;

    @Option(
            names = "--check-digit",
            paramLabel = "RULE",
            description = "verify the 15th digit (default), or ignore it; one of: ${COMPLETION-CANDIDATES}.")
    private ImportCommand.CheckDigit checkDigit = ImportCommand.CheckDigit.verify;

    @Option(names = "--strict", description = "Apply nothing, and exit with 1, if any row is rejected.")
    private boolean strict;

    @Option(names = "--dry-run", description = "Only show what it would change.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Apply without asking.")
    private boolean yes;

    ExceptionsImportCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        if (mode == ImportCommand.Mode.replace && source == null) {
            throw CommandFailure.wrongUsage("--mode replace needs --source: only that source's rules are replaced.");
        }
        if (dryRun && yes) {
            throw CommandFailure.wrongUsage("--dry-run and --yes say the opposite of each other.");
        }
        UploadFile upload = UploadFile.at(file);
        // Asked before the upload, because a node that refuses in the middle of one cannot always say why.
        register.get("/api/v1/status", Map.of());
        JsonNode compared = send(register, upload, true);
        if (!output.json) {
            print(compared);
        }
        if (strict && compared.at("/counts/rejected").asLong() > 0) {
            result(compared, "nothing was applied: --strict accepts no rejected row");
            return CommandFailure.FAILED;
        }
        if (!isWanted()) {
            result(compared, dryRun ? "nothing was applied" : "nothing was applied; --yes applies without asking");
            return 0;
        }
        JsonNode applied = send(register, upload, false);
        result(
                applied,
                applied.path("revision").isNumber()
                        ? "applied as revision " + applied.path("revision").asText()
                        : "there was nothing to change");
        return 0;
    }

    private JsonNode send(RegisterClient register, UploadFile upload, boolean onlyCompare) throws CommandFailure {
        Map<String, String> query = new HashMap<>();
        query.put("kind", kind.text());
        query.put("mode", mode.name());
        query.put("dryRun", Boolean.toString(onlyCompare));
        query.put("name", String.valueOf(file.getFileName()));
        Given.put(query, "source", source);
        Given.put(query, "reason", reason == null ? null : reason.text());
        if (checkDigit == ImportCommand.CheckDigit.ignore) {
            query.put("checkDigit", checkDigit.name());
        }
        return register.upload(ExceptionsCommand.PATH + "/import", query, upload, console);
    }

    private boolean isWanted() throws CommandFailure {
        if (dryRun) {
            return false;
        }
        return yes
                || !output.json
                        && console.terminal().input()
                        && console.terminal().output()
                        && console.confirm("Make these " + kind.text() + "s?");
    }

    private void print(JsonNode compared) {
        JsonNode counts = compared.path("counts");
        console.line(file.getFileName() + ": " + counts.path("rows").asText() + " pairs for " + kind.text() + "s of "
                + compared.path("source").asText());
        Table table = new Table();
        for (String count : List.of("new", "unchanged", "changed", "withdrawn")) {
            table.row(count, counts.path(count).asText(), "devices");
        }
        table.row("rejected", counts.path("rejected").asText(), "rows");
        table.print(console, "  ");
        JsonNode rejected = compared.path("rejected");
        if (!rejected.isEmpty()) {
            var first = Console.JSON.createArrayNode();
            rejected.forEach(row -> {
                if (first.size() < MOST_SHOWN) {
                    first.add(row);
                }
            });
            Table.of(first, COLUMNS).print(console, "  ");
            if (counts.path("rejected").asInt() > MOST_SHOWN) {
                console.line("  and more; --json shows up to 1000");
            }
        }
    }

    private void result(JsonNode answer, String sentence) {
        if (output.json) {
            console.json(answer);
        } else {
            console.line(sentence);
        }
    }
}
