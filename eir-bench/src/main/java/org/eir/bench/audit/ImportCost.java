package org.eir.bench.audit;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.eir.bench.node.Laboratory;
import org.eir.core.change.Imports.ApplyOutcome;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Receiver;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.eir.store.PostgresImports;
import org.eir.testkit.Devices;

/** One import of phones that nobody listed before, by the store's own methods, with the log or without. */
final class ImportCost {
    private static final long SEED = 7;

    /**
     * Rows that nobody can read are not read back and hashed; the tree is not kept either. The journal's rows are written
     * all the same: without them the register would know nothing of its past, log or no log.
     */
    private static final String NO_ROWS_TO_HASH = """
            ALTER TABLE change ENABLE ROW LEVEL SECURITY;
            CREATE POLICY written_blindly ON change FOR INSERT WITH CHECK (true)""";

    /**
     * What it took.
     *
     * @param receiveS seconds until all rows were staged and compared
     * @param applyS seconds from the order to apply to the commit
     */
    record Result(double receiveS, double applyS) {
        double allS() {
            return receiveS + applyS;
        }
    }

    private ImportCost() {}

    /** Imports rows as they are with the log: a change set whose rows are hashed. */
    static Result with(SignedLog log, int rows) {
        return run(new PostgresImports(log.database()), rows);
    }

    /** Imports rows without any hash over them. The register is of no use afterwards. */
    static Result without(SignedLog log, int rows) throws SQLException {
        log.switchOff();
        log.asSuperuser(NO_ROWS_TO_HASH);
        return run(new PostgresImports(log.database()), rows);
    }

    private static Result run(PostgresImports imports, int rows) {
        Request request = new Request(EquipmentList.BLACK, "bench", Mode.ADD, "stolen.csv", false);
        Devices devices = new Devices(SEED);
        long begin = System.nanoTime();
        long id;
        try (Receiver receiver = imports.open(request, "imei", SignedLog.CLERK)) {
            for (int row = 0; row < rows; row++) {
                receiver.accept(row + 2, RowChange.ADD, facts(ImeiRange.of(devices.next())), false, false);
            }
            id = receiver.preview(ImportCost::noImpact).id();
        }
        double receiveS = Laboratory.seconds(begin);
        begin = System.nanoTime();
        ApplyOutcome outcome =
                imports.apply(id, SignedLog.CLERK, ImportCost::noImpact, (asked, counts, findings) -> Optional.empty());
        double applyS = Laboratory.seconds(begin);
        if (!(outcome instanceof ApplyOutcome.Applied(var job)) || job.counts().added() != rows) {
            throw new IllegalStateException("not all rows were added: " + outcome);
        }
        return new Result(receiveS, applyS);
    }

    private static Impact noImpact(RegisterUpdate update) {
        return new Impact(0, 0, List.of(), List.of(), true);
    }

    private static EntryFacts facts(ImeiRange identity) {
        return new EntryFacts(
                identity,
                EquipmentList.BLACK,
                "bench",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "stolen.csv",
                null,
                false,
                null,
                Validity.ALWAYS);
    }
}
