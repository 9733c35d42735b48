package org.eir.bench.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.bench.support.MeasuredProcess;
import org.eir.server.node.StartFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench block}: from the request that blocks a phone to the changed answer on S13, and how many a second. */
@Command(
        name = "block",
        description = {
            "Blocks phones over REST, one after the other and by " + BlockCommand.CLIENTS + " clients at once, and asks"
                    + " over S13 after each; beside bare INSERTs into a table with one unique index, each committed to"
                    + " the same disk. Takes about a minute.",
            "A phone that was blocked and is not prohibited at the next question fails the measurement."
        })
public final class BlockCommand implements Callable<Integer> {
    static final int CLIENTS = 8;

    private static final int QUICK_SECONDS = 2;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--seconds", defaultValue = "10", description = "Seconds of each.")
    private int seconds;

    @Option(names = "--quick", description = "Two seconds of each instead of ten.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, StartFailure, InterruptedException {
        int each = quick ? QUICK_SECONDS : seconds;
        Figures figures = new Figures("committed one by one", "a second", "p50 ms", "p99 ms", "of INSERT's rate");
        long stale = 0;
        try (Laboratory laboratory = Laboratory.open();
                MeasuredProcess node = laboratory.node()) {
            BlockRun run = new BlockRun((int) node.number(0), (int) node.number(1));
            run.block(CLIENTS, Math.min(QUICK_SECONDS, each));
            for (int clients : new int[] {1, CLIENTS}) {
                BareInserts bare = new BareInserts(laboratory);
                BlockRun.Result insert = bare.insert(clients, each);
                BlockRun.Result block = run.block(clients, each);
                row(figures, "blocked and answered on S13, " + named(clients), block, insert);
                row(figures, "bare INSERT, " + named(clients), insert, insert);
                stale += block.stale();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        figures.print(out);
        if (stale > 0) {
            out.println("block: " + stale + " STALE ANSWERS");
            out.flush();
        }
        return stale > 0 ? 1 : 0;
    }

    private static String named(int clients) {
        return clients == 1 ? "1 client" : clients + " clients";
    }

    private static void row(Figures figures, String name, BlockRun.Result result, BlockRun.Result reference) {
        Histogram took = result.tookNs();
        figures.row(
                name,
                Figures.whole(result.perSecond()),
                Figures.decimal(took.getValueAtPercentile(50) / 1e6),
                Figures.decimal(took.getValueAtPercentile(99) / 1e6),
                Figures.ratio(result.perSecond(), reference.perSecond()));
    }
}
