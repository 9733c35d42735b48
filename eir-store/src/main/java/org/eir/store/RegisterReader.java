package org.eir.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeKind;
import org.eir.core.check.Policies;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Facet;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.subscriber.SubscriberVault;

/**
 * Reads from one snapshot of the database what the register needs: everything at start, and later the resulting state of
 * every identity that was touched since a revision. The connection is in a REPEATABLE READ transaction, so revision,
 * policy and lists belong together.
 */
final class RegisterReader {
    /**
     * What may be said of an identity. Entries that have long expired never count again; which of the others do is for
     * the node's clock to say, which need not be the database's.
     */
    private static final String COUNTS =
            "e.withdrawn_by IS NULL AND e.kind = 1" + " AND coalesce(e.valid_until > now() - interval '1 day', true)";

    /** Kinds of change after which an identity may have another state, or a device other rules. */
    private static final Set<ChangeKind> CHANGE_LISTS =
            EnumSet.of(ChangeKind.ENTRIES, ChangeKind.IMPORT, ChangeKind.ROLLBACK);

    private static final Set<ChangeKind> CHANGE_RULES =
            EnumSet.of(ChangeKind.SUBSCRIBER_RULE, ChangeKind.IMPORT, ChangeKind.ROLLBACK);

    private static final String DATED = "(e.valid_from IS NOT NULL OR e.valid_until IS NOT NULL)";
    private static final String FACET = "e.list, e.reason, e.exempt, e.valid_from, e.valid_until";

    /** The database holds a change that this program does not understand. */
    static final class UnknownChangeException extends Exception {
        UnknownChangeException(String message) {
            super(message);
        }
    }

    /**
     * Where the database stands.
     *
     * @param tip the last revision and its hash
     * @param recordedAt when it was recorded
     */
    record Head(Tip tip, java.time.Instant recordedAt) {
        long revision() {
            return tip.revision();
        }
    }

    private final Connection connection;
    private final SubscriberVault vault;

    RegisterReader(Connection connection, SubscriberVault vault) {
        this.connection = connection;
        this.vault = vault;
    }

    Head head() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT h.revision, h.recorded_at, coalesce(s.leaf_hash, ''::bytea)
                        FROM head h LEFT JOIN change_set s ON s.revision = h.revision""")) {
            row.next();
            return new Head(
                    new Tip(row.getLong(1), row.getBytes(3)),
                    row.getObject(2, OffsetDateTime.class).toInstant());
        }
    }

    /** Whether this database's history includes what was its last revision once. */
    boolean includes(Tip seen) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT leaf_hash FROM change_set WHERE revision = " + seen.revision())) {
            return seen.revision() == 0 || (row.next() && java.util.Arrays.equals(row.getBytes(1), seen.leafHash()));
        }
    }

    /** Every list, as it stands at {@code head}. */
    RegisterUpdate everything(Head head) throws SQLException, UnknownChangeException {
        Set<ChangeKind> kinds = kindsSince(0);
        RegisterUpdate update = new RegisterUpdate(head.revision(), head.recordedAt());
        readPolicies(kinds, update);
        String undated = """
                SELECT e.scope, e.id_from, e.id_to, e.list, e.reason, e.exempt FROM entry e
                WHERE %s AND NOT %s AND NOT EXISTS
                    (SELECT FROM entry d WHERE d.id_from = e.id_from AND d.id_to = e.id_to AND d.withdrawn_by IS NULL
                                           AND (d.valid_from IS NOT NULL OR d.valid_until IS NOT NULL))""".formatted(COUNTS, DATED);
        try (CopyReader rows = CopyReader.of(connection, undated)) {
            while (rows.next()) {
                update.load(scope(rows), identity(rows), listing(rows));
            }
        }
        String withDates = """
                SELECT e.scope, e.id_from, e.id_to, true, %s FROM entry e
                WHERE %s AND EXISTS
                    (SELECT FROM entry d WHERE d.id_from = e.id_from AND d.id_to = e.id_to AND d.withdrawn_by IS NULL
                                           AND (d.valid_from IS NOT NULL OR d.valid_until IS NOT NULL))
                ORDER BY e.scope, e.id_from, e.id_to""".formatted(FACET, COUNTS);
        putStates(update, withDates);
        SubscriberRuleRows.putAll(connection, vault, update);
        return update;
    }

    /**
     * The resulting state at {@code head} of everything touched after a revision. Rows and identities are looked up in
     * their indexes, whatever the planner believes (OFFSET 0): before the first ANALYZE it takes a list of millions for
     * one row, and would compare every row with every other or read the whole journal for one of its rows.
     */
    RegisterUpdate since(long revision, Head head) throws SQLException, UnknownChangeException {
        Set<ChangeKind> kinds = kindsSince(revision);
        RegisterUpdate update = new RegisterUpdate(head.revision(), head.recordedAt());
        readPolicies(kinds, update);
        if (!Collections.disjoint(kinds, CHANGE_LISTS)) {
            putStates(update, """
                    SELECT t.scope, t.id_from, t.id_to, e.id IS NOT NULL, %s
                    FROM (SELECT DISTINCT c.scope, c.id_from, c.id_to
                          FROM change_set s
                          JOIN LATERAL (SELECT * FROM change WHERE change_set_id = s.id OFFSET 0) c ON c.operation IN (1, 2)
                          WHERE s.revision > %d) t
                    LEFT JOIN LATERAL (SELECT e.* FROM entry e
                                       WHERE e.id_from = t.id_from AND e.id_to = t.id_to AND e.scope = t.scope AND %s
                                       OFFSET 0) e ON true
                    ORDER BY t.scope, t.id_from, t.id_to""".formatted(FACET, revision, COUNTS));
        }
        if (!Collections.disjoint(kinds, CHANGE_RULES)) {
            SubscriberRuleRows.putSince(connection, vault, update, revision);
        }
        return update;
    }

    /** Rows of one identity and scope follow each other: scope, identity, whether an entry is there, its facet. */
    private void putStates(RegisterUpdate update, String query) throws SQLException {
        try (CopyReader rows = CopyReader.of(connection, query)) {
            String currentScope = EntryFacts.EVERYONE;
            ImeiRange current = null;
            List<Facet> facets = new ArrayList<>();
            while (rows.next()) {
                String scope = scope(rows);
                ImeiRange identity = identity(rows);
                if (current != null && !(current.equals(identity) && currentScope.equals(scope))) {
                    update.put(currentScope, current, facets);
                    facets.clear();
                }
                currentScope = scope;
                current = identity;
                if (rows.readBoolean()) {
                    facets.add(new Facet(listing(rows), new Validity(rows.readMoment(), rows.readMoment())));
                } else {
                    rows.skipRow();
                }
            }
            if (current != null) {
                update.put(currentScope, current, facets);
            }
        }
    }

    private static String scope(CopyReader rows) {
        byte[] utf8 = rows.readBytes();
        return utf8.length == 0 ? EntryFacts.EVERYONE : new String(utf8, StandardCharsets.UTF_8);
    }

    private static ImeiRange identity(CopyReader rows) {
        return new ImeiRange(rows.readLong(), rows.readLong());
    }

    private static int listing(CopyReader rows) {
        return Listing.of(EquipmentList.of(rows.readShort()), Reason.of(rows.readShort()), rows.readBoolean());
    }

    private void readPolicies(Set<ChangeKind> kinds, RegisterUpdate update) throws SQLException {
        if (kinds.contains(ChangeKind.POLICY)) {
            update.policies(Policies.of(PolicyRows.inForce(connection)));
        }
    }

    /** What was changed after a revision, in one question: most revisions need only one of those that follow. */
    private Set<ChangeKind> kindsSince(long revision) throws SQLException, UnknownChangeException {
        Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT encoding, kind, min(revision) FROM change_set WHERE revision > ? GROUP BY encoding, kind""")) {
            statement.setLong(1, revision);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    kinds.add(understood(row.getInt(1), row.getInt(2), row.getLong(3)));
                }
            }
        }
        return kinds;
    }

    private static ChangeKind understood(int encoding, int code, long revision) throws UnknownChangeException {
        return ChangeKind.of(code)
                .filter(known -> encoding == ChangeEncoding.VERSION)
                .orElseThrow(() -> new UnknownChangeException("revision " + revision + " is of encoding " + encoding
                        + " and kind " + code + ", which this version does not know: upgrade this node"));
    }
}
