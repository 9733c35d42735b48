package org.eir.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.PairingList;
import org.eir.core.change.PairingPlan;
import org.eir.core.change.PairingPlan.Step;
import org.eir.core.change.SubscriberRuleChanges.Listing;
import org.eir.core.change.SubscriberRuleChanges.RecordedRule;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.store.ChangeSetWriter.DeviceRow;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A list of pairs within a transaction: the rules it is compared with, and its steps written in bulk. */
final class PairingChange {
    private static final int FETCH_ROWS = 10_000;

    private final Handle handle;
    private final SubscriberVault vault;
    private final PairingList list;

    /** A rule that ends. */
    private record Ending(RecordedRule rule, int reason, Commitment personal) {}

    /** A rule that begins. */
    private record Beginning(long id, SubscriberRule rule, Commitment personal) {}

    PairingChange(Handle handle, SubscriberVault vault, PairingList list) {
        this.handle = handle;
        this.vault = vault;
        this.list = list;
    }

    /** What it would change, by what this transaction sees. */
    PairingPlan plan(int maxSubscribers) throws SQLException {
        return PairingPlan.of(list, inForce(), listings(), maxSubscribers, PostgresSubscriberRules.now(handle));
    }

    private Map<Imei, Listing> listings() throws SQLException {
        return list.kind() == Kind.EXCEPTION && !list.mayUndoOthers()
                ? OthersListings.of(
                        handle,
                        list.rows().stream()
                                .map(PairingList.Row::device)
                                .distinct()
                                .toList(),
                        list.source())
                : Map.of();
    }

    /** The rules that {@link PairingPlan#of} asks for; a rule has as many rows as it names subscribers. */
    private List<RecordedRule> inForce() throws SQLException {
        Long[] devices = list.rows().stream()
                .map(row -> row.device().digits())
                .distinct()
                .toArray(Long[]::new);
        RuleRows rules = new RuleRows();
        handle.createQuery("""
                        SELECT r.*, a.revision AS added_revision, a.recorded_at AS added_at,
                               CAST(NULL AS bigint) AS withdrawn_revision, CAST(NULL AS timestamptz) AS withdrawn_at,
                               i.key_id, i.cipher, i.lookup
                        FROM subscriber_rule r
                        JOIN change_set a ON a.id = r.added_by
                        JOIN subscriber_rule_imsi i ON i.rule_id = r.id
                        WHERE r.withdrawn_by IS NULL
                          AND (r.device = ANY (:devices) OR :replace AND r.source = :source AND r.kind = :kind)
                        ORDER BY r.id, i.position""")
                .bindBySqlType("devices", array("bigint", devices), Types.ARRAY)
                .bind("replace", list.mode() == Mode.REPLACE)
                .bind("source", list.source())
                .bind("kind", list.kind().code())
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> rules.take(row))
                .forEach(id -> {});
        return rules.all();
    }

    /** Puts rules together of their rows. */
    private final class RuleRows {
        private final List<RecordedRule> rules = new ArrayList<>();
        private final List<Imsi> subscribers = new ArrayList<>();
        private @Nullable RecordedRule started;

        long take(ResultSet row) throws SQLException {
            long id = row.getLong("id");
            if (started == null || started.id() != id) {
                end();
            }
            subscribers.add(
                    vault.open(new Sealed(row.getInt("key_id"), row.getBytes("cipher"), row.getBytes("lookup"))));
            started = PostgresSubscriberRules.recorded(row, subscribers);
            return id;
        }

        private void end() {
            if (started != null) {
                rules.add(started);
                subscribers.clear();
            }
        }

        List<RecordedRule> all() {
            end();
            started = null;
            return rules;
        }
    }

    /** Writes the steps, as one change set. */
    Recorded write(PairingPlan plan, Actor actor) throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        Iterator<Long> ids = newIds(plan);
        List<Ending> endings = new ArrayList<>();
        List<Beginning> beginnings = new ArrayList<>();
        List<DeviceRow> journal = new ArrayList<>();
        for (Step step : plan.steps()) {
            RecordedRule ending = step.ending();
            if (ending != null) {
                Commitment personal = Commitment.to(list.reference());
                endings.add(new Ending(ending, step.why().code(), personal));
                journal.add(new DeviceRow(
                        Operation.SUBSCRIBER_RULE_WITHDRAWAL,
                        ending.rule().device(),
                        PostgresSubscriberRules.subject(ending.id(), ending.rule()),
                        ChangeEncoding.subscriberRuleWithdrawal(ending.rule(), step.why(), personal)));
            }
            SubscriberRule rule = step.beginning();
            if (rule != null) {
                Commitment personal = PostgresSubscriberRules.personal(rule);
                long id = ids.next();
                beginnings.add(new Beginning(id, rule, personal));
                journal.add(new DeviceRow(
                        Operation.SUBSCRIBER_RULE,
                        rule.device(),
                        PostgresSubscriberRules.subject(id, rule),
                        ChangeEncoding.subscriberRule(rule, personal)));
            }
        }
        end(endings, changeSet.id());
        copyRules(beginnings, changeSet.id());
        copySubscribers(beginnings);
        changeSet.addDeviceRows(journal);
        return changeSet.record(ChangeKind.SUBSCRIBER_RULE, actor);
    }

    private Iterator<Long> newIds(PairingPlan plan) {
        return handle.createQuery("SELECT nextval('subscriber_rule_id') FROM generate_series(1, :count)")
                .bind("count", plan.added() + plan.changed())
                .mapTo(Long.class)
                .list()
                .iterator();
    }

    private void end(List<Ending> endings, long changeSet) throws SQLException {
        Long[] ids = endings.stream().map(ending -> ending.rule().id()).toArray(Long[]::new);
        Short[] reasons =
                endings.stream().map(ending -> (short) ending.reason()).toArray(Short[]::new);
        byte[][] salts =
                endings.stream().map(ending -> ending.personal().salt()).toArray(byte[][]::new);
        int ended = handle.createUpdate("""
                        UPDATE subscriber_rule r SET withdrawn_by = :by, withdrawal_reason = e.reason,
                                                     withdrawal_reference = :reference, withdrawal_salt = e.salt
                        FROM unnest(:ids, :reasons, :salts) AS e (id, reason, salt)
                        WHERE r.id = e.id AND r.withdrawn_by IS NULL""")
                .bind("by", changeSet)
                .bind("reference", list.reference())
                .bindBySqlType("ids", array("bigint", ids), Types.ARRAY)
                .bindBySqlType("reasons", array("smallint", reasons), Types.ARRAY)
                .bindBySqlType("salts", array("bytea", salts), Types.ARRAY)
                .execute();
        if (ended != endings.size()) {
            throw new IllegalStateException((endings.size() - ended) + " rules ended behind the back of their lock");
        }
    }

    private void copyRules(List<Beginning> beginnings, long changeSet) throws SQLException {
        try (CopyWriter copy = new CopyWriter(
                handle.getConnection(),
                "subscriber_rule (id, device, kind, verdict, source, reason, valid_from, valid_until, added_by,"
                        + " reference, note, salt)")) {
            for (Beginning beginning : beginnings) {
                SubscriberRule rule = beginning.rule();
                copy.row(12);
                copy.writeLong(beginning.id());
                copy.writeLong(rule.device().digits());
                copy.writeShort(rule.kind().code());
                copy.writeText(rule.verdict().text());
                copy.writeText(rule.source());
                copy.writeShort(rule.reason().code());
                copy.writeMoment(rule.validity().from());
                copy.writeMoment(rule.validity().until());
                copy.writeLong(changeSet);
                copy.writeText(rule.reference());
                copy.writeText(rule.note());
                copy.writeBytes(beginning.personal().salt());
            }
            copy.finish();
        }
    }

    private void copySubscribers(List<Beginning> beginnings) throws SQLException {
        try (CopyWriter copy = new CopyWriter(
                handle.getConnection(), "subscriber_rule_imsi (rule_id, position, key_id, cipher, lookup)")) {
            for (Beginning beginning : beginnings) {
                int position = 0;
                for (Imsi subscriber : beginning.rule().subscribers()) {
                    Sealed sealed = vault.seal(subscriber);
                    copy.row(5);
                    copy.writeLong(beginning.id());
                    copy.writeShort(++position);
                    copy.writeShort(sealed.keyId());
                    copy.writeBytes(sealed.cipher());
                    copy.writeBytes(sealed.lookup());
                }
            }
            copy.finish();
        }
    }

    private Array array(String type, Object[] values) throws SQLException {
        return handle.getConnection().createArrayOf(type, values);
    }
}
