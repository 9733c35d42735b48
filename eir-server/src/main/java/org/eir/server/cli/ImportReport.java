package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** An import as people read it. */
final class ImportReport {
    private static final String INDENT = "  ";
    private static final int MOST = 5;

    private final Console console;
    private final ImportJob job;

    ImportReport(Console console, ImportJob job) {
        this.console = console;
        this.job = job;
    }

    /**
     * Counts first, then what should be looked at.
     *
     * @param rejectedWhere what to say beside the number of rejected rows
     */
    void print(String rejectedWhere) {
        JsonNode preview = job.json().path("preview");
        Table table = new Table();
        table.row("new", number(job.count("new")), "");
        table.row("unchanged", number(job.count("unchanged")), "");
        table.row("changed", number(job.count("changed")), "");
        table.row("withdrawn", number(job.count("withdrawn")), "");
        table.row("rejected", number(job.count("rejected")), job.count("rejected") == 0 ? "" : rejectedWhere);
        table.row(
                "spare digits",
                number(job.count("spareDigits")),
                job.count("spareDigits") == 0 ? "" : "accepted with 0 where the check digit is another");
        addIfAny(table, "conflicts", preview.at("/conflicts/rows").asLong(), "in another list as well");
        addIfAny(
                table,
                "golden",
                preview.at("/goldenConflicts/rows").asLong(),
                job.json().path("overrideGolden").asBoolean()
                        ? "blocked although the golden list protects them"
                        : "rejected, the golden list protects them");
        table.print(console, INDENT);
        conflicts("conflicts", preview.at("/conflicts/first"));
        conflicts("golden", preview.at("/goldenConflicts/first"));
        models(preview.path("largestTacs"));
        impact(preview.path("impact"));
        laterEdits(console, job);
        if (job.json().hasNonNull("note")) {
            console.line(INDENT + job.json().path("note").asText());
        }
    }

    private static void addIfAny(Table table, String name, long count, String remark) {
        if (count > 0) {
            table.row(name, number(count), remark);
        }
    }

    private void conflicts(String title, JsonNode first) {
        if (first.isEmpty()) {
            return;
        }
        console.line(INDENT + title + ", the first:");
        Table table = new Table();
        for (JsonNode conflict : first) {
            table.row(
                    "line " + conflict.path("line").asText(),
                    conflict.path("identity").asText(),
                    conflict.path("list").asText() + " list, "
                            + conflict.path("source").asText(),
                    "entry " + conflict.path("entry").asText());
        }
        table.print(console, INDENT + INDENT);
    }

    private void models(JsonNode tacs) {
        if (tacs.isEmpty()) {
            return;
        }
        console.line(INDENT + "models with most rows:");
        Table table = new Table();
        for (int i = 0; i < Math.min(MOST, tacs.size()); i++) {
            table.row(
                    tacs.get(i).path("tac").asText(),
                    number(tacs.get(i).path("rows").asLong()));
        }
        table.print(console, INDENT + INDENT);
    }

    private void impact(JsonNode impact) {
        if (impact.path("changed").asLong() == 0) {
            return;
        }
        console.line(INDENT + (impact.path("complete").asBoolean() ? "" : "at least ")
                + grouped(impact.path("changed").asLong()) + " of "
                + grouped(impact.path("seen").asLong()) + " devices seen lately would be answered otherwise:");
        Table table = new Table();
        for (JsonNode change : impact.path("changes")) {
            table.row(
                    number(change.path("devices").asLong()),
                    change.path("before").asText() + ", then "
                            + change.path("after").asText());
        }
        for (JsonNode origin : impact.path("origins")) {
            table.row(
                    number(origin.path("devices").asLong()),
                    "asked for by " + origin.path("host").asText() + " of "
                            + origin.path("realm").asText());
        }
        table.print(console, INDENT + INDENT);
    }

    /** What a rollback left alone. */
    static void laterEdits(Console console, ImportJob job) {
        JsonNode edits = job.json().path("laterEdits");
        if (edits.path("identities").asLong() == 0) {
            return;
        }
        console.line(INDENT + grouped(edits.path("identities").asLong())
                + " identities were changed after the import and left as they are, the first:");
        Table table = new Table();
        for (JsonNode edit : edits.path("first")) {
            table.row(
                    edit.path("identity").asText(),
                    "revision " + edit.path("revision").asText());
        }
        table.print(console, INDENT + INDENT);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,11d", count);
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
