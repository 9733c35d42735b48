package org.eir.bench.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.eir.bench.node.Laboratory;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.server.audit.Checkpointer;
import org.eir.server.node.StartFailure;
import org.eir.store.PostgresLists;
import org.eir.testkit.Devices;

/**
 * One client that adds entries, one a change, on one database: in turn with the log, its tree in the change's own
 * transaction and a {@link Checkpointer} that follows and signs, and without both.
 */
final class ChangeCost {
    private static final long SEED = 6;
    private static final long LONGEST_NS = 60_000_000_000L;
    private static final Duration LONG = Duration.ofHours(1);

    private final int rounds;
    private final int seconds;
    private final Devices devices = new Devices(SEED);
    private final Histogram without = new Histogram(LONGEST_NS, 3);
    private final Histogram with = new Histogram(LONGEST_NS, 3);

    /**
     * What changes took, each from the call until it was committed.
     *
     * @param seconds of each kind, all rounds together
     * @param verification of the log afterwards
     */
    record Result(Histogram withoutNs, Histogram withNs, int seconds, Verification verification) {}

    private ChangeCost(int rounds, int seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** So many rounds, each of so many seconds without and with. */
    static Result measure(int rounds, int seconds)
            throws IOException, SQLException, StartFailure, InterruptedException {
        return new ChangeCost(rounds, seconds).measure();
    }

    private Result measure() throws IOException, SQLException, StartFailure, InterruptedException {
        try (Laboratory laboratory = Laboratory.open();
                SignedLog log = SignedLog.open(laboratory)) {
            PostgresLists lists = new PostgresLists(log.database());
            round(lists, new Histogram(LONGEST_NS, 3), () -> {}); // warms up
            for (int i = 0; i < rounds; i++) {
                log.switchOff();
                round(lists, without, () -> {});
                log.switchOn();
                try (Checkpointer signing = signing(laboratory.directory(), log)) {
                    round(lists, with, signing::ring);
                }
            }
            log.sign();
            return new Result(without, with, rounds * seconds, Verification.ofDatabase(log));
        }
    }

    /** It signs with a key of its own, as a node does. */
    private static Checkpointer signing(Path directory, SignedLog log) throws InterruptedException {
        Path keys = directory.resolve("audit");
        Checkpointer signing = new Checkpointer(
                new Checkpointer.Setup(SignedLog.NAME, keys, keys, List.of(), "bench", LONG),
                log.stored(),
                new SimpleMeterRegistry());
        signing.start();
        if (!signing.awaitChecked(LONG) || signing.status().finding() != null) {
            throw new IllegalStateException("the log is not as it was written: " + signing.status());
        }
        return signing;
    }

    private void round(PostgresLists lists, Histogram took, Runnable afterEach) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
            if (!(lists.change(ListChange.addition(nextFacts()), SignedLog.CLERK) instanceof ChangeOutcome.Done)) {
                throw new IllegalStateException("a phone was added twice");
            }
            took.recordValue(Math.min(System.nanoTime() - begin, LONGEST_NS));
            afterEach.run();
        }
    }

    private EntryFacts nextFacts() {
        return new EntryFacts(
                ImeiRange.of(devices.next()),
                EquipmentList.BLACK,
                "bench",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "a report",
                null,
                false,
                null,
                Validity.ALWAYS);
    }
}
