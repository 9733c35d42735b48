package org.eir.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.jspecify.annotations.Nullable;

/** Subscriber rules as rows, for the register: a rule has as many rows as it names subscribers. */
final class SubscriberRuleRows {
    private static final int FETCH_ROWS = 2_000;
    private static final String STATE = """
            SELECT t.device, r.id, r.kind, r.verdict, r.source, r.reason, r.valid_from, r.valid_until,
                   i.key_id, i.cipher, i.lookup
            FROM (%s) t
            LEFT JOIN subscriber_rule r ON r.device = t.device AND r.withdrawn_by IS NULL
                                       AND coalesce(r.valid_until > now() - interval '1 day', true)
            LEFT JOIN subscriber_rule_imsi i ON i.rule_id = r.id
            ORDER BY t.device, r.id, i.position""";
    private static final String ALL = "SELECT DISTINCT device FROM subscriber_rule WHERE withdrawn_by IS NULL";
    private static final String TOUCHED = """
            SELECT DISTINCT c.id_from AS device FROM change_set s JOIN change c ON c.change_set_id = s.id
            WHERE s.revision > %d AND c.operation IN (5, 6)""";

    private final SubscriberVault vault;
    private final RegisterUpdate update;
    private final List<SubscriberRule> ofDevice = new ArrayList<>();
    private @Nullable Imei device;

    /** The rule whose rows are being read. */
    private @Nullable Started started;

    private record Started(
            long id,
            Kind kind,
            Verdict verdict,
            String source,
            Reason reason,
            Validity validity,
            List<Imsi> subscribers) {}

    private SubscriberRuleRows(SubscriberVault vault, RegisterUpdate update) {
        this.vault = vault;
        this.update = update;
    }

    /** Puts the rules of every device. */
    static void putAll(Connection connection, SubscriberVault vault, RegisterUpdate update) throws SQLException {
        new SubscriberRuleRows(vault, update).put(connection, STATE.formatted(ALL));
    }

    /** Puts the rules of every device that was touched after a revision. */
    static void putSince(Connection connection, SubscriberVault vault, RegisterUpdate update, long revision)
            throws SQLException {
        new SubscriberRuleRows(vault, update).put(connection, STATE.formatted(TOUCHED.formatted(revision)));
    }

    private void put(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    read(row);
                }
            }
        }
        endDevice();
    }

    private void read(ResultSet row) throws SQLException {
        Imei next = new Imei(row.getLong("device"));
        if (!next.equals(device)) {
            endDevice();
            device = next;
        }
        long id = row.getLong("id");
        if (id == 0) {
            return;
        }
        if (started == null || started.id() != id) {
            endRule();
            started = new Started(
                    id,
                    Kind.of(row.getInt("kind")),
                    PolicyRows.verdict(row, "verdict"),
                    row.getString("source"),
                    Reason.of(row.getInt("reason")),
                    new Validity(EntryRows.moment(row, "valid_from"), EntryRows.moment(row, "valid_until")),
                    new ArrayList<>());
        }
        started.subscribers()
                .add(vault.open(new Sealed(row.getInt("key_id"), row.getBytes("cipher"), row.getBytes("lookup"))));
    }

    private void endRule() {
        if (started != null && device != null) {
            ofDevice.add(new SubscriberRule(
                    device,
                    started.kind(),
                    started.verdict(),
                    started.subscribers(),
                    started.source(),
                    started.reason(),
                    null,
                    null,
                    started.validity()));
            started = null;
        }
    }

    private void endDevice() {
        endRule();
        if (device != null) {
            update.subscriberRules(device, ofDevice);
            ofDevice.clear();
        }
    }
}
