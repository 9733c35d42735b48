package org.eir.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Commitment;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;

/** Everything in force, each as the row that would add it. What cannot be written so was not put there by this program. */
final class InForceRows {
    private static final int FETCH_ROWS = 2_000;
    private static final byte[] UNREADABLE = new byte[0];

    /** Row to canonical bytes. */
    private interface Encoding {
        byte[] of(ResultSet row) throws SQLException;
    }

    private InForceRows() {}

    static void tell(Connection connection, Listener listener) throws SQLException, IOException {
        for (Policy policy : PolicyRows.inForce(connection)) {
            listener.inForce(ChangeEncoding.policy(policy, Commitment.NOTHING));
        }
        tell(connection, listener, InForceRows::key, """
                SELECT id, secret_hash, roles, organisation, expires FROM api_key WHERE revoked_by IS NULL""");
        tell(connection, listener, InForceRows::group, """
                SELECT g.source, array_agg(m.imei ORDER BY m.imei) AS members
                FROM device_group g JOIN device_group_member m ON m.group_id = g.id
                WHERE g.dissolved_by IS NULL GROUP BY g.id, g.source""");
        tell(connection, listener, InForceRows::rule, """
                SELECT r.device, r.kind, r.verdict, r.source, r.reason, r.valid_from, r.valid_until,
                       (SELECT count(*) FROM subscriber_rule_imsi i WHERE i.rule_id = r.id) AS subscribers
                FROM subscriber_rule r WHERE r.withdrawn_by IS NULL""");
        tell(connection, listener, InForceRows::entry, """
                SELECT id_from, id_to, list, source, scope, reason, exempt, reported, valid_from, valid_until
                FROM entry WHERE withdrawn_by IS NULL""");
    }

    private static void tell(Connection connection, Listener listener, Encoding encoding, String query)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next() && !listener.isDone()) {
                    listener.inForce(encoded(row, encoding));
                }
            }
        }
    }

    private static byte[] encoded(ResultSet row, Encoding encoding) throws SQLException {
        try {
            return encoding.of(row);
        } catch (IllegalArgumentException e) {
            return UNREADABLE;
        }
    }

    private static byte[] entry(ResultSet row) throws SQLException {
        return ChangeEncoding.addition(
                new EntryFacts(
                        new ImeiRange(row.getLong("id_from"), row.getLong("id_to")),
                        EquipmentList.of(row.getInt("list")),
                        row.getString("source"),
                        row.getString("scope"),
                        Reason.of(row.getInt("reason")),
                        null,
                        null,
                        row.getBoolean("exempt"),
                        EntryRows.moment(row, "reported"),
                        validity(row)),
                Commitment.NOTHING);
    }

    private static byte[] rule(ResultSet row) throws SQLException {
        return ChangeEncoding.subscriberRule(
                new Imei(row.getLong("device")),
                SubscriberRule.Kind.of(row.getInt("kind")),
                PolicyRows.verdict(row, "verdict"),
                row.getString("source"),
                Reason.of(row.getInt("reason")),
                validity(row),
                row.getInt("subscribers"),
                Commitment.NOTHING);
    }

    private static byte[] group(ResultSet row) throws SQLException {
        List<Imei> members = new ArrayList<>();
        for (Long member : (Long[]) row.getArray("members").getArray()) {
            members.add(new Imei(member));
        }
        return ChangeEncoding.deviceGroup(row.getString("source"), members);
    }

    private static byte[] key(ResultSet row) throws SQLException {
        var expires = EntryRows.moment(row, "expires");
        if (expires == null) {
            throw new IllegalArgumentException("an API key expires");
        }
        return ChangeEncoding.apiKey(
                row.getLong("id"),
                row.getBytes("secret_hash"),
                Arrays.asList((String[]) row.getArray("roles").getArray()),
                row.getString("organisation"),
                expires,
                Commitment.NOTHING);
    }

    private static Validity validity(ResultSet row) throws SQLException {
        return new Validity(EntryRows.moment(row, "valid_from"), EntryRows.moment(row, "valid_until"));
    }
}
