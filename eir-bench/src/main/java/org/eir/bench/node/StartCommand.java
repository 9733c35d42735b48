package org.eir.bench.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.bench.support.MeasuredProcess;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.server.node.StartFailure;
import org.eir.testkit.Devices;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench start}: how long a node takes until it answers, with a full database. */
@Command(
        name = "start",
        description = "Start-up time of a node with 1 and 10 million entries, each the median of several starts, beside"
                + " a bare COPY of the same rows out of PostgreSQL. Takes about three minutes.")
public final class StartCommand implements Callable<Integer> {
    private static final long SEED = 4;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--entries", split = ",", defaultValue = "1000000,10000000", description = "Sizes to measure.")
    private List<Integer> entries = List.of();

    @Option(names = "--starts", defaultValue = "3", description = "Starts of each kind.")
    private int starts;

    @Option(
            names = "--cold",
            description =
                    "As after a start of the machine: the database started again and no file in memory, each time."
                            + " For root, on Linux.")
    private boolean cold;

    @Option(names = "--quick", description = "One start of each, and only of the smallest.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, StartFailure {
        Figures figures = new Figures(
                "start with", "bare COPY s", "lists s", "of COPY", "node s", "with its JVM s", "entries/s, lists");
        for (int size : quick ? entries.subList(0, 1) : entries) {
            measure(size, figures);
        }
        figures.print(spec.commandLine().getOut());
        return 0;
    }

    private void measure(int size, Figures figures) throws IOException, SQLException, StartFailure {
        int times = quick ? 1 : starts;
        double[] copy = new double[times];
        double[] lists = new double[times];
        double[] node = new double[times];
        double[] withJvm = new double[times];
        try (Laboratory laboratory = Laboratory.open()) {
            laboratory.node().close(); // makes the schema and the first policy
            fill(laboratory, size);
            for (int i = 0; i < times; i++) {
                forget(laboratory);
                copy[i] = laboratory.bareCopyOut();
                forget(laboratory);
                try (MeasuredProcess loading = laboratory.listsAlone()) {
                    lists[i] = loading.number(0) / 1e3;
                    requireAll(size, loading.number(1));
                }
                forget(laboratory);
                try (MeasuredProcess started = laboratory.node()) {
                    node[i] = started.number(2) / 1e3;
                    withJvm[i] = started.number(3) / 1e3;
                }
            }
        }
        figures.row(
                Figures.whole(size) + " entries",
                Figures.decimal(median(copy)),
                Figures.decimal(median(lists)),
                Figures.ratio(median(lists), median(copy)),
                Figures.decimal(median(node)),
                Figures.decimal(median(withJvm)),
                Figures.whole(size / median(lists)));
    }

    private void forget(Laboratory laboratory) throws IOException, StartFailure {
        if (cold) {
            laboratory.forgetFiles();
        }
    }

    private static void requireAll(int size, long loaded) {
        if (loaded != size) {
            throw new IllegalStateException("of " + size + " entries the node loaded " + loaded);
        }
    }

    /** Entries as an import leaves them: in the order of the index, of one change set that there is. */
    private static void fill(Laboratory laboratory, int size) throws SQLException, IOException {
        Devices devices = new Devices(SEED);
        long[] imeis = LongStream.generate(() -> devices.next().digits())
                .limit(size)
                .sorted()
                .toArray();
        try (Connection connection = laboratory.register();
                Statement statement = connection.createStatement()) {
            long changeSet;
            try (ResultSet row = statement.executeQuery("SELECT max(id) FROM change_set")) {
                row.next();
                changeSet = row.getLong(1);
            }
            String copy = "COPY entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, added_by, salt)"
                    + " FROM STDIN";
            try (OutputStream rows = new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy, 1 << 16)) {
                for (int i = 0; i < size; i++) {
                    rows.write(row(i + 1, imeis[i], changeSet).getBytes(StandardCharsets.US_ASCII));
                }
            }
            statement.execute("VACUUM ANALYZE entry");
        }
    }

    private static String row(long id, long imei, long changeSet) {
        return id + "\t1\t" + imei + "\t" + imei + "\t" + EquipmentList.BLACK.code() + "\t\tbench\t"
                + Reason.STOLEN.code() + "\tf\t" + changeSet + "\t\n";
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
