package org.eir.store;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
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
import java.util.stream.IntStream;
import org.eir.core.access.ApiKey;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.Erasures;
import org.eir.core.erasure.Erasures.Outcome.Altered;
import org.eir.core.erasure.Erasures.Subject;
import org.eir.core.erasure.Erasures.Subject.OfChange;
import org.eir.core.erasure.Erasures.Subject.OfPerson;
import org.eir.core.erasure.Erasures.Subject.OfSubscriber;
import org.eir.core.erasure.PersonalField;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.store.PersonalPlaces.Place;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds what an order is to erase, as it lies beside the log now, and what is in the way. */
final class ErasureSearch {
    private static final int MAX_IN_THE_WAY = 10;
    private static final String PROPOSED = """
            c.operation = 14 AND substring(c.canonical FROM 3 FOR 8)
                             = ANY (ARRAY(SELECT int8send(q.id) FROM proposal q WHERE %s))""";

    private static final String DECIDED = "SELECT q.change_set_id FROM proposal_decision q"
            + " WHERE q.proposal_id IN (SELECT w.id FROM proposal w WHERE w.revision = :revision)";

    private final Handle handle;
    private final SubscriberVault vault;
    private final PersonalPlaces beside;
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

        /** Whether the order is about it; else it is taken along where nothing is in the way. */
        default boolean isOrdered() {
            return true;
        }
    }

    private ErasureSearch(Handle handle, SubscriberVault vault, Subject subject, @Nullable Long proposal) {
        this.handle = handle;
        this.vault = vault;
        this.subject = subject;
        this.proposal = proposal == null ? 0 : proposal;
        this.beside = new PersonalPlaces(handle, vault, this.proposal);
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

    private void ofChange(OfChange change) {
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

    private void ofPerson(String account) {
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
    private void endedOrders() {
        rows(
                PROPOSED.formatted(
                        "q.operation = 'erase' AND q.state NOT IN ('pending', 'approved') AND q.request <> ''"),
                UnaryOperator.identity(),
                new Choice() {
                    @Override
                    public boolean takes(PersonalField kind, String value) {
                        return kind == PersonalField.REQUEST;
                    }

                    @Override
                    public boolean isOrdered() {
                        return false;
                    }
                });
    }

    private void ownRequest() {
        if (proposal != 0) {
            rows(
                    PROPOSED.formatted("q.id = :proposal"),
                    UnaryOperator.identity(),
                    (kind, value) -> kind == PersonalField.REQUEST);
        }
    }

    private void leaves(String which, UnaryOperator<Query> values, Choice choice) {
        try (ResultIterator<Place> found = beside.leaves(which, values)) {
            add(found, choice);
        }
    }

    private void rows(String which, UnaryOperator<Query> values, Choice choice) {
        try (ResultIterator<Place> found = beside.rows(which, values)) {
            add(found, choice);
        }
    }

    private void add(Iterator<Place> found, Choice choice) {
        while (isAll && found.hasNext()) {
            add(found.next(), choice);
        }
    }

    private void add(Place place, Choice choice) {
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
        if (!place.lost().isEmpty()) {
            // With somebody in it whom nobody can read, nothing of it can be proven: all of it goes, and none is
            // committed to anew.
            going.addAll(place.lost());
            IntStream.rangeClosed(1, place.values().size())
                    .filter(field -> place.values().get(field - 1) != null)
                    .forEach(going::add);
        }
        if (place.neededBy() != null
                && going.stream().anyMatch(field -> isNeeded(place.kinds().get(field - 1)))) {
            if (inTheWay.size() < MAX_IN_THE_WAY) {
                inTheWay.add(place.neededBy());
            }
            return;
        }
        // Committed to anew, what somebody has altered would look as if it had always been so.
        if (place.isAltered()) {
            if (!choice.isOrdered()) {
                return;
            }
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
