package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.eir.core.access.ApiKey;
import org.eir.core.audit.ChangeDecoding;
import org.eir.core.audit.ChangeRow;
import org.eir.core.audit.ChangeRow.RuleAddition;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.PersonalField;
import org.eir.core.identity.Imei;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads leaves and rows of the log with the personal data beside them, subscribers opened. */
final class PersonalPlaces {
    private static final int FETCH_ROWS = 2_000;

    /** Keys in force or behind what waits, and whoever made the key of whoever made one: nobody may lose these names. */
    private static final String NEEDED = """
            WITH RECURSIVE needed (id, created_by) AS (
                SELECT k.id, k.created_by FROM api_key k
                WHERE k.revoked_by IS NULL AND k.expires > now() - interval '1 day'
                   OR EXISTS (SELECT FROM proposal q WHERE q.state IN ('pending', 'approved') AND q.requester = :keyPrefix || k.name)
                UNION
                SELECT k.id, k.created_by FROM needed n
                JOIN change_set_actor a ON a.change_set_id = n.created_by
                JOIN api_key k ON a.actor = :keyPrefix || k.name
            )
            """;

    /** The row of the last erasure that took something of a place. */
    private static final String ERASED_BY = """
            (SELECT x.canonical FROM erased_place z
             JOIN change_set y ON y.id = z.erased_by
             JOIN change x ON x.change_set_id = z.erased_by AND x.row_number = z.number
             WHERE z.change_set_id = %s AND z.row_number = %s ORDER BY y.revision DESC LIMIT 1) AS erased_by
            """;

    private static final String LEAVES = NEEDED + """
            SELECT a.change_set_id, s.revision, a.actor, a.approver, a.salt, s.actor_hash,
                   (SELECT 'key ' || min(n.id) || ', which they made' FROM needed n WHERE n.created_by = a.change_set_id
                    HAVING count(*) > 0) AS needed_by,
            """ + ERASED_BY.formatted("a.change_set_id", "0") + """
            FROM change_set_actor a JOIN change_set s ON s.id = a.change_set_id
            WHERE a.salt <> '' AND
            """;

    private static final String ROWS = NEEDED + "SELECT c.change_set_id, s.revision, " + BesideRows.COLUMNS
            + """
            , CASE WHEN c.operation = 5 AND r.withdrawn_by IS NULL OR c.operation = 10 AND k.id IN (SELECT n.id FROM needed n)
                        OR c.operation = 14 AND p.state IN ('pending', 'approved') AND p.id <> :proposal
                        OR c.operation = 15 AND EXISTS (SELECT FROM proposal q WHERE q.id = d.proposal_id AND q.state = 'approved')
                   THEN c.subject END AS needed_by,
            """ + ERASED_BY.formatted("c.change_set_id", "c.row_number")
            + "FROM change c JOIN change_set s ON s.id = c.change_set_id\n" + BesideRows.JOINS + "WHERE ";

    private static final String IN_ORDER = " ORDER BY s.revision, c.row_number";

    private final Handle handle;
    private final SubscriberVault vault;
    /** The proposal that its own request does not need any more. */
    private final long proposal;

    /**
     * A leaf or a row with what lies beside it.
     *
     * @param values what was committed to, absent where it was erased or is lost
     * @param fields how many of the values were committed to
     * @param lost those that nobody can read any more, because the key is gone, by place from 1
     * @param neededBy what is in force and needs the people in it; null if nothing does
     */
    record Place(
            long revision,
            int row,
            List<PersonalField> kinds,
            List<@Nullable String> values,
            Commitment committed,
            int fields,
            Set<Integer> lost,
            @Nullable String neededBy) {

        /** Whether something else lies there than was committed to; what nobody can read, nobody can compare. */
        boolean isAltered() {
            return lost.isEmpty()
                    && !committed.holdsFor(values.subList(0, fields).toArray(new @Nullable String[0]));
        }
    }

    PersonalPlaces(Handle handle, SubscriberVault vault, long proposal) {
        this.handle = handle;
        this.vault = vault;
        this.proposal = proposal;
    }

    /** Leaves, {@code a} of {@code s}, by revision. To be closed. */
    ResultIterator<Place> leaves(String which, UnaryOperator<Query> values) {
        return values.apply(handle.createQuery(LEAVES + which + " ORDER BY s.revision"))
                .bind("keyPrefix", ApiKey.ACCOUNT_PREFIX)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> leaf(row))
                .iterator();
    }

    /** Rows, {@code c} of {@code s} with {@link BesideRows#JOINS}, by revision and number. To be closed. */
    ResultIterator<Place> rows(String which, UnaryOperator<Query> values) {
        return values.apply(handle.createQuery(ROWS + which + IN_ORDER))
                .bind("keyPrefix", ApiKey.ACCOUNT_PREFIX)
                .bind("proposal", proposal)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> row(row))
                .iterator();
    }

    private static Place leaf(ResultSet row) throws SQLException {
        String approver = row.getString("approver");
        List<@Nullable String> people = Arrays.asList(row.getString("actor"), approver);
        // Where nobody had to approve, the log has committed to one name.
        boolean isOne = approver == null && row.getBytes("erased_by") == null;
        return new Place(
                row.getLong("revision"),
                0,
                PersonalField.ofLeaf(),
                people,
                committed(row, 0, row.getBytes("actor_hash")),
                isOne ? 1 : people.size(),
                Set.of(),
                row.getString("needed_by"));
    }

    /**
     * To what the log commits there now: since the last erasure to what that left. The table that leads to its row is not
     * proven by anything, so the row itself has to name the place.
     */
    private static Commitment committed(ResultSet row, int number, byte[] recorded) throws SQLException {
        byte[] salt = row.getBytes("salt");
        byte[] erasedBy = row.getBytes("erased_by");
        byte[] hash = erasedBy != null
                        && ChangeDecoding.row(erasedBy) instanceof ChangeRow.Erased last
                        && last.revision() == row.getLong("revision")
                        && last.number() == number
                ? last.left().hash()
                : recorded;
        return new Commitment(salt == null ? new byte[0] : salt, hash);
    }

    private Place row(ResultSet row) throws SQLException {
        Operation operation = BesideRows.operation(row);
        ChangeRow decoded = ChangeDecoding.row(row.getBytes("canonical"));
        List<@Nullable String> values = BesideRows.texts(row, operation);
        List<PersonalField> kinds = PersonalField.of(operation, 0);
        Set<Integer> lost = new TreeSet<>();
        if (decoded instanceof RuleAddition rule) {
            kinds = PersonalField.of(operation, rule.subscribers());
            values.addAll(Collections.nCopies(rule.subscribers(), null));
            addSubscribers(row.getLong("rule"), values, lost);
        } else if (operation == Operation.ACCESS) {
            byte[] cipher = row.getBytes("cipher");
            long imei = row.getLong("imei");
            values.set(1, row.wasNull() ? null : new Imei(imei).text());
            if (cipher != null) {
                open(new Sealed(row.getInt("key_id"), cipher, row.getBytes("lookup")), values, 0, lost);
            }
        }
        return new Place(
                row.getLong("revision"),
                row.getInt("row_number"),
                kinds,
                values,
                committed(row, row.getInt("row_number"), decoded.personal().hash()),
                values.size(),
                lost,
                row.getString("needed_by"));
    }

    private void addSubscribers(long rule, List<@Nullable String> values, Set<Integer> lost) {
        handle.createQuery("SELECT position, key_id, cipher, lookup FROM subscriber_rule_imsi WHERE rule_id = :rule")
                .bind("rule", rule)
                .map((row, context) -> Map.entry(
                        row.getInt("position"),
                        new Sealed(row.getInt("key_id"), row.getBytes("cipher"), row.getBytes("lookup"))))
                .list()
                .forEach(named -> open(named.getValue(), values, named.getKey() + 1, lost));
    }

    private void open(Sealed sealed, List<@Nullable String> values, int index, Set<Integer> lost) {
        try {
            values.set(index, vault.open(sealed).digits());
        } catch (CannotOpenException gone) {
            lost.add(index + 1);
        }
    }
}
