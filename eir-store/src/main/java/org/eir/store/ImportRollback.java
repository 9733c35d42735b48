package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.Job;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;

/**
 * Takes an applied import back within one transaction.
 *
 * <p>A key (source, identity, list) that any change set after the import touched was decided anew by somebody, so it is
 * left as it is. Of the others, what the import added is withdrawn, and what it withdrew is added again: the same facts
 * in a new entry, because an entry ends only once. Somebody may touch one of the keys while this is under way; that is
 * looked for once the revision is taken, when nobody else can record anything, and then all begins anew.
 *
 * <p>What the import withdrew and golden entries forbid by now is left as it is, too: to block it takes an override, which
 * nobody gave.
 */
final class ImportRollback {
    private static final int PORTION = 10_000;

    private static final String SAME_KEY =
            "%1$s.id_from = %2$s.id_from AND %1$s.id_to = %2$s.id_to AND %1$s.list = %2$s.list AND %1$s.source = %2$s.source";

    /** Keys to which change sets after {@code :after}, other than {@code :own}, added or from which they withdrew. */
    private static final String TOUCHED = """
            change_set s
            JOIN change c ON c.change_set_id = s.id AND c.operation IN (1, 2)
            JOIN entry e ON e.id = c.entry_id
            JOIN undone u ON %s
            WHERE s.revision > :after AND s.id <> :own""".formatted(SAME_KEY.formatted("u", "e"));

    /**
     * Keys that would bar or track again what a golden entry protects; imports are for everyone, so any scope counts. A key
     * whose facts the import only changed is in force anyway.
     */
    private static final String FORBIDDEN = """
            entry g
            JOIN undone u ON u.id_from BETWEEN g.id_from - (g.id_to - g.id_from) AND g.id_to
                         AND u.id_to >= g.id_from AND u.id_to - u.id_from <= g.id_to - g.id_from
            JOIN change_set s ON s.id = g.added_by
            WHERE g.list = 3 AND g.kind = 1 AND g.withdrawn_by IS NULL AND coalesce(g.valid_until > now(), true)
              AND u.operation = %d AND u.list IN (%d, %d)
              AND NOT EXISTS (SELECT FROM undone a WHERE a.operation = %d AND %s)""".formatted(
                    Operation.WITHDRAWAL.code(),
                    EquipmentList.BLACK.code(),
                    EquipmentList.GREY.code(),
                    Operation.ADDITION.code(),
                    SAME_KEY.formatted("a", "u"));

    private final Handle handle;
    private final ChangeSetWriter changeSet;
    private final long applied;
    private final long revision;

    private record Restored(long id, EntryFacts facts) {}

    private ImportRollback(Handle handle, long revision) {
        this.handle = handle;
        this.revision = revision;
        this.changeSet = new ChangeSetWriter(handle);
        this.applied = handle.createQuery("SELECT id FROM change_set WHERE revision = :revision")
                .bind("revision", revision)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Does it; the caller commits.
     *
     * @return where it stands in history
     * @throws OvertakenException if it has to begin anew, after a rollback of the transaction
     */
    static Recorded run(Handle handle, Job job, long revision, Actor actor) throws SQLException {
        handle.execute("SET LOCAL work_mem = '128MB'");
        return new ImportRollback(handle, revision).run(job, actor);
    }

    private Recorded run(Job job, Actor actor) throws SQLException {
        GoldenLocks.beforeImportLooks(handle, job.request().list());
        long looked = ChangeSetWriter.head(handle);
        collect();
        int withdrawn = withdrawAdded();
        WithdrawalRows.write(handle, changeSet.id());
        addWithdrawn(withdrawn);
        changeSet.hashRowsWrittenInBulk();
        GoldenLocks.beforeImportIsRecorded(handle, job.request().list());
        Recorded recorded = changeSet.record(ChangeKind.ROLLBACK, actor);
        if (recorded.revision() > looked + 1 && isTouchedSince(looked)) {
            throw new OvertakenException("entries that it takes back were changed meanwhile");
        }
        handle.createUpdate("""
                        UPDATE import SET state = 'rolled-back', rollback_revision = :revision,
                                          later_edits = (SELECT count(*) FROM later)
                        WHERE id = :id""")
                .bind("revision", recorded.revision())
                .bind("id", job.id())
                .execute();
        handle.createUpdate("""
                        INSERT INTO import_later_edit (import_id, id_from, id_to, revision)
                        SELECT :id, id_from, id_to, revision FROM later ORDER BY id_from, id_to LIMIT :kept""")
                .bind("id", job.id())
                .bind("kept", Findings.MAX_KEPT)
                .execute();
        return recorded;
    }

    /** What the import did, and which of its keys somebody touched later, or protects. */
    private void collect() {
        handle.createUpdate("""
                        CREATE TEMP TABLE undone ON COMMIT DROP AS
                            SELECT c.operation, c.entry_id, e.id_from, e.id_to, e.list, e.source
                            FROM change c JOIN entry e ON e.id = c.entry_id
                            WHERE c.change_set_id = :applied AND c.operation IN (1, 2)""").bind("applied", applied).execute();
        handle.execute("CREATE INDEX ON undone (id_from, id_to)");
        handle.execute("ANALYZE undone");
        String key = "u.id_from, u.id_to, u.list, u.source";
        handle.createUpdate("CREATE TEMP TABLE later ON COMMIT DROP AS"
                        + " SELECT " + key + ", max(u.revision) AS revision FROM"
                        + " (SELECT " + key + ", s.revision FROM " + TOUCHED
                        + " UNION ALL SELECT " + key + ", s.revision FROM " + FORBIDDEN + ") u GROUP BY " + key)
                .bind("after", revision)
                .bind("own", applied)
                .execute();
        handle.execute("ANALYZE later");
    }

    private boolean isTouchedSince(long looked) {
        return handle.createQuery("SELECT exists (SELECT FROM " + TOUCHED + ")")
                .bind("after", looked)
                .bind("own", changeSet.id())
                .mapTo(Boolean.class)
                .one();
    }

    private int withdrawAdded() {
        return handle.createUpdate("""
                        UPDATE entry e SET withdrawn_by = :set, withdrawal_reason = :reason FROM undone u
                        WHERE u.operation = :addition AND e.id = u.entry_id AND e.withdrawn_by IS NULL
                          AND NOT EXISTS (SELECT FROM later l WHERE %s)""".formatted(SAME_KEY.formatted("l", "u")))
                .bind("set", changeSet.id())
                .bind("reason", WithdrawalReason.ROLLED_BACK.code())
                .bind("addition", Operation.ADDITION.code())
                .execute();
    }

    /** Reads in portions what is to be in force again, and copies entries and journal rows in. */
    private void addWithdrawn(int rowsBefore) throws SQLException {
        int written = rowsBefore;
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setFetchSize(PORTION);
            ResultSet entries =
                    statement.executeQuery("""
                    SELECT nextval('entry_id') AS new_id, w.* FROM
                        (SELECT e.* FROM undone u JOIN entry e ON e.id = u.entry_id
                         WHERE u.operation = %d AND NOT EXISTS (SELECT FROM later l WHERE %s)
                         ORDER BY e.id_from, e.id_to) w""".formatted(Operation.WITHDRAWAL.code(), SAME_KEY.formatted("l", "u")));
            List<Restored> portion = new ArrayList<>(PORTION);
            while (entries.next()) {
                portion.add(new Restored(entries.getLong("new_id"), EntryRows.facts(entries)));
                if (portion.size() == PORTION) {
                    written += copy(written, portion);
                }
            }
            copy(written, portion);
        }
    }

    private int copy(int written, List<Restored> portion) throws SQLException {
        List<Commitment> commitments =
                portion.stream().map(entry -> Commitment.of(entry.facts())).toList();
        copyEntries(portion, commitments);
        copyChanges(written, portion, commitments);
        int count = portion.size();
        portion.clear();
        return count;
    }

    private void copyEntries(List<Restored> portion, List<Commitment> commitments) throws SQLException {
        try (CopyWriter copy = new CopyWriter(
                handle.getConnection(),
                "entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, reported, valid_from, valid_until,"
                        + " added_by, reference, source_reference, note, salt)")) {
            for (int i = 0; i < portion.size(); i++) {
                EntryFacts facts = portion.get(i).facts();
                copy.row(17);
                copy.writeLong(portion.get(i).id());
                copy.writeShort(ChangeEncoding.KIND_IMEI);
                copy.writeLong(facts.identity().from());
                copy.writeLong(facts.identity().to());
                copy.writeShort(facts.list().code());
                copy.writeText(facts.scope());
                copy.writeText(facts.source());
                copy.writeShort(facts.reason().code());
                copy.writeBoolean(facts.exempt());
                copy.writeMoment(facts.reported());
                copy.writeMoment(facts.validity().from());
                copy.writeMoment(facts.validity().until());
                copy.writeLong(changeSet.id());
                copy.writeText(facts.reference());
                copy.writeText(facts.sourceReference());
                copy.writeText(facts.note());
                copy.writeBytes(commitments.get(i).salt());
            }
            copy.finish();
        }
    }

    private void copyChanges(int written, List<Restored> portion, List<Commitment> commitments) throws SQLException {
        try (CopyWriter copy = new CopyWriter(
                handle.getConnection(),
                "change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, canonical)")) {
            for (int i = 0; i < portion.size(); i++) {
                EntryFacts facts = portion.get(i).facts();
                copy.row(9);
                copy.writeLong(changeSet.id());
                copy.writeInt(written + i + 1);
                copy.writeShort(Operation.ADDITION.code());
                copy.writeLong(portion.get(i).id());
                copy.writeShort(ChangeEncoding.KIND_IMEI);
                copy.writeLong(facts.identity().from());
                copy.writeLong(facts.identity().to());
                copy.writeText(facts.scope());
                copy.writeBytes(ChangeEncoding.addition(facts, commitments.get(i)));
            }
            copy.finish();
        }
    }
}
