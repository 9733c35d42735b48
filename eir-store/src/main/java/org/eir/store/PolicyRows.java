package org.eir.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;

/** Policies as rows. */
final class PolicyRows {
    /** In which origins are hashed, shown and compared. */
    static final Comparator<OriginMatcher> ORDER =
            Comparator.comparing(OriginMatcher::kind).thenComparing(OriginMatcher::value);

    private PolicyRows() {}

    /** Those in force now. */
    static List<Policy> inForce(Connection connection) throws SQLException {
        return inForce(connection, Long.MAX_VALUE);
    }

    /** Those in force at a revision: of each name the last version by then, unless that one withdraws it. */
    static List<Policy> inForce(Connection connection, long revision) throws SQLException {
        Map<Long, List<OriginMatcher>> origins = origins(connection, revision);
        List<Policy> policies = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                        SELECT p.* FROM (
                            SELECT DISTINCT ON (p.name) p.*, s.revision
                            FROM policy p JOIN change_set s ON s.id = p.change_set_id
                            WHERE s.revision <= ?
                            ORDER BY p.name, s.revision DESC) p
                        WHERE p.withdrawal IS NULL ORDER BY p.name""")) {
            statement.setLong(1, revision);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    policies.add(policy(row, origins.getOrDefault(row.getLong("change_set_id"), List.of())));
                }
            }
        }
        return policies;
    }

    private static Map<Long, List<OriginMatcher>> origins(Connection connection, long revision) throws SQLException {
        Map<Long, List<OriginMatcher>> origins = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                        SELECT o.change_set_id, o.kind, o.value FROM policy_origin o
                        JOIN (SELECT DISTINCT ON (p.name) p.change_set_id
                              FROM policy p JOIN change_set s ON s.id = p.change_set_id
                              WHERE s.revision <= ?
                              ORDER BY p.name, s.revision DESC) latest USING (change_set_id)""")) {
            statement.setLong(1, revision);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    origins.computeIfAbsent(row.getLong(1), changeSet -> new ArrayList<>())
                            .add(new OriginMatcher(OriginMatcher.Kind.of(row.getInt(2)), row.getString(3)));
                }
            }
        }
        origins.values().forEach(ofOne -> ofOne.sort(ORDER));
        return origins;
    }

    private static Policy policy(ResultSet row, List<OriginMatcher> origins) throws SQLException {
        return new Policy(
                row.getString("name"),
                row.getLong("revision"),
                origins,
                verdict(row, "unlisted"),
                verdict(row, "malformed"),
                verdict(row, "test_identity"),
                row.getString("organisation"),
                new Told(verdict(row, "told_prohibited"), verdict(row, "told_tracked"), verdict(row, "told_unknown")));
    }

    static Verdict verdict(ResultSet row, String column) throws SQLException {
        return Verdict.of(row.getString(column))
                .orElseThrow(() -> new IllegalArgumentException("'" + column + "' is no known verdict"));
    }
}
