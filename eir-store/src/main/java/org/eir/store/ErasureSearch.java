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
import org.eir.core.audit.ChangeRow.RuleAddition;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.Erasures;
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
    private static final String KEY_IN_FORCE = "(k.revoked_by IS NULL AND k.expires > now() - interval '1 day')";

    private static final String LEAVES = """
            SELECT a.change_set_id, s.revision, a.actor, a.approver,
                   (SELECT 'key ' || k.id || ', which they made' FROM api_key k
                    WHERE k.created_by = a.change_set_id
                      AND (%s OR EXISTS (SELECT FROM proposal q WHERE q.state IN ('pending', 'approved')
                                                                  AND q.requester = :keyPrefix || k.name))) AS needed_by
            FROM change_set_actor a JOIN change_set s ON s.id = a.change_set_id
            WHERE a.salt <> '' AND
            """.formatted(KEY_IN_FORCE);

    private static final String ROWS = "SELECT c.change_set_id, s.revision, " + BesideRows.COLUMNS
            + """
            , CASE WHEN c.operation = 5 AND r.withdrawn_by IS NULL OR c.operation = 10 AND %s
                        OR c.operation = 14 AND p.state IN ('pending', 'approved') AND p.id <> :proposal
                        OR c.operation = 15 AND EXISTS (SELECT FROM proposal q WHERE q.id = d.proposal_id AND q.state = 'approved')
                   THEN c.subject END AS needed_by
            FROM change c JOIN change_set s ON s.id = c.change_set_id
            """.formatted(KEY_IN_FORCE) + BesideRows.JOINS + "WHERE ";

    private static final String IN_ORDER = " ORDER BY s.revision, c.row_number";

    private static final String PROPOSED = """
            c.operation = 14 AND substring(c.canonical FROM 3 FOR 8)
                             = ANY (ARRAY(SELECT int8send(q.id) FROM proposal q WHERE %s))""";

    private final Handle handle;
    private final SubscriberVault vault;
    private final Subject subject;
    /** The proposal under which it is done; its own request goes too. */
    private final long proposal;

    private final Map<List<Long>, Taken> places = new LinkedHashMap<>();
    private final Set<String> inTheWay = new LinkedHashSet<>();
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
        rows(PROPOSED.formatted("q.revision = :revision"), revision, noted);
        ownRequest();
    }

    private void ofPerson(String account) throws SQLException {
        UnaryOperator<Query> who = query -> query.bind("person", account);
        Choice named = (kind, value) -> kind == PersonalField.PERSON && value.equals(account);
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
        endedOrders();
        ownRequest();
    }

    private void ofSubscriber(OfSubscriber subscriber) throws SQLException {
        String imsi = subscriber.imsi().digits();
        Choice theirs = (kind, value) -> kind == PersonalField.SUBSCRIBER
                ? value.equals(imsi)
                : subscriber.fields().contains(kind);
        Array lookups = handle.getConnection()
                .createArrayOf("bytea", vault.lookups(subscriber.imsi()).toArray(byte[][]::new));
        UnaryOperator<Query> whose = query -> query.bindBySqlType("lookups", lookups, Types.ARRAY);
        rows("""
                c.operation = 5 AND r.id IN (SELECT i.rule_id FROM subscriber_rule_imsi i WHERE i.lookup = ANY (:lookups))
                AND c.change_set_id IN (SELECT q.added_by FROM subscriber_rule q JOIN subscriber_rule_imsi i ON i.rule_id = q.id
                                        WHERE i.lookup = ANY (:lookups))""", whose, theirs);
        rows("""
                c.operation = 9 AND c.change_set_id IN (SELECT q.change_set_id FROM access_record q
                                                        WHERE q.lookup = ANY (:lookups))""", whose, theirs);
        endedOrders();
        ownRequest();
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
        try (ResultIterator<Leaf> found = values.apply(handle.createQuery(LEAVES + which + " ORDER BY s.revision"))
                .bind("keyPrefix", ApiKey.ACCOUNT_PREFIX)
                .setFetchSize(FETCH_ROWS)
                .map((row, context) -> new Leaf(
                        row.getLong("revision"),
                        Arrays.asList(row.getString("actor"), row.getString("approver")),
                        row.getString("needed_by")))
                .iterator()) {
            while (isAll && found.hasNext()) {
                Leaf leaf = found.next();
                add(leaf.revision(), 0, PersonalField.ofLeaf(), leaf.people(), leaf.neededBy(), Set.of(), choice);
            }
        }
    }

    private record Leaf(
            long revision,
            List<@Nullable String> people,
            @Nullable String neededBy) {}

    private void rows(String which, UnaryOperator<Query> values, Choice choice) throws SQLException {
        try (ResultIterator<Row> found = values.apply(handle.createQuery(ROWS + which + IN_ORDER))
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
            List<@Nullable String> values = new ArrayList<>(row.texts());
            Set<Integer> lost = new TreeSet<>();
            if (row.rule() != 0) {
                addSubscribers(row.rule(), values, lost);
            } else if (row.sealed() != null) {
                open(row.sealed(), values, 0, lost);
            }
            add(row.revision(), row.number(), row.kinds(), values, row.neededBy(), lost, choice);
        }
    }

    /** @param texts what is not sealed of what it commits to, the rest absent */
    private record Row(
            long revision,
            int number,
            List<PersonalField> kinds,
            List<@Nullable String> texts,
            long rule,
            @Nullable Sealed sealed,
            @Nullable String neededBy) {}

    private static Row row(ResultSet row) throws SQLException {
        Operation operation = BesideRows.operation(row);
        List<@Nullable String> texts = BesideRows.texts(row, operation);
        List<PersonalField> kinds = PersonalField.of(operation, 0);
        Sealed sealed = null;
        if (operation == Operation.SUBSCRIBER_RULE
                && ChangeDecoding.row(row.getBytes("canonical")) instanceof RuleAddition rule) {
            kinds = PersonalField.of(operation, rule.subscribers());
            texts.addAll(Collections.nCopies(rule.subscribers(), null));
        } else if (operation == Operation.ACCESS) {
            byte[] cipher = row.getBytes("cipher");
            long imei = row.getLong("imei");
            texts.set(1, row.wasNull() ? null : new Imei(imei).text());
            sealed = cipher == null ? null : new Sealed(row.getInt("key_id"), cipher, row.getBytes("lookup"));
        }
        return new Row(
                row.getLong("revision"),
                row.getInt("row_number"),
                kinds,
                texts,
                row.getLong("rule"),
                sealed,
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

    /** Whom nobody can read any more, because the key is gone, cannot be committed to anew: they go with the rest. */
    private void open(Sealed sealed, List<@Nullable String> values, int index, Set<Integer> lost) {
        try {
            values.set(index, vault.open(sealed).digits());
        } catch (CannotOpenException gone) {
            lost.add(index + 1);
        }
    }

    private void add(
            long revision,
            int number,
            List<PersonalField> kinds,
            List<@Nullable String> values,
            @Nullable String neededBy,
            Set<Integer> lost,
            Choice choice) {
        SortedSet<Integer> going = new TreeSet<>();
        boolean isNeeded = false;
        for (int i = 0; i < kinds.size(); i++) {
            String value = values.get(i);
            if (value != null && choice.takes(kinds.get(i), value)) {
                going.add(i + 1);
                isNeeded |= isNeeded(kinds.get(i));
            }
        }
        if (going.isEmpty()) {
            return;
        }
        if (isNeeded && neededBy != null) {
            if (inTheWay.size() < MAX_IN_THE_WAY) {
                inTheWay.add(neededBy);
            }
            return;
        }
        going.addAll(lost);
        List<Long> place = List.of(revision, (long) number);
        Taken before = places.get(place);
        if (before != null) {
            before.going().addAll(going);
        } else if (places.size() == Erasures.MAX_PLACES) {
            isAll = false;
        } else {
            places.put(place, new Taken(revision, number, kinds, values, going));
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
