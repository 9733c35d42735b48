package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.PairingList;
import org.eir.core.change.PairingPlan;
import org.eir.core.change.SubscriberRuleChanges;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Exceptions and locks in the database, subscribers sealed. Safe for any number of threads. */
public final class PostgresSubscriberRules implements SubscriberRuleChanges {
    private static final String SELECT = """
            SELECT r.*, a.revision AS added_revision, a.recorded_at AS added_at,
                   w.revision AS withdrawn_revision, w.recorded_at AS withdrawn_at,
                   (SELECT max(z.revision) FROM erased_place p JOIN change_set z ON z.id = p.erased_by
                    WHERE p.subject_id = r.id AND p.operation IN (5, 6)) AS erased
            FROM subscriber_rule r
            JOIN change_set a ON a.id = r.added_by
            LEFT JOIN change_set w ON w.id = r.withdrawn_by
            """;

    private final Database database;
    private final SubscriberVault vault;
    private final int maxSubscribers;

    /**
     * @param maxSubscribers how many different subscribers all rules of one device may name together
     */
    public PostgresSubscriberRules(Database database, SubscriberVault vault, int maxSubscribers) {
        this.database = database;
        this.vault = vault;
        this.maxSubscribers = maxSubscribers;
    }

    @Override
    public AddOutcome add(SubscriberRule rule, boolean mayUndoOthers, Actor actor) {
        return database.inTransaction(handle -> {
            waitForOthers(handle, rule.device());
            Instant now = now(handle);
            List<RecordedRule> before = inForce(handle, rule.device());
            Optional<RecordedRule> own = before.stream()
                    .filter(other -> other.rule().source().equals(rule.source()))
                    .findFirst();
            if (own.isPresent() && (own.get().rule().equals(rule) || !isOver(own.get(), now))) {
                return new AddOutcome.AlreadyRuled(own.get());
            }
            if (rule.kind() == Kind.EXCEPTION && !mayUndoOthers) {
                Map<Imei, Listing> listings = OthersListings.of(handle, List.of(rule.device()), rule.source());
                if (!listings.isEmpty()) {
                    return new AddOutcome.ListedByOther(
                            listings.values().iterator().next());
                }
            }
            Set<Imsi> named = new HashSet<>();
            before.stream()
                    .filter(other -> !isOver(other, now))
                    .forEach(other -> named.addAll(other.rule().subscribers()));
            int namedBefore = named.size();
            named.addAll(rule.subscribers());
            return named.size() > maxSubscribers
                    ? new AddOutcome.TooManySubscribers(namedBefore, maxSubscribers)
                    : new AddOutcome.Added(record(handle, rule, own, actor));
        });
    }

    private static boolean isOver(RecordedRule rule, Instant at) {
        return rule.rule().validity().isOver(at);
    }

    /** What the database takes for the present. */
    static Instant now(Handle handle) {
        return handle.createQuery("SELECT clock_timestamp()")
                .mapTo(Instant.class)
                .one();
    }

    /** @param expired gives way to the rule: a source has one for a device */
    private RecordedRule record(Handle handle, SubscriberRule rule, Optional<RecordedRule> expired, Actor actor)
            throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        expired.ifPresent(gone -> withdraw(handle, changeSet, gone, WithdrawalReason.EXPIRED, null));
        Commitment personal = personal(rule);
        long id = insert(handle, rule, personal, changeSet.id());
        insertSubscribers(handle, id, rule.subscribers());
        changeSet.addDeviceRow(
                Operation.SUBSCRIBER_RULE,
                rule.device(),
                subject(id, rule),
                ChangeEncoding.subscriberRule(rule, personal));
        return new RecordedRule(id, rule, changeSet.record(ChangeKind.SUBSCRIBER_RULE, actor), null);
    }

    /** {@code exception 7 of 49015420323751 by operator-a}. */
    static String subject(long id, SubscriberRule rule) {
        return rule.kind().text() + " " + id + " of " + rule.device().text() + " by " + rule.source();
    }

    /** Commits to the subscribers too: they are nowhere in the log. */
    static Commitment personal(SubscriberRule rule) {
        List<@Nullable String> fields = new ArrayList<>();
        fields.add(rule.reference());
        fields.add(rule.note());
        rule.subscribers().forEach(subscriber -> fields.add(subscriber.digits()));
        return Commitment.to(fields.toArray(new @Nullable String[0]));
    }

    private static long insert(Handle handle, SubscriberRule rule, Commitment personal, long changeSet) {
        return handle.createQuery("""
                        INSERT INTO subscriber_rule (id, device, kind, verdict, source, reason, valid_from, valid_until,
                                                     added_by, reference, note, salt)
                        VALUES (nextval('subscriber_rule_id'), :device, :kind, :verdict, :source, :reason, :validFrom,
                                :validUntil, :addedBy, :reference, :note, :salt)
                        RETURNING id""")
                .bind("device", rule.device().digits())
                .bind("kind", rule.kind().code())
                .bind("verdict", rule.verdict().text())
                .bind("source", rule.source())
                .bind("reason", rule.reason().code())
                .bindByType("validFrom", EntryRows.utc(rule.validity().from()), OffsetDateTime.class)
                .bindByType("validUntil", EntryRows.utc(rule.validity().until()), OffsetDateTime.class)
                .bind("addedBy", changeSet)
                .bind("reference", rule.reference())
                .bind("note", rule.note())
                .bind("salt", personal.salt())
                .mapTo(Long.class)
                .one();
    }

    private void insertSubscribers(Handle handle, long rule, List<Imsi> subscribers) {
        for (int i = 0; i < subscribers.size(); i++) {
            Sealed sealed = vault.seal(subscribers.get(i));
            handle.createUpdate("""
                            INSERT INTO subscriber_rule_imsi (rule_id, position, key_id, cipher, lookup)
                            VALUES (:rule, :position, :key, :cipher, :lookup)""")
                    .bind("rule", rule)
                    .bind("position", i + 1)
                    .bind("key", sealed.keyId())
                    .bind("cipher", sealed.cipher())
                    .bind("lookup", sealed.lookup())
                    .execute();
        }
    }

    @Override
    public WithdrawOutcome withdraw(long id, WithdrawalReason reason, @Nullable String reference, Actor actor) {
        return database.inTransaction(handle -> {
            boundWaiting(handle, "20s");
            waitForLists(handle);
            Optional<RecordedRule> before = find(handle, id);
            if (before.isEmpty()) {
                return new WithdrawOutcome.NoSuchRule(id);
            }
            SubscriberRule rule = before.get().rule();
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            if (!withdraw(handle, changeSet, before.get(), reason, reference)) {
                return new WithdrawOutcome.AlreadyWithdrawn(find(handle, id).orElseThrow());
            }
            Recorded recorded = changeSet.record(ChangeKind.SUBSCRIBER_RULE, actor);
            return new WithdrawOutcome.Done(
                    new RecordedRule(id, rule, before.get().added(), new Withdrawn(recorded, reason, reference)));
        });
    }

    /** False if somebody else withdrew it before. */
    private static boolean withdraw(
            Handle handle,
            ChangeSetWriter changeSet,
            RecordedRule before,
            WithdrawalReason reason,
            @Nullable String reference) {
        Commitment personal = Commitment.to(reference);
        int marked = handle.createUpdate("""
                        UPDATE subscriber_rule SET withdrawn_by = :by, withdrawal_reason = :reason,
                                                   withdrawal_reference = :reference, withdrawal_salt = :salt
                        WHERE id = :id AND withdrawn_by IS NULL""")
                .bind("by", changeSet.id())
                .bind("reason", reason.code())
                .bind("reference", reference)
                .bind("salt", personal.salt())
                .bind("id", before.id())
                .execute();
        if (marked == 1) {
            changeSet.addDeviceRow(
                    Operation.SUBSCRIBER_RULE_WITHDRAWAL,
                    before.rule().device(),
                    subject(before.id(), before.rule()),
                    ChangeEncoding.subscriberRuleWithdrawal(before.rule(), reason, personal));
        }
        return marked == 1;
    }

    @Override
    public PairingPlan compare(PairingList list) {
        return database.inTransaction(handle -> new PairingChange(handle, vault, list).plan(maxSubscribers));
    }

    @Override
    public Paired pair(PairingList list, Actor actor, Predicate<PairingPlan> allowed) {
        return database.inTransaction(handle -> {
            waitForEverybody(handle);
            PairingChange change = new PairingChange(handle, vault, list);
            PairingPlan plan = change.plan(maxSubscribers);
            boolean writes = allowed.test(plan) && !plan.steps().isEmpty();
            return new Paired(plan, writes ? change.write(plan, actor) : null);
        });
    }

    @Override
    public Optional<RecordedRule> rule(long id) {
        return database.inTransaction(handle -> find(handle, id));
    }

    @Override
    public List<RecordedRule> rulesOf(Imei device) {
        return database.inTransaction(handle -> inForce(handle, device));
    }

    private Optional<RecordedRule> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> rule(handle, row))
                .findOne();
    }

    private List<RecordedRule> inForce(Handle handle, Imei device) {
        return handle.createQuery(SELECT + "WHERE r.device = :device AND r.withdrawn_by IS NULL ORDER BY r.id")
                .bind("device", device.digits())
                .map((row, context) -> rule(handle, row))
                .list();
    }

    private RecordedRule rule(Handle handle, ResultSet row) throws SQLException {
        return recorded(row, subscribers(handle, vault, row.getLong("id")));
    }

    /** A row of the rules' table, joined with the change sets that brought and ended it. */
    static RecordedRule recorded(ResultSet row, List<Imsi> subscribers) throws SQLException {
        SubscriberRule rule = new SubscriberRule(
                new Imei(row.getLong("device")),
                Kind.of(row.getInt("kind")),
                PolicyRows.verdict(row, "verdict"),
                subscribers,
                row.getString("source"),
                Reason.of(row.getInt("reason")),
                row.getString("reference"),
                row.getString("note"),
                new Validity(EntryRows.moment(row, "valid_from"), EntryRows.moment(row, "valid_until")));
        return new RecordedRule(row.getLong("id"), rule, EntryRows.added(row), EntryRows.withdrawn(row));
    }

    /** Whom a rule names; the vault throws if it cannot open one of them. */
    static List<Imsi> subscribers(Handle handle, SubscriberVault vault, long rule) {
        List<Sealed> sealed = handle.createQuery(
                        "SELECT key_id, cipher, lookup FROM subscriber_rule_imsi WHERE rule_id = :rule ORDER BY position")
                .bind("rule", rule)
                .map((row, context) -> new Sealed(row.getInt("key_id"), row.getBytes("cipher"), row.getBytes("lookup")))
                .list();
        return sealed.stream().map(vault::open).toList();
    }

    /** Additions for one device take turns, so that together they keep to its limit. */
    private static void waitForOthers(Handle handle, Imei device) {
        boundWaiting(handle, "20s");
        waitForLists(handle);
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('eir subscriber rule'), ?)", (int)
                (device.digits() % Integer.MAX_VALUE));
    }

    /** Changes of one rule go on side by side, but none while a list of pairs is applied. */
    private static void waitForLists(Handle handle) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(hashtext('eir subscriber rules'))");
    }

    /** A list of pairs takes its turn with every other change of a rule. */
    private static void waitForEverybody(Handle handle) {
        boundWaiting(handle, "50s");
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('eir subscriber rules'))");
    }

    /** @param statement the longest that one statement may take */
    private static void boundWaiting(Handle handle, String statement) {
        handle.execute("SET LOCAL lock_timeout = '10s'");
        handle.execute("SET LOCAL statement_timeout = '" + statement + "'");
    }
}
