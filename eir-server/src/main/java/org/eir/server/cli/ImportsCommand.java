package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "imports",
        description = "Shows imports, applies previewed ones, and takes applied ones back.",
        footer = {"", "Example:", "  eir imports list", "  eir imports rollback 12"})
final class ImportsCommand {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    @Command(
            name = "list",
            description = "Shows the latest imports, the last first.",
            footer = {"", "Example:", "  eir imports list"})
    static final class Latest extends NodeCommand {
        private static final List<String> COLUMNS =
                List.of("id", "state", "list", "source", "mode", "created", "revision", "reference");
        private static final int MAX = 200;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many, at most 200.")
        private int limit;

        Latest(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            if (limit < 1 || limit > MAX) {
                throw CommandFailure.wrongUsage("--limit has to be 1 to " + MAX + ", not " + limit + ".");
            }
            JsonNode imports = new ImportClient(register, console).latest(limit);
            if (output.json) {
                console.json(imports);
            } else if (imports.isEmpty()) {
                console.line("No file was imported yet.");
            } else {
                Table.of(imports, COLUMNS).print(console, "");
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Shows one import: where it stands, and what there is to be looked at.",
            footer = {"", "Example:", "  eir imports show 12"})
    static final class Show extends NodeCommand {
        @Parameters(paramLabel = "ID", description = "Number of the import; 'eir imports list' tells it.")
        private long id;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ImportJob job = new ImportClient(register, console).job(id);
            if (output.json) {
                console.json(job.json());
                return 0;
            }
            show(console, job);
            if (job.json().hasNonNull("failure")) {
                console.line("  " + job.failure());
            }
            return 0;
        }
    }

    @Command(
            name = "apply",
            description = "Applies a previewed import, and waits until this node's checks see it.",
            footer = {"", "Example:", "  eir imports apply 12"})
    static final class Apply extends NodeCommand {
        @Parameters(paramLabel = "ID", description = "Number of the import; 'eir imports list' tells it.")
        private long id;

        Apply(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ImportClient imports = new ImportClient(register, console);
            long began = System.nanoTime();
            ImportJob job = imports.apply(imports.job(id));
            if (output.json) {
                console.json(job.json());
            } else if (job.state().equals("applied")) {
                console.line(String.format(
                        Locale.ROOT,
                        "applied as revision %s in %.1f s",
                        job.revision(),
                        (System.nanoTime() - began) / 1e9));
            } else {
                console.line("import " + id + " is " + job.state() + "; nothing was applied yet");
            }
            return 0;
        }
    }

    @Command(
            name = "rollback",
            description = {
                "Takes an applied import back, as one change: what it added is withdrawn, what it withdrew is in force"
                        + " again. What anybody changed since stays as it is, and is listed.",
                "Without --yes it asks on a terminal, and does nothing elsewhere."
            },
            footer = {"", "Example:", "  eir imports rollback 12 --yes"})
    static final class Rollback extends NodeCommand {
        @Parameters(paramLabel = "ID", description = "Number of the import; 'eir imports list' tells it.")
        private long id;

        @Option(names = "--yes", description = "Do it without asking.")
        private boolean yes;

        Rollback(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ImportClient imports = new ImportClient(register, console);
            ImportJob before = imports.job(id);
            if (!output.json) {
                show(console, before);
            }
            if (!isWanted()) {
                console.note("nothing was taken back; --yes does it without asking");
                return CommandFailure.FAILED;
            }
            ImportJob after = imports.rollback(id);
            if (output.json) {
                console.json(after.json());
                return 0;
            }
            console.line("taken back as revision "
                    + after.json().path("rollbackRevision").asText());
            ImportReport.laterEdits(console, after);
            return 0;
        }

        private boolean isWanted() throws CommandFailure {
            return yes
                    || !output.json
                            && console.terminal().input()
                            && console.terminal().output()
                            && console.confirm("Take import " + id + " back?");
        }
    }

    private static void show(Console console, ImportJob job) {
        console.line("import " + job.id() + ", " + job.state() + ": "
                + job.json().path("reference").asText() + ", "
                + ImportReport.grouped(job.count("rows")) + " rows of "
                + job.json().path("source").asText() + " for the "
                + job.json().path("list").asText() + " list");
        new ImportReport(console, job).print("");
    }
}
