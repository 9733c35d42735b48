package org.eir.bench.node;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.eir.bench.support.Figures;
import org.eir.bench.support.Help;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.check.Verdict;
import org.eir.core.history.DeviceEvent;
import org.eir.core.identity.Imei;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.server.node.StartFailure;
import org.eir.store.Database;
import org.eir.store.PostgresHistory;
import org.eir.testkit.Devices;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench past}: what a question about the past costs when there is much of it. */
@Command(
        name = "past",
        description = {
            "Questions about the past over a history of additions, half of them withdrawn again, in change sets of a thousand:"
                    + " what a device was answered at a moment, its life, a page of the complete list. One client, the"
                    + " store's own methods, PostgreSQL beside it. Ten million changes take about three minutes.",
            "An answer that is not what the history says fails the measurement."
        })
public final class PastCommand implements Callable<Integer> {
    private static final long SEED = 5;
    private static final int CHANGES_A_SET = 1_000;
    private static final int QUICK = 300_000;
    private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(1);

    /** Change sets of earlier entries that a later one withdraws, half as many as it adds. */
    private static final int WITHDRAWN_AFTER = 100;

    private static final int PAGE = 1_000;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final Help help = new Help();

    @Option(names = "--changes", defaultValue = "10000000", description = "Additions and withdrawals together.")
    private int changes;

    @Option(names = "--questions", defaultValue = "5000", description = "Of each kind.")
    private int questions;

    @Option(names = "--quick", description = "Three hundred thousand changes.")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private interface Question {
        void ask(int number);
    }

    @Override
    public Integer call() throws IOException, SQLException, StartFailure {
        int entries = (quick ? QUICK : changes) / 3 * 2 / CHANGES_A_SET * CHANGES_A_SET;
        Devices devices = new Devices(SEED);
        long[] imeis = LongStream.generate(() -> devices.next().digits())
                .limit(entries)
                .toArray();
        try (Laboratory laboratory = Laboratory.open();
                Database database = Database.open(laboratory.config(), new SimpleMeterRegistry())) {
            fill(laboratory, imeis);
            PostgresHistory history =
                    new PostgresHistory(database, new SubscriberVault(List.of(SubscriberKey.random(1))));
            Figures figures = new Figures(Figures.whole(entries * 1.5) + " changes", "p50 ms", "p99 ms", "max ms");
            Random random = new Random(SEED);
            measure(figures, "as of a moment", number -> asOf(history, imeis, random.nextInt(entries), random));
            measure(figures, "life of a device", number -> life(history, new Imei(imeis[random.nextInt(entries)])));
            measure(
                    figures,
                    "complete list, a page of 1,000",
                    number -> page(history, entries / CHANGES_A_SET, random.nextInt(entries)));
            figures.print(spec.commandLine().getOut());
        }
        return 0;
    }

    private void measure(Figures figures, String what, Question question) {
        double[] ms = new double[questions];
        for (int i = -questions / 10; i < questions; i++) {
            long begin = System.nanoTime();
            question.ask(i);
            if (i >= 0) {
                ms[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(ms);
        figures.row(
                what,
                Figures.decimal(ms[questions / 2]),
                Figures.decimal(ms[questions * 99 / 100]),
                Figures.decimal(ms[questions - 1]));
    }

    private static void asOf(PostgresHistory history, long[] imeis, int entry, Random random) {
        Device device = new Device(new Imei(imeis[entry]), Device.NO_VERSION);
        CheckRequest question = new CheckRequest(CheckInterface.S13, "bench", new Origin("mme", "home"), null, device);
        int set = random.nextInt(imeis.length / CHANGES_A_SET);
        Instant at = BEGIN.plus(STEP.multipliedBy(set)).plusSeconds(1);
        Verdict verdict = EquipmentCheck.decide(history.asOf(question, at).view(), question)
                .verdict();
        int addedBy = entry / CHANGES_A_SET;
        boolean listed = addedBy <= set && (entry % 2 == 0 || set < addedBy + WITHDRAWN_AFTER);
        if (listed != (verdict == Verdict.PROHIBITED)) {
            throw new IllegalStateException("entry " + entry + " at change set " + set + ": " + verdict);
        }
    }

    private static void life(PostgresHistory history, Imei device) {
        if (history.lifeOf(device, DeviceEvent.Position.START, 100).isEmpty()) {
            throw new IllegalStateException("a device without a life");
        }
    }

    private static void page(PostgresHistory history, long revision, int after) {
        history.listed(null, revision, BEGIN, after, PAGE);
    }

    /**
     * Entry i is added by change set i / 1000; every second one is withdrawn by the change set a hundred later, if there is
     * one. Nothing is hashed: this is about finding.
     */
    private static void fill(Laboratory laboratory, long[] imeis) throws SQLException, IOException {
        int sets = imeis.length / CHANGES_A_SET;
        try (Connection connection = laboratory.register();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("""
                    INSERT INTO change_set (id, revision, recorded_at, encoding, kind, row_count, rows_root, actor_hash, leaf_hash)
                    SELECT set + 1, set + 1, '%s'::timestamptz + set * interval '%d seconds', 1, 1, 1, '', '', ''
                    FROM generate_series(0, %d) set""".formatted(BEGIN, STEP.toSeconds(), sets - 1));
            String copy = "COPY entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, added_by, salt,"
                    + " withdrawn_by, withdrawal_reason) FROM STDIN";
            try (OutputStream rows = new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy, 1 << 16)) {
                for (int i = 0; i < imeis.length; i++) {
                    rows.write(row(i, imeis[i], sets).getBytes(StandardCharsets.US_ASCII));
                }
            }
            statement.execute("VACUUM ANALYZE entry");
            statement.execute("ANALYZE change_set");
        }
    }

    private static String row(int entry, long imei, int sets) {
        int addedBy = entry / CHANGES_A_SET + 1;
        int withdrawnBy = addedBy + WITHDRAWN_AFTER;
        String end = entry % 2 == 0 || withdrawnBy > sets ? "\\N\t\\N" : withdrawnBy + "\t1";
        return (entry + 1) + "\t1\t" + imei + "\t" + imei + "\t1\t\tbench\t1\tf\t" + addedBy + "\t\t" + end + "\n";
    }
}
