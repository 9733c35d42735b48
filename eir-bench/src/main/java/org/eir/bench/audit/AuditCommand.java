package org.eir.bench.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.eir.bench.node.Laboratory;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.core.audit.AuditReport;
import org.eir.server.node.StartFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench audit}: what the log costs, how large its proofs are, and how fast all of it is verified. */
@Command(
        name = "audit",
        description = {
            "Single changes and imports with the log and without, in turn; sizes of proofs; verification of a million single"
                    + " changes and of the import, from an export and from the database. One client, the store's own"
                    + " methods, PostgreSQL beside it. Takes about five minutes; with --rows 10000000 half an hour.",
            "With the log: the tree in the change's own transaction and a thread that follows, signs and keeps heads; the rows"
                    + " of an import read back and hashed. Without: the same rows written, none of that. (A single change's"
                    + " own two hashes, a few microseconds, are made both times.)",
            "A log that does not verify, or a proof that proves nothing, fails the measurement."
        })
public final class AuditCommand implements Callable<Integer> {
    private static final int QUICK = 100_000;
    private static final int MOST_PROOFS = 1_000;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--seconds", defaultValue = "5", description = "Of single changes, each round, with and without.")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "4", description = "Of single changes.")
    private int rounds;

    @Option(names = "--rows", defaultValue = "1000000", description = "Rows of an import.")
    private int rows;

    @Option(names = "--imports", defaultValue = "2", description = "With and without, each into an empty database.")
    private int imports;

    @Option(names = "--changes", defaultValue = "1000000", description = "Single changes to be verified.")
    private int changes;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "<changes>",
            defaultValue = "100",
            description = "How many of them have a signed head each.")
    private int checkpointEvery;

    @Option(names = "--quick", description = "Two rounds of a second, one import, a tenth of the rows and changes.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Figures proofs = Proofs.table();
    private final Figures verified =
            new Figures("verified", "changes", "rows", "checkpoints", "s", "changes/s", "rows/s");
    private final List<String> broken = new ArrayList<>();

    @Override
    public Integer call() throws IOException, SQLException, StartFailure, InterruptedException {
        if (quick) {
            seconds = 1;
            rounds = 2;
            imports = 1;
            rows = Math.min(rows, QUICK);
            changes = Math.min(changes, QUICK);
        }
        singleChanges();
        imports();
        history();
        print(proofs);
        print(verified);
        broken.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return broken.isEmpty() ? 0 : 1;
    }

    private void singleChanges() throws IOException, SQLException, StartFailure, InterruptedException {
        ChangeCost.Result cost = ChangeCost.measure(rounds, seconds);
        Figures figures =
                new Figures("one entry a change, 1 client", "a second", "p50 ms", "p99 ms", "p50 of that without");
        row(figures, "without the log", cost.withoutNs(), cost);
        row(figures, "with the log, followed and signed", cost.withNs(), cost);
        print(figures);
        judge("after single changes", cost.verification());
    }

    private static void row(Figures figures, String name, Histogram took, ChangeCost.Result cost) {
        figures.row(
                name,
                Figures.whole((double) took.getTotalCount() / cost.seconds()),
                Figures.decimal(took.getValueAtPercentile(50) / 1e6),
                Figures.decimal(took.getValueAtPercentile(99) / 1e6),
                Figures.ratio(took.getValueAtPercentile(50), cost.withoutNs().getValueAtPercentile(50)));
    }

    private void imports() throws IOException, SQLException, StartFailure {
        List<ImportCost.Result> without = new ArrayList<>();
        List<ImportCost.Result> with = new ArrayList<>();
        for (int i = 0; i < imports; i++) {
            try (Laboratory laboratory = Laboratory.open();
                    SignedLog log = SignedLog.open(laboratory)) {
                without.add(ImportCost.without(log, rows));
            }
            try (Laboratory laboratory = Laboratory.open();
                    SignedLog log = SignedLog.open(laboratory)) {
                with.add(ImportCost.with(log, rows));
                if (i == imports - 1) {
                    log.sign();
                    new Proofs(log, proofsOf(rows), proofs).ofRows(rows);
                    verify(laboratory, log, "an import");
                }
            }
        }
        Figures figures = new Figures("import of " + Figures.whole(rows) + " rows", "s", "rows/s", "of that without");
        row(figures, "received and compared", ImportCost.Result::receiveS, with, without);
        row(figures, "applied without the log", ImportCost.Result::applyS, without, without);
        row(figures, "applied with the log", ImportCost.Result::applyS, with, without);
        row(figures, "all, without the log", ImportCost.Result::allS, without, without);
        row(figures, "all, with the log", ImportCost.Result::allS, with, without);
        print(figures);
    }

    private void row(
            Figures figures,
            String name,
            ToDoubleFunction<ImportCost.Result> step,
            List<ImportCost.Result> these,
            List<ImportCost.Result> reference) {
        double took = these.stream().mapToDouble(step).average().orElseThrow();
        double without = reference.stream().mapToDouble(step).average().orElseThrow();
        figures.row(name, Figures.decimal(took), Figures.whole(rows / took), Figures.ratio(took, without));
    }

    private void history() throws IOException, SQLException, StartFailure {
        try (Laboratory laboratory = Laboratory.open();
                SignedLog log = SignedLog.open(laboratory)) {
            LongHistory.write(laboratory, log, changes, checkpointEvery);
            Proofs made = new Proofs(log, proofsOf(changes), proofs);
            made.ofChanges();
            made.ofConsistency();
            verify(laboratory, log, "single changes");
        }
    }

    private static int proofsOf(int things) {
        return Math.min(things, MOST_PROOFS);
    }

    private void verify(Laboratory laboratory, SignedLog log, String what) throws IOException {
        Path file = laboratory.directory().resolve("audit.jsonl.gz");
        double exportS = Verification.export(log, file);
        Verification offline = Verification.ofExport(log, file);
        row(what + ", offline from an export", offline.report(), offline.seconds());
        judge(what + ", from an export", offline);
        Verification ofDatabase = Verification.ofDatabase(log);
        row(what + ", from the database", ofDatabase.report(), ofDatabase.seconds());
        judge(what + ", from the database", ofDatabase);
        row("  to compare: export written, " + megabytes(file) + " MB", ofDatabase.report(), exportS);
    }

    private static String megabytes(Path file) throws IOException {
        return Figures.whole(Files.size(file) / 1e6);
    }

    private void row(String what, AuditReport report, double took) {
        verified.row(
                what,
                Figures.whole(report.changes()),
                Figures.whole(report.rows()),
                Figures.whole(report.checkpoints()),
                Figures.decimal(took),
                Figures.whole(report.changes() / took),
                Figures.whole(report.rows() / took));
    }

    private void judge(String what, Verification done) {
        if (!done.holds()) {
            broken.add("audit: " + what + ": A LOG DID NOT VERIFY: "
                    + done.report().finding());
        }
    }

    private void print(Figures figures) {
        figures.print(spec.commandLine().getOut());
    }
}
