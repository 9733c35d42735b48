package org.eir.store;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChange.Withdrawal;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.ListChanges.ChangeOutcome.GoldenConflict;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EntryFacts;
import org.jdbi.v3.core.Handle;

/**
 * One change of single entries within a transaction, rows of the lists and rows of the journal beside them. Of a change of
 * several steps that is not {@code Done} the first may have been written: the caller rolls back.
 */
final class EntryChange {
    private final Handle handle;
    private final ChangeSetWriter changeSet;

    EntryChange(Handle handle) {
        this.handle = handle;
        this.changeSet = new ChangeSetWriter(handle);
    }

    ChangeOutcome make(ListChange change, Actor actor) throws SQLException {
        GoldenLocks.beforeChange(handle, change.additions());
        List<Entry> toWithdraw = new ArrayList<>();
        for (Withdrawal withdrawal : change.withdrawals()) {
            Optional<Entry> entry = EntryRows.find(handle, withdrawal.entryId());
            if (entry.isEmpty()) {
                return new ChangeOutcome.NoSuchEntry(withdrawal.entryId());
            }
            if (!withdraw(entry.get(), withdrawal)) {
                return new ChangeOutcome.AlreadyWithdrawn(
                        EntryRows.find(handle, withdrawal.entryId()).orElseThrow());
            }
            toWithdraw.add(entry.get());
        }
        List<Long> added = new ArrayList<>();
        for (EntryFacts facts : change.additions()) {
            List<Entry> golden = overriddenBy(facts);
            if (!golden.isEmpty() && !change.overrideGolden()) {
                return inForce(facts)
                        .<ChangeOutcome>map(existing -> new ChangeOutcome.AlreadyListed(facts, existing))
                        .orElseGet(() -> new GoldenConflict(facts, golden));
            }
            Commitment personal = Commitment.of(facts);
            Optional<Long> id = insert(facts, personal);
            while (id.isEmpty()) {
                Optional<Entry> existing = inForce(facts);
                if (existing.isPresent()) {
                    return new ChangeOutcome.AlreadyListed(facts, existing.get());
                }
                id = insert(facts, personal); // what was in the way has been withdrawn meanwhile
            }
            added.add(id.get());
            byte[] canonical = ChangeEncoding.addition(facts, personal);
            changeSet.addEntryRow(Operation.ADDITION, id.get(), facts.identity(), facts.scope(), canonical);
            golden.forEach(changeSet::addGoldenOverride);
        }
        return done(change, toWithdraw, added, changeSet.record(ChangeKind.ENTRIES, actor));
    }

    private static ChangeOutcome.Done done(
            ListChange change, List<Entry> toWithdraw, List<Long> added, Recorded recorded) {
        List<Entry> withdrawn = new ArrayList<>();
        for (int i = 0; i < toWithdraw.size(); i++) {
            Entry before = toWithdraw.get(i);
            Withdrawal how = change.withdrawals().get(i);
            Withdrawn end = new Withdrawn(recorded, how.reason(), how.reference());
            withdrawn.add(new Entry(before.id(), before.facts(), before.added(), end));
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            entries.add(new Entry(added.get(i), change.additions().get(i), recorded, null));
        }
        return new ChangeOutcome.Done(recorded, withdrawn, entries);
    }

    /** The new entry's number; none if the key is in force already. */
    private Optional<Long> insert(EntryFacts facts, Commitment personal) {
        return handle.createQuery("""
                        INSERT INTO entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, reported,
                                           valid_from, valid_until, added_by, reference, source_reference, note, salt)
                        VALUES (nextval('entry_id'), :kind, :from, :to, :list, :scope, :source, :reason, :exempt, :reported,
                                :validFrom, :validUntil, :addedBy, :reference, :sourceReference, :note, :salt)
                        ON CONFLICT (id_from, id_to, kind, list, source) WHERE withdrawn_by IS NULL DO NOTHING
                        RETURNING id""")
                .bind("kind", ChangeEncoding.KIND_IMEI)
                .bind("from", facts.identity().from())
                .bind("to", facts.identity().to())
                .bind("list", facts.list().code())
                .bind("scope", facts.scope())
                .bind("source", facts.source())
                .bind("reason", facts.reason().code())
                .bind("exempt", facts.exempt())
                .bindByType("reported", EntryRows.utc(facts.reported()), OffsetDateTime.class)
                .bindByType("validFrom", EntryRows.utc(facts.validity().from()), OffsetDateTime.class)
                .bindByType("validUntil", EntryRows.utc(facts.validity().until()), OffsetDateTime.class)
                .bind("addedBy", changeSet.id())
                .bind("reference", facts.reference())
                .bind("sourceReference", facts.sourceReference())
                .bind("note", facts.note())
                .bind("salt", personal.salt())
                .mapTo(Long.class)
                .findOne();
    }

    private Optional<Entry> inForce(EntryFacts facts) {
        return handle.createQuery(EntryRows.SELECT + """
                        WHERE e.id_from = :from AND e.id_to = :to AND e.kind = 1 AND e.list = :list AND e.source = :source
                          AND e.withdrawn_by IS NULL""")
                .bind("from", facts.identity().from())
                .bind("to", facts.identity().to())
                .bind("list", facts.list().code())
                .bind("source", facts.source())
                .map((row, context) -> EntryRows.entry(row))
                .findOne();
    }

    private boolean withdraw(Entry entry, Withdrawal withdrawal) {
        EntryFacts facts = entry.facts();
        Commitment personal = Commitment.to(withdrawal.reference());
        boolean marked = handle.createUpdate("""
                                UPDATE entry SET withdrawn_by = :by, withdrawal_reason = :reason,
                                                 withdrawal_reference = :reference, withdrawal_salt = :salt
                                WHERE id = :id AND withdrawn_by IS NULL""")
                        .bind("by", changeSet.id())
                        .bind("reason", withdrawal.reason().code())
                        .bind("reference", withdrawal.reference())
                        .bind("salt", personal.salt())
                        .bind("id", entry.id())
                        .execute()
                == 1;
        if (marked) {
            byte[] canonical = ChangeEncoding.withdrawal(
                    facts.identity(), facts.list(), facts.source(), facts.scope(), withdrawal.reason(), personal);
            changeSet.addEntryRow(Operation.WITHDRAWAL, entry.id(), facts.identity(), facts.scope(), canonical);
        }
        return marked;
    }

    /**
     * The golden entries that this one overrides, those that have expired left out. {@link GoldenLocks} make the answer
     * hold until the commit.
     */
    private List<Entry> overriddenBy(EntryFacts facts) {
        GoldenLocks.beforeAddition(handle, facts);
        return !GoldenLocks.mayForbid(facts.list())
                ? List.of()
                : handle.createQuery(EntryRows.SELECT + """
                                WHERE e.withdrawn_by IS NULL AND e.kind = 1 AND e.list = 3
                                  AND e.id_from BETWEEN :tacFrom AND :to AND e.id_to >= :from
                                  AND e.id_to - e.id_from >= :to - :from
                                  AND (:scope = '' OR e.scope = '' OR e.scope = :scope)
                                  AND coalesce(e.valid_until > now(), true)
                                ORDER BY e.id LIMIT :limit""")
                        .bind("tacFrom", ImeiRange.of(facts.identity().tac()).from())
                        .bind("from", facts.identity().from())
                        .bind("to", facts.identity().to())
                        .bind("scope", facts.scope())
                        .bind("limit", GoldenConflict.MAX_GOLDEN)
                        .map((row, context) -> EntryRows.entry(row))
                        .list();
    }
}
