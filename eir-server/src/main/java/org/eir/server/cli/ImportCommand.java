package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Loads a CSV file of identities into a list: shows what it would change, then applies it as one change.",
            "Rejected rows are written to FILE.rejected.csv, with line and reason. Without --yes it asks on a terminal,"
                    + " and only shows the preview elsewhere."
        },
        footer = {
            "",
            "Example:",
            "  eir import --list black stolen.csv",
            "  eir import --list grey --reason cloned --check-digit ignore clones.csv",
            "  eir import --list black --source police --mode replace --yes police.csv"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class ImportCommand extends NodeCommand {

    /** What the rows are to the entries that the source has already. */
    enum Mode {
        add,
        replace
    }

    /** How the 15th digit of an IMEI is treated. */
    enum CheckDigit {
        verify,
        ignore
    }

    @Parameters(paramLabel = "FILE", description = "CSV, UTF-8, with a header line; plain or packed as gzip.")
    private Path file;

    @Option(
            names = "--list",
            required = true,
            paramLabel = "LIST",
            converter = Words.Lists.class,
            completionCandidates = Words.Lists.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private EquipmentList list;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Who says so and owns the entries.")
    private @Nullable String source;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "add to what the source has in the list (default), or replace it; one of:"
                    + " ${COMPLETION-CANDIDATES}.")
    private Mode mode = Mode.add;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = Words.Reasons.class,
            completionCandidates = Words.Reasons.class,
            description =
                    "Why, of rows that say none; stolen for the black list and other for the others if absent. One"
                            + " of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Reason reason;

    @Option(names = "--dry-run", description = "Only show what it would change; 'eir imports apply' applies it.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Apply without asking.")
    private boolean yes;

    @Option(names = "--override-golden", description = "Block even what the golden list protects.")
    private boolean overrideGolden;

    @Option(names = "--strict", description = "Apply nothing, and exit with 1, if any row is rejected.")
    private boolean strict;

    @Option(
            names = "--check-digit",
            paramLabel = "RULE",
            description = "verify the 15th digit (default), or ignore it; one of: ${COMPLETION-CANDIDATES}.")
    private CheckDigit checkDigit = CheckDigit.verify;

    ImportCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        if (mode == Mode.replace && source == null) {
            throw CommandFailure.wrongUsage("--mode replace needs --source: only that source's entries are replaced.");
        }
        if (dryRun && yes) {
            throw CommandFailure.wrongUsage("--dry-run and --yes say the opposite of each other.");
        }
        UploadFile upload = UploadFile.at(file);
        // Asked before the upload, because a node that refuses in the middle of one cannot always say why.
        register.get("/api/v1/status", Map.of());
        ImportClient imports = new ImportClient(register, console);
        ImportJob preview = imports.settled(send(register, upload));
        @Nullable Path rejected = preview.count("rejected") > 0 ? writeRejected(imports, preview, upload) : null;
        if (!output.json) {
            console.line(file.getFileName() + ": " + ImportReport.grouped(preview.count("rows")) + " rows for the "
                    + list.text() + " list");
            new ImportReport(console, preview).print(rejected == null ? "" : "see " + rejected);
        }
        boolean refused = strict && preview.count("rejected") > 0 || preview.hasNoGoodRow();
        if (refused || !isWanted(preview)) {
            result(preview, rejected, 0);
            return refused ? CommandFailure.FAILED : 0;
        }
        long began = System.nanoTime();
        ImportJob applied = imports.apply(preview);
        result(applied, rejected, (System.nanoTime() - began) / 1e9);
        return 0;
    }

    private ImportJob send(RegisterClient register, UploadFile upload) throws CommandFailure {
        Map<String, String> query = new HashMap<>();
        query.put("list", list.text());
        query.put("mode", mode.name());
        query.put("dryRun", "true");
        query.put("name", String.valueOf(file.getFileName()));
        Given.put(query, "source", source);
        Given.put(query, "reason", reason == null ? null : reason.text());
        if (checkDigit == CheckDigit.ignore) {
            query.put("checkDigit", checkDigit.name());
        }
        if (overrideGolden) {
            query.put("overrideGolden", "true");
        }
        return new ImportJob(register.upload(ImportClient.PATH, query, upload, console));
    }

    private @Nullable Path writeRejected(ImportClient imports, ImportJob job, UploadFile upload) throws CommandFailure {
        RejectedRows rows = new RejectedRows(upload);
        try {
            rows.write(imports, job.id());
            return rows.file();
        } catch (IOException e) {
            console.note(rows.file() + " cannot be written (" + e.getMessage() + "); the rejected rows are at "
                    + ImportClient.PATH + "/" + job.id() + "/rejected.");
            return null;
        }
    }

    private boolean isWanted(ImportJob job) throws CommandFailure {
        if (dryRun) {
            return false;
        }
        return yes
                || !output.json
                        && console.terminal().input()
                        && console.terminal().output()
                        && console.confirm("Apply this to the " + list.text() + " list?");
    }

    /** What came of it. */
    private void result(ImportJob job, @Nullable Path rejected, double seconds) {
        boolean applied = job.state().equals("applied");
        if (output.json) {
            ObjectNode json = job.json().deepCopy();
            json.put("applied", applied).put("rejectedFile", rejected == null ? null : rejected.toString());
            if (applied) {
                json.put("seconds", seconds);
            }
            console.json(json);
        } else if (applied) {
            console.line(String.format(Locale.ROOT, "applied as revision %s in %.1f s", job.revision(), seconds));
        } else if (job.state().equals("awaiting-approval")) {
            console.line("waits for approval; nothing was applied yet");
        } else if (job.hasNoGoodRow()) {
            console.line("nothing was applied: no row of the file is good"
                    + (job.count("withdrawn") == 0
                            ? ""
                            : "; 'eir imports apply " + job.id() + "' withdraws " + job.count("withdrawn")
                                    + " entries all the same"));
        } else if (dryRun) {
            console.line("nothing was applied; 'eir imports apply " + job.id() + "' applies it");
        } else if (strict && job.count("rejected") > 0) {
            console.line("nothing was applied: --strict accepts no rejected row");
        } else {
            console.line("nothing was applied; --yes applies without asking");
        }
    }
}
