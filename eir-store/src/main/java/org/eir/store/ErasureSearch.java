package org.eir.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.eir.core.access.ApiKey;
import org.eir.core.audit.ChangeDecoding;
import org.eir.core.audit.ChangeRow;
import org.eir.core.audit.ChangeRow.RuleAddition;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.Erasures;
import org.eir.core.erasure.Erasures.Outcome.Altered;
import org.eir.core.erasure.Erasures.Subject;
import org.eir.core.erasure.Erasures.Subject.OfChange;
import org.eir.core.erasure.Erasures.Subject.OfPerson;
import org.eir.core.erasure.Erasures.Subject.OfSubscriber;
import org.eir.core.erasure.PersonalField;
import org.eir.core.identity.Imei;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds what an order is to erase, as it lies beside the log now, and what is in the way. */
final class ErasureSearch {
    private static final int FETCH_ROWS = 2_000;
    private static final int MAX_IN_THE_WAY = 10;
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
                   (SELECT 'key ' || n.id || ', which they made' FROM needed n WHERE n.created_by = a.change_set_id) AS needed_by,
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

    private static final String PROPOSED = """
            c.operation = 14 AND substring(c.canonical FROM 3 FOR 8)
                             = ANY (ARRAY(SELECT int8send(q.id) FROM proposal q WHERE %s))""";

    private static final String DECIDED = "SELECT q.change_set_id FROM proposal_decision q"
            + " WHERE q.proposal_id IN (SELECT w.id FROM proposal w WHERE w.revision = :revision)";

    private final Handle handle;
    private final SubscriberVault vault;
    private final Subject subject;
    /** The proposal under which it is done; its own request goes too. */
    private final long proposal;

    private final Map<List<Long>, Taken> places = new LinkedHashMap<>();
    private final Set<String> inTheWay = new LinkedHashSet<>();
    private @Nullable Altered altered;
    private boolean isAll = true;

    /**
     * A leaf or a row of which something is to go.
     *
     * @param values what it commits to, erased fields absent
     * @param going what is to go, by place from 1
     */
    record Taken(
            long revision,
            int row,
            List<PersonalField> kinds,
            List<@Nullable String> values,
            SortedSet<Integer> going) {

        /** What stays, committed to anew. */
        Commitment left() {
            List<@Nullable String> left = new ArrayList<>(values);
            going.forEach(field -> left.set(field - 1, null));
            return Commitment.to(left.toArray(new @Nullable String[0]));
        }

        byte[] canonical(Commitment left) {
            return ChangeEncoding.erased(revision, row, List.copyOf(going), left);
        }
    }

    /** Whether something that is there has to go. */
    private interface Choice {
        boolean takes(PersonalField kind, String value);
    }

    private ErasureSearch(Handle handle, SubscriberVault vault, Subject subject, @Nullable Long proposal) {
        this.handle = handle;
        this.vault = vault;
        this.subject = subject;
        this.proposal = proposal == null ? 0 : proposal;
    }

    static ErasureSearch run(Handle handle, SubscriberVault vault, Subject subject, @Nullable Long proposal)
            throws SQLException {
        ErasureSearch search = new ErasureSearch(handle, vault, subject, proposal);
        switch (subject) {
            case OfChange change -> search.ofChange(change);
            case OfPerson person -> search.ofPerson(person.account());
            case OfSubscriber subscriber -> search.ofSubscriber(subscriber);
        }
        return search;
    }

    List<Taken> places() {
        return List.copyOf(places.values());
    }

    /** What is in force and needs what was asked for. */
    List<String> inTheWay() {
        return List.copyOf(inTheWay);
    }

    boolean isAll() {
        return isAll;
    }

    /** The first place where something else lies than was committed to, if there is one. */
    @Nullable
    Altered altered() {
        return altered;
    }

    /** How many of what. */
    Map<PersonalField, Long> counts() {
        Map<PersonalField, Long> counts = new EnumMap<>(PersonalField.class);
        for (Taken place : places.values()) {
            place.going().forEach(field -> counts.merge(place.kinds().get(field - 1), 1L, Long::sum));
        }
        return counts;
    }

    private void ofChange(OfChange change) throws SQLException {
        Choice noted = (kind, value) -> change.fields().contains(kind);
        UnaryOperator<Query> revision = query -> query.bind("revision", change.revision());
        ownRequest();
        if (change.row() == null) {
            leaves("s.revision = :revision", revision, noted);
            rows("s.revision = :revision", revision, noted);
        } else {
            rows(
                    "s.revision = :revision AND c.row_number = :row",
                    query -> revision.apply(query).bind("row", change.row()),
                    noted);
        }
        // What one person asked for and another approved was kept as it was asked for.
        String proposed = PROPOSED.formatted("q.revision = :revision");
        rows(proposed, revision, noted);
        rows("c.operation = 15 AND c.change_set_id IN (" + DECIDED + ")", revision, noted);
        leaves(
                "a.change_set_id IN (SELECT c.change_set_id FROM change c WHERE " + proposed + " UNION " + DECIDED
                        + ")",
                revision,
                noted);
    }

    private void ofPerson(String account) throws SQLException {
        UnaryOperator<Query> who = query -> query.bind("person", account);
        Choice named = (kind, value) -> kind == PersonalField.PERSON && value.equals(account);
        endedOrders();
        ownRequest();
        leaves("(a.actor = :person OR a.approver = :person)", who, named);
        rows(PROPOSED.formatted("q.requester = :person"), who, named);
        rows(
                "c.operation = 15 AND c.change_set_id IN (SELECT q.change_set_id FROM proposal_decision q"
                        + " WHERE q.decided_by = :person)",
                who,
                named);
        if (account.startsWith(ApiKey.ACCOUNT_PREFIX)) {
            String key = account.substring(ApiKey.ACCOUNT_PREFIX.length());
            rows(
                    "c.operation = 10 AND c.change_set_id IN (SELECT q.created_by FROM api_key q WHERE q.name = :key)",
                    query -> query.bind("key", key),
                    (kind, value) -> value.equals(key));
        }
    }

    private void ofSubscriber(OfSubscriber subscriber) throws SQLException {
        String imsi = subscriber.imsi().digits();
        Choice theirs = (kind, value) -> kind == PersonalField.SUBSCRIBER
                ? value.equals(imsi)
                : subscriber.fields().contains(kind);
        Array lookups = handle.getConnection()
                .createArrayOf("bytea", vault.lookups(subscriber.imsi()).toArray(byte[][]::new));
        UnaryOperator<Query> whose = query -> query.bindBySqlType("lookups", lookups, Types.ARRAY);
        endedOrders();
        ownRequest();
        rows("""
                c.operation = 5 AND r.id IN (SELECT i.rule_id FROM subscriber_rule_imsi i WHERE i.lookup = ANY (:lookups))
                AND c.change_set_id IN (SELECT q.added_by FROM subscriber_rule q JOIN subscriber_rule_imsi i ON i.rule_id = q.id
                                        WHERE i.lookup = ANY (:lookups))""", whose, theirs);
        rows("""
                c.operation = 9 AND c.change_set_id IN (SELECT q.change_set_id FROM access_record q
                                                        WHERE q.lookup = ANY (:lookups))""", whose, theirs);
    }

    /** An order that was turned down, or that nobody approved, still says whom it was about. */
    private void endedOrders() throws SQLException {
        rows(
                PROPOSED.formatted(
                        "q.operation = 'erase' AND q.state NOT IN ('pending', 'approved') AND q.request <> ''"),
                UnaryOperator.identity(),
                (kind, value) -> kind == PersonalField.REQUEST);
    }

    private void ownRequest() throws SQLException {
        if (proposal != 0) {
            rows(
                    PROPOSED.formatted("q.id = :proposal"),
                    UnaryOperator.identity(),
                    (kind, value) -> kind == PersonalField.REQUEST);
        }
    }

    private void leaves(String which, UnaryOperator<Query> values, Choice choice) throws SQLException {
        try (ResultIterator<Place> found = values.apply(handle.createQuery(LEAVES + which + " ORDER BY s.revision"))
                .bind("keyPrefix", ApiKey.ACCOUNT_PREFIX)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> leaf(row))
                .iterator()) {
            while (isAll && found.hasNext()) {
                add(found.next(), Set.of(), choice);
            }
        }
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
                committed(row, row.getBytes("actor_hash")),
                isOne ? 1 : people.size(),
                row.getString("needed_by"));
    }

    /** To what the log commits there now: since the last erasure to what that left. */
    private static Commitment committed(ResultSet row, byte[] recorded) throws SQLException {
        byte[] salt = row.getBytes("salt");
        byte[] erasedBy = row.getBytes("erased_by");
        byte[] hash = erasedBy != null && ChangeDecoding.row(erasedBy) instanceof ChangeRow.Erased last
                ? last.left().hash()
                : recorded;
        return new Commitment(salt == null ? new byte[0] : salt, hash);
    }

    /**
     * A leaf or a row with what lies beside it.
     *
     * @param values what is not sealed of it, the rest absent
     * @param fields how many of the values were committed to
     */
    private record Place(
            long revision,
            int row,
            List<PersonalField> kinds,
            List<@Nullable String> values,
            Commitment committed,
            int fields,
            @Nullable String neededBy) {

        boolean isAltered() {
            return !committed.holdsFor(values.subList(0, fields).toArray(new @Nullable String[0]));
        }
    }

    private void rows(String which, UnaryOperator<Query> values, Choice choice) throws SQLException {
        try (ResultIterator<Row> found = values.apply(handle.createQuery(ROWS + which + IN_ORDER))
                .bind("keyPrefix", ApiKey.ACCOUNT_PREFIX)
                .bind("proposal", proposal)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> row(row))
                .iterator()) {
            take(found, choice);
        }
    }

    private void take(Iterator<Row> found, Choice choice) throws SQLException {
        while (isAll && found.hasNext()) {
            Row row = found.next();
            Set<Integer> lost = new TreeSet<>();
            if (row.rule() != 0) {
                addSubscribers(row.rule(), row.place().values(), lost);
            } else if (row.sealed() != null) {
                open(row.sealed(), row.place().values(), 0, lost);
            }
            add(row.place(), lost, choice);
        }
    }

    private record Row(Place place, long rule, @Nullable Sealed sealed) {}

    private static Row row(ResultSet row) throws SQLException {
        Operation operation = BesideRows.operation(row);
        ChangeRow decoded = ChangeDecoding.row(row.getBytes("canonical"));
        List<@Nullable String> texts = BesideRows.texts(row, operation);
        List<PersonalField> kinds = PersonalField.of(operation, 0);
        Sealed sealed = null;
        if (decoded instanceof RuleAddition rule) {
            kinds = PersonalField.of(operation, rule.subscribers());
            texts.addAll(Collections.nCopies(rule.subscribers(), null));
        } else if (operation == Operation.ACCESS) {
            byte[] cipher = row.getBytes("cipher");
            long imei = row.getLong("imei");
            texts.set(1, row.wasNull() ? null : new Imei(imei).text());
            sealed = cipher == null ? null : new Sealed(row.getInt("key_id"), cipher, row.getBytes("lookup"));
        }
        Place place = new Place(
                row.getLong("revision"),
                row.getInt("row_number"),
                kinds,
                texts,
                committed(row, decoded.personal().hash()),
                texts.size(),
                row.getString("needed_by"));
        return new Row(place, row.getLong("rule"), sealed);
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

    /** Whom nobody can read any more, because the key is gone, cannot be committed to anew: they go with the rest. */
    private void open(Sealed sealed, List<@Nullable String> values, int index, Set<Integer> lost) {
        try {
            values.set(index, vault.open(sealed).digits());
        } catch (CannotOpenException gone) {
            lost.add(index + 1);
        }
    }

    private void add(Place place, Set<Integer> lost, Choice choice) {
        SortedSet<Integer> going = new TreeSet<>();
        for (int i = 0; i < place.kinds().size(); i++) {
            String value = place.values().get(i);
            if (value != null && choice.takes(place.kinds().get(i), value)) {
                going.add(i + 1);
            }
        }
        if (going.isEmpty()) {
            return;
        }
        going.addAll(lost);
        if (place.neededBy() != null
                && going.stream().anyMatch(field -> isNeeded(place.kinds().get(field - 1)))) {
            if (inTheWay.size() < MAX_IN_THE_WAY) {
                inTheWay.add(place.neededBy());
            }
            return;
        }
        // Committed to anew, what somebody has altered would look as if it had always been so.
        if (lost.isEmpty() && place.isAltered()) {
            altered = altered == null ? new Altered(place.revision(), place.row()) : altered;
            return;
        }
        take(place, going);
    }

    private void take(Place place, SortedSet<Integer> going) {
        List<Long> key = List.of(place.revision(), (long) place.row());
        Taken before = places.get(key);
        if (before != null) {
            before.going().addAll(going);
        } else if (places.size() == Erasures.MAX_PLACES) {
            isAll = false;
        } else {
            places.put(key, new Taken(place.revision(), place.row(), place.kinds(), place.values(), going));
        }
    }

    /** What is in force names people; what was noted with it, it can do without. */
    private static boolean isNeeded(PersonalField kind) {
        return switch (kind) {
            case PERSON, SUBSCRIBER, REQUEST -> true;
            case REFERENCE, NOTE, SOURCE_REFERENCE, DEVICE, ORGANISATION -> false;
        };
    }
}
