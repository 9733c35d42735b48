package org.eir.bench.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.bench.support.MeasuredProcess;
import org.eir.core.identity.Imei;
import org.eir.server.node.StartFailure;
import org.eir.testkit.StolenLists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench import}: rows a second from a file to the answer, beside what PostgreSQL needs just to take them. */
@Command(
        name = "import",
        description = {
            "Imports a stolen list over REST, until an MME is told of it, beside a bare psql \\copy of the same file into a"
                    + " table with one unique index, before and after. A million rows take about a minute, ten million"
                    + " (--rows 10000000) ten.",
            "Memory is what the node had resident at most, heap and all; it does not grow with the file, but for the"
                    + " register's entries.",
            "A row that ended up as something else than it should, or a wrong answer afterwards, fails the measurement."
        })
public final class ImportCommand implements Callable<Integer> {
    private static final long SEED = 3;
    private static final int SAMPLES = 2_000;
    private static final int QUICK_ROWS = 100_000;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--rows", defaultValue = "1000000", description = "Rows of the file.")
    private int rows;

    @Option(names = "--quick", description = "A tenth of a million rows.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, StartFailure, InterruptedException {
        StolenLists list = StolenLists.of(quick ? QUICK_ROWS : rows, SEED);
        try (Laboratory laboratory = Laboratory.open()) {
            Path file = laboratory.directory().resolve("stolen.csv");
            StolenLists.Expected expected = list.write(file);
            double before = laboratory.bareCopyIn(file);
            ImportRun.Stages stages;
            long atStart;
            int wrong;
            try (MeasuredProcess node = laboratory.node();
                    ImportRun run = new ImportRun(node)) {
                atStart = node.peakResidentBytes();
                stages = run.run(file, list, expected);
                wrong = wrongAnswers(run, list);
            }
            double after = laboratory.bareCopyIn(file);
            print(list.rows(), stages, atStart, (before + after) / 2);
            return judge(wrong);
        }
    }

    private static int wrongAnswers(ImportRun run, StolenLists list) throws IOException {
        int wrong = 0;
        Iterator<Imei> listed = list.listed();
        for (int i = 0; i < SAMPLES && listed.hasNext(); i++) {
            wrong += run.isProhibited(listed.next()) ? 0 : 1;
        }
        Iterator<Imei> rejected = list.stream()
                .filter(row -> row.defect() != null)
                .limit(SAMPLES)
                .map(row -> row.imei())
                .iterator();
        while (rejected.hasNext()) {
            wrong += run.isProhibited(rejected.next()) ? 1 : 0;
        }
        return wrong;
    }

    private void print(long all, ImportRun.Stages stages, long atStart, double bareCopy) {
        String bare = Laboratory.hasPsql() ? "bare psql \\copy" : "bare COPY (no psql here)";
        Figures figures = new Figures(
                "import of " + Figures.whole(all) + " rows", "s", "rows/s", "of the bare copy's", "node at most, MB");
        figures.row("before", "", "", "", megabytes(atStart));
        step(figures, "upload", stages.upload(), bareCopy);
        step(figures, "preview", stages.preview(), bareCopy);
        step(figures, "apply", stages.apply(), bareCopy);
        step(figures, "answered", stages.answered(), bareCopy);
        whole(figures, "file to answer", all, stages.all(), bareCopy);
        whole(figures, bare, all, bareCopy, bareCopy);
        figures.print(spec.commandLine().getOut());
    }

    private static void step(Figures figures, String name, ImportRun.Stage stage, double bareCopy) {
        figures.row(
                name,
                Figures.decimal(stage.seconds()),
                "",
                Figures.ratio(stage.seconds(), bareCopy),
                megabytes(stage.peakBytes()));
    }

    private static void whole(Figures figures, String name, long all, double seconds, double bareCopy) {
        figures.row(name, Figures.decimal(seconds), Figures.whole(all / seconds), Figures.ratio(seconds, bareCopy), "");
    }

    private static String megabytes(long bytes) {
        return bytes < 0 ? "" : Figures.whole(bytes / 1e6);
    }

    private int judge(int wrong) {
        PrintWriter out = spec.commandLine().getOut();
        if (wrong > 0) {
            out.println("import: " + wrong + " WRONG ANSWERS");
            out.flush();
        }
        return wrong > 0 ? 1 : 0;
    }
}
