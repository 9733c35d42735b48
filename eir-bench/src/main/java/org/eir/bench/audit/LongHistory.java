package org.eir.bench.audit;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.eir.bench.node.Laboratory;
import org.eir.core.audit.ChangeLeaf;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.MerkleRoot;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.testkit.Devices;

/**
 * Very many single changes: phones blocked one by one, every tenth change a withdrawal, each with a person and a
 * reference. Written by COPY, octet for octet what the store writes change by change, because years of single changes
 * cannot be made again in minutes; that they are what they should be is what the verification says.
 */
final class LongHistory {
    private static final long SEED = 8;
    private static final long STEP_US = 100;
    private static final int BATCH = 20_000;
    /** Every tenth change withdraws what was added five changes before. */
    private static final int TENTH = 10;

    private static final int BACK = 5;
    private static final HexFormat HEX = HexFormat.of();

    private final Laboratory laboratory;
    private final SignedLog log;
    private final int checkpointEvery;
    private final MerkleRoot tree;
    private final Instant begin;
    private final Devices devices = new Devices(SEED);
    private final Deque<Blocked> toWithdraw = new ArrayDeque<>();

    private final Rows changeSets = new Rows(
            "change_set (id, revision, recorded_at, encoding, kind, row_count, rows_root, actor_hash, leaf_hash)");
    private final Rows actors = new Rows("change_set_actor (change_set_id, actor, approver, salt)");
    private final Rows changes =
            new Rows("change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, canonical)");
    private final Rows entries =
            new Rows("entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, added_by,"
                    + " reference, salt, withdrawn_by, withdrawal_reason, withdrawal_reference, withdrawal_salt)");
    private final Rows checkpoints = new Rows("checkpoint (size, note)");

    /** An entry that will be withdrawn, and what its withdrawal commits to. */
    private record Blocked(long id, EntryFacts facts, Commitment withdrawal) {}

    private LongHistory(Laboratory laboratory, SignedLog log, int checkpointEvery) {
        this.laboratory = laboratory;
        this.log = log;
        this.checkpointEvery = checkpointEvery;
        this.tree = log.tree();
        this.begin = Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Writes changes into a register that has none yet but its log's key; every so many changes have a signed head. */
    static void write(Laboratory laboratory, SignedLog log, int changes, int checkpointEvery)
            throws SQLException, IOException {
        new LongHistory(laboratory, log, checkpointEvery).write(changes);
    }

    private void write(int count) throws SQLException, IOException {
        long first = tree.leaves() + 1;
        long last = tree.leaves() + count;
        try (Connection connection = laboratory.register();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            for (long revision = first; revision <= last; revision++) {
                change(revision, last);
                if (revision % BATCH == 0 || revision == last) {
                    for (Rows rows : new Rows[] {changeSets, actors, changes, entries, checkpoints}) {
                        rows.copyInto(connection);
                    }
                }
            }
            statement.execute("UPDATE head SET revision = %d, recorded_at = '%s'".formatted(last, recordedAt(last)));
            statement.execute("SELECT setval('change_set_id', %d), setval('entry_id', %d)".formatted(last, last));
            log.complete();
            statement.execute("VACUUM ANALYZE change_set, change_set_actor, change, entry, checkpoint, log_node");
        }
    }

    private Instant recordedAt(long revision) {
        return begin.plusNanos(revision * STEP_US * 1_000);
    }

    private void change(long revision, long last) {
        boolean withdraws = revision % TENTH == 0 && !toWithdraw.isEmpty();
        byte[] canonical = withdraws ? withdrawal(revision) : addition(revision, last);
        MerkleRoot rows = new MerkleRoot();
        rows.add(canonical);
        Commitment who = SignedLog.CLERK.commitment();
        ChangeLeaf leaf = new ChangeLeaf(ChangeKind.ENTRIES, revision, recordedAt(revision), 1, rows.root(), who);
        tree.add(leaf.canonical());
        changeSets.row(
                revision,
                revision,
                leaf.recordedAt(),
                ChangeEncoding.VERSION,
                ChangeKind.ENTRIES.code(),
                1,
                bytea(rows.root()),
                bytea(who.hash()),
                bytea(MerkleRoot.leafHash(leaf.canonical())));
        actors.row(revision, SignedLog.CLERK.name(), Rows.NULL, bytea(who.salt()));
        if (revision % checkpointEvery == 0 || revision == last) {
            checkpoints.row(revision, log.note(tree).replace("\n", "\\n"));
        }
    }

    private byte[] addition(long revision, long last) {
        ImeiRange phone = ImeiRange.of(devices.next());
        EntryFacts facts = new EntryFacts(
                phone,
                EquipmentList.BLACK,
                "bench",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "report " + revision,
                null,
                false,
                null,
                Validity.ALWAYS);
        Commitment personal = Commitment.of(facts);
        boolean ends = revision % TENTH == TENTH - BACK && revision + BACK <= last;
        Commitment withdrawal = ends ? Commitment.to(closed(revision)) : Commitment.NOTHING;
        if (ends) {
            toWithdraw.add(new Blocked(revision, facts, withdrawal));
        }
        entries.row(
                revision,
                ChangeEncoding.KIND_IMEI,
                phone.from(),
                phone.to(),
                facts.list().code(),
                facts.scope(),
                facts.source(),
                facts.reason().code(),
                facts.exempt(),
                revision,
                "report " + revision,
                bytea(personal.salt()),
                ends ? revision + BACK : Rows.NULL,
                ends ? WithdrawalReason.RECOVERED.code() : Rows.NULL,
                ends ? closed(revision) : Rows.NULL,
                ends ? bytea(withdrawal.salt()) : Rows.NULL);
        byte[] canonical = ChangeEncoding.addition(facts, personal);
        row(revision, Operation.ADDITION, revision, phone, canonical);
        return canonical;
    }

    private static String closed(long revision) {
        return "report " + revision + " closed";
    }

    private byte[] withdrawal(long revision) {
        Blocked blocked = toWithdraw.remove();
        EntryFacts facts = blocked.facts();
        byte[] canonical = ChangeEncoding.withdrawal(
                facts.identity(),
                facts.list(),
                facts.source(),
                facts.scope(),
                WithdrawalReason.RECOVERED,
                blocked.withdrawal());
        row(revision, Operation.WITHDRAWAL, blocked.id(), facts.identity(), canonical);
        return canonical;
    }

    private void row(long revision, Operation operation, long entry, ImeiRange phone, byte[] canonical) {
        changes.row(
                revision,
                1,
                operation.code(),
                entry,
                ChangeEncoding.KIND_IMEI,
                phone.from(),
                phone.to(),
                EntryFacts.EVERYONE,
                bytea(canonical));
    }

    private static String bytea(byte[] octets) {
        return "\\\\x" + HEX.formatHex(octets);
    }

    /** Rows of one table on their way into it. */
    private static final class Rows {
        static final String NULL = "\\N";

        private final String target;
        private final StringBuilder lines = new StringBuilder();

        Rows(String target) {
            this.target = target;
        }

        void row(Object... columns) {
            for (int i = 0; i < columns.length; i++) {
                lines.append(i == 0 ? "" : "\t").append(columns[i]);
            }
            lines.append('\n');
        }

        void copyInto(Connection connection) throws SQLException, IOException {
            Laboratory.copying(connection).copyIn("COPY " + target + " FROM STDIN", new StringReader(lines.toString()));
            lines.setLength(0);
        }
    }
}
