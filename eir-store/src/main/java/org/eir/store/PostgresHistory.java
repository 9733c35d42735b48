package org.eir.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Policies;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.history.DeviceEvent;
import org.eir.core.history.History;
import org.eir.core.history.Past;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The past, read from what is never rewritten. Nothing that a revision says changes afterwards, so no snapshot is needed
 * to read one that is recorded. Safe for any number of threads.
 */
public final class PostgresHistory implements History {
    /**
     * Entries, withdrawn or not, that cover a device. Their numbers come first and by the four indexes that are there for
     * it, so that no plan looks at the millions of others.
     */
    static final String EVER_COVERING = """
            e.id = ANY (ARRAY(
                SELECT id FROM entry WHERE withdrawn_by IS NULL AND kind = 1 AND id_from = :imei AND id_to = :imei
                UNION ALL
                SELECT id FROM entry WHERE withdrawn_by IS NULL AND kind = 1 AND id_to > id_from
                                       AND id_from BETWEEN :tacFrom AND :imei AND id_to >= :imei
                UNION ALL
                SELECT id FROM entry WHERE withdrawn_by IS NOT NULL AND kind = 1 AND id_from = :imei AND id_to = :imei
                UNION ALL
                SELECT id FROM entry WHERE withdrawn_by IS NOT NULL AND kind = 1 AND id_to > id_from
                                       AND id_from BETWEEN :tacFrom AND :imei AND id_to >= :imei))
            """;

    private static final Recorded BEFORE_ANYTHING = new Recorded(0, Instant.EPOCH);

    private final Database database;
    private final SubscriberVault vault;

    /** @param rulesComplete whether every rule could be read */
    private record Rules(List<SubscriberRule> rules, boolean rulesComplete) {
        static final Rules NONE = new Rules(List.of(), true);
    }

    public PostgresHistory(Database database, SubscriberVault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public Past asOf(CheckRequest question, Instant at) {
        return database.inTransaction(handle -> {
            PostgresLists.boundWaiting(handle);
            Recorded stand = lastBy(handle, at);
            Policies policies = policies(handle.getConnection(), stand.revision());
            if (!(question.identity() instanceof Device device)) {
                return new Past(at, stand.revision(), stand.at(), policies, List.of(), List.of(), true);
            }
            Rules rules = question.subscriber() == null ? Rules.NONE : rules(handle, device.imei(), stand.revision());
            return new Past(
                    at,
                    stand.revision(),
                    stand.at(),
                    policies,
                    entries(handle, device.imei(), stand.revision()),
                    rules.rules(),
                    rules.rulesComplete());
        });
    }

    @Override
    public List<DeviceEvent> lifeOf(Imei device, DeviceEvent.Position after, int limit) {
        return database.inTransaction(handle -> {
            PostgresLists.boundWaiting(handle);
            return DeviceLife.page(handle, device, after, limit);
        });
    }

    @Override
    public Recorded lastBy(Instant at) {
        return database.inTransaction(handle -> lastBy(handle, at));
    }

    @Override
    public List<Entry> listed(@Nullable EquipmentList list, long revision, Instant at, long after, int limit) {
        // The code of the list is written, not bound: only so can the planner use an index of V5 that is partial on it.
        String ofList = list == null ? "" : " AND e.list = " + list.code();
        return database.inTransaction(handle -> {
            PostgresLists.boundWaiting(handle);
            return handle.createQuery(EntryRows.SELECT + "WHERE e.id > :after" + ofList + stood("e") + """
                            AND coalesce(e.valid_from <= :at, true) AND coalesce(e.valid_until > :at, true)
                            ORDER BY e.id LIMIT :limit""")
                    .bind("after", after)
                    .bind("revision", revision)
                    .bind("at", EntryRows.utc(at))
                    .bind("limit", limit)
                    .map((row, context) -> asItStood(EntryRows.entry(row)))
                    .list();
        });
    }

    private static Recorded lastBy(Handle handle, Instant at) {
        return handle.createQuery("""
                        SELECT revision, recorded_at FROM change_set WHERE recorded_at <= :at
                        ORDER BY recorded_at DESC LIMIT 1""")
                .bind("at", EntryRows.utc(at))
                .map((row, context) -> EntryRows.recorded(row, "revision", "recorded_at"))
                .findOne()
                .orElse(BEFORE_ANYTHING);
    }

    private static Policies policies(Connection connection, long revision) throws SQLException {
        return revision == 0 ? Policies.INITIAL : Policies.of(PolicyRows.inForce(connection, revision));
    }

    private static List<Entry> entries(Handle handle, Imei device, long revision) {
        return handle.createQuery(EntryRows.SELECT + "WHERE " + EVER_COVERING + stood("e") + EntryRows.DECIDING_FIRST)
                .bind("imei", device.digits())
                .bind("tacFrom", ImeiRange.of(device.tac()).from())
                .bind("revision", revision)
                .map((row, context) -> asItStood(EntryRows.entry(row)))
                .list();
    }

    /**
     * What was recorded by a revision and not yet withdrawn, where {@code a} recorded it and {@code w} withdrew it. That most
     * was never withdrawn is asked of the row itself: of that the planner has statistics, and takes the rows of a page by their
     * index rather than sorting millions.
     */
    private static String stood(String what) {
        return " AND a.revision <= :revision AND (" + what + ".withdrawn_by IS NULL OR w.revision > :revision) ";
    }

    /** Nobody knew then that it would be withdrawn. */
    private static Entry asItStood(Entry entry) {
        return new Entry(entry.id(), entry.facts(), entry.added(), null, entry.erased());
    }

    private Rules rules(Handle handle, Imei device, long revision) {
        List<Optional<SubscriberRule>> found = handle.createQuery("""
                        SELECT r.id, r.kind, r.verdict, r.source, r.reason, r.valid_from, r.valid_until,
                               EXISTS (SELECT FROM erased_place p
                                       WHERE p.operation = 5 AND p.subject_id = r.id AND 2 < ANY (p.fields)) AS forgotten
                        FROM subscriber_rule r
                        JOIN change_set a ON a.id = r.added_by
                        LEFT JOIN change_set w ON w.id = r.withdrawn_by
                        WHERE r.device = :device""" + stood("r") + "ORDER BY r.id")
                .bind("device", device.digits())
                .bind("revision", revision)
                .map((row, context) -> rule(handle, device, row))
                .list();
        List<SubscriberRule> readable = found.stream().flatMap(Optional::stream).toList();
        return new Rules(readable, readable.size() == found.size());
    }

    /** A rule; none if it is not known any more whom it names. */
    private Optional<SubscriberRule> rule(Handle handle, Imei device, ResultSet row) throws SQLException {
        List<Imsi> subscribers = row.getBoolean("forgotten") ? List.of() : subscribers(handle, row.getLong("id"));
        return subscribers.isEmpty()
                ? Optional.empty()
                : Optional.of(new SubscriberRule(
                        device,
                        Kind.of(row.getInt("kind")),
                        PolicyRows.verdict(row, "verdict"),
                        subscribers,
                        row.getString("source"),
                        Reason.of(row.getInt("reason")),
                        null,
                        null,
                        new Validity(EntryRows.moment(row, "valid_from"), EntryRows.moment(row, "valid_until"))));
    }

    /** All whom a rule names; none if not all of them can be told any more. */
    private List<Imsi> subscribers(Handle handle, long rule) {
        try {
            return PostgresSubscriberRules.subscribers(handle, vault, rule);
        } catch (CannotOpenException gone) {
            return List.of();
        }
    }
}
