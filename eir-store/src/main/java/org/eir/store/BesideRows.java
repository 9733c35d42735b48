package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.erasure.PersonalField;
import org.jspecify.annotations.Nullable;

/** What lies beside rows of the log: one query text and its reading. {@code c} is the row. */
final class BesideRows {
    /** What a row commits to, by its operation; that of a rule has its subscribers in a table of their own. */
    static final String COLUMNS = """
            c.row_number, c.operation, c.canonical, c.subject, r.id AS rule,
            CASE WHEN r.id IS NOT NULL THEN EXISTS (SELECT FROM subscriber_rule_imsi i WHERE i.rule_id = r.id) END AS names,
            x.key_id, x.cipher, x.lookup, x.imei,
            CASE c.operation WHEN 1 THEN e.reference WHEN 2 THEN e.withdrawal_reference WHEN 5 THEN r.reference
                             WHEN 6 THEN w.withdrawal_reference WHEN 10 THEN k.name WHEN 14 THEN nullif(p.request, '')
                             WHEN 15 THEN d.decided_by WHEN 17 THEN o.reference ELSE g.reference END AS first_text,
            CASE c.operation WHEN 1 THEN e.note WHEN 5 THEN r.note WHEN 14 THEN nullif(p.about, '')
                             WHEN 15 THEN d.reason END AS second_text,
            CASE c.operation WHEN 1 THEN e.source_reference WHEN 9 THEN x.reference
                             WHEN 14 THEN nullif(p.requester, '') END AS third_text,
            p.organisation AS fourth_text,
            CASE c.operation WHEN 1 THEN e.salt WHEN 2 THEN e.withdrawal_salt WHEN 5 THEN r.salt WHEN 6 THEN w.withdrawal_salt
                             WHEN 9 THEN x.salt WHEN 10 THEN k.salt WHEN 14 THEN p.salt WHEN 15 THEN d.salt
                             WHEN 17 THEN o.salt ELSE g.salt END AS salt
            """;

    static final String JOINS = """
            LEFT JOIN entry e ON e.id = c.entry_id AND c.operation IN (1, 2)
            LEFT JOIN policy_reference g ON g.change_set_id = c.change_set_id AND c.operation IN (3, 4, 12)
            LEFT JOIN subscriber_rule r ON r.added_by = c.change_set_id AND r.device = c.id_from AND c.operation = 5
            LEFT JOIN subscriber_rule w ON w.withdrawn_by = c.change_set_id AND w.device = c.id_from AND c.operation = 6
            LEFT JOIN access_record x ON x.change_set_id = c.change_set_id AND c.operation = 9
            LEFT JOIN api_key k ON k.created_by = c.change_set_id AND c.operation = 10
            LEFT JOIN proposal p ON c.operation = 14
                                AND p.id = CASE c.operation WHEN 14 THEN canonical_number(c.canonical, 3, 8) END
            LEFT JOIN proposal_decision d ON d.change_set_id = c.change_set_id AND c.operation = 15
                                         AND d.proposal_id = CASE c.operation WHEN 15 THEN canonical_number(c.canonical, 3, 8) END
            LEFT JOIN erasure o ON o.change_set_id = c.change_set_id AND c.operation = 17
            """;

    private static final List<String> TEXTS = List.of("first_text", "second_text", "third_text", "fourth_text");

    private BesideRows() {}

    /**
     * What lies beside the row, as a verifier is told it; {@code erased_by} is the revision that erased something of it.
     * Subscribers are sealed, and requests may hold anything: they stay where they are, and it is told that they are there.
     */
    static Beside beside(ResultSet row) throws SQLException {
        Operation operation = operation(row);
        byte[] salt = row.getBytes("salt");
        boolean isErased = row.getLong("erased_by") != 0;
        if (operation.isWithheld()) {
            boolean isThere = salt != null && salt.length > 0 || isErased && holdsSomething(row);
            return erased(row, isThere ? Beside.WITHHELD : Beside.NOTHING);
        }
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(row.getString("first_text"));
        if (operation == Operation.ADDITION) {
            texts.add(row.getString("second_text"));
            texts.add(row.getString("third_text"));
        }
        return erased(row, data(salt, texts));
    }

    private static boolean holdsSomething(ResultSet row) throws SQLException {
        return row.getString("first_text") != null
                || row.getString("second_text") != null
                || row.getString("third_text") != null
                || row.getBytes("cipher") != null
                || row.getObject("imei") != null
                || row.getBoolean("names");
    }

    /** Marked as erased where an erasure is said to have taken something of it. */
    static Beside erased(ResultSet row, Beside left) throws SQLException {
        long by = row.getLong("erased_by");
        return by == 0 ? left : new Beside.Erased(by, left);
    }

    static Beside data(byte @Nullable [] salt, List<@Nullable String> fields) {
        byte[] there = salt == null ? new byte[0] : salt;
        boolean isNothing = there.length == 0 && fields.stream().allMatch(field -> field == null);
        return isNothing ? Beside.NOTHING : new Beside.Data(there, fields);
    }

    static Operation operation(ResultSet row) throws SQLException {
        int code = row.getInt("operation");
        for (Operation operation : Operation.values()) {
            if (operation.code() == code) {
                return operation;
            }
        }
        throw new SQLException("operation " + code + " is from a newer version of this program");
    }

    /** What the row commits to, where all of it is text; erased fields are absent. */
    static List<@Nullable String> texts(ResultSet row, Operation operation) throws SQLException {
        List<@Nullable String> texts = new ArrayList<>(4);
        for (int i = 0; i < PersonalField.of(operation, 0).size(); i++) {
            texts.add(row.getString(TEXTS.get(i)));
        }
        return texts;
    }
}
