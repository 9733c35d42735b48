package org.eir.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eir.core.audit.ChangeDecoding;
import org.eir.core.audit.ChangeRow;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.Erasures;
import org.eir.core.erasure.Erasures.Subject.OfChange;
import org.eir.core.erasure.Erasures.Subject.OfPerson;
import org.eir.core.erasure.Erasures.Subject.OfSubscriber;
import org.eir.core.erasure.PersonalField;
import org.eir.core.identity.Imsi;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.eir.store.ErasureSearch.Taken;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Erasures in PostgreSQL. What goes is written into the rows of a change set, and the database takes away what these rows
 * name ({@code V17__erasure.sql}): this program has no right to take anything away itself. Safe for any number of threads
 * and nodes.
 */
public final class PostgresErasures implements Erasures {
    private static final String SELECT = """
            SELECT s.revision, s.recorded_at, o.change_set_id, o.about, o.reference, coalesce(a.actor, '') AS actor, a.approver,
                   s.row_count - 1 AS places, c.canonical
            FROM erasure o
            JOIN change_set s ON s.id = o.change_set_id
            JOIN change c ON c.change_set_id = s.id AND c.row_number = 1
            LEFT JOIN change_set_actor a ON a.change_set_id = s.id
            """;

    private final Database database;
    private final SubscriberVault vault;

    public PostgresErasures(Database database, SubscriberVault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public Outcome find(Subject subject) {
        return database.inTransaction(handle -> {
            boundWaiting(handle);
            ErasureSearch search = ErasureSearch.run(handle, vault, subject, null);
            Outcome refusal = refusal(handle, subject, search);
            if (refusal != null) {
                return refusal;
            }
            Beside beside = beside(
                    handle,
                    "SELECT (SELECT count(*) FROM sighting s WHERE s.lookup = ANY (:lookups)) AS sightings,"
                            + " (SELECT count(*) FROM check_record r WHERE r.lookup = ANY (:lookups)) AS records,"
                            + " (SELECT count(*) FROM import i WHERE i.actor = :person) AS files",
                    subject,
                    0);
            Found found = found(search, beside);
            return found.isNothing() ? new Outcome.Nothing() : new Outcome.Previewed(found);
        });
    }

    @Override
    public Outcome erase(Subject subject, String order, Actor actor) {
        return database.inTransaction(handle -> {
            boundWaiting(handle);
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('eir erasure'))");
            handle.savepoint("before");
            ErasureSearch search = ErasureSearch.run(handle, vault, subject, actor.proposal());
            Outcome refusal = refusal(handle, subject, search);
            return refusal != null ? refusal : erase(handle, subject, search, order, actor);
        });
    }

    private Outcome erase(Handle handle, Subject subject, ErasureSearch search, String order, Actor actor)
            throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        Commitment reference = Commitment.to(order);
        handle.createUpdate("""
                        INSERT INTO erasure (change_set_id, about, reference, salt) VALUES (:id, :about, :reference, :salt)""")
                .bind("id", changeSet.id())
                .bind("about", subject.text())
                .bind("reference", order)
                .bind("salt", reference.salt())
                .execute();
        Found found = found(
                search, beside(handle, "SELECT * FROM erase_beside(:id, :lookups, :person)", subject, changeSet.id()));
        if (found.isNothing()) {
            handle.rollbackToSavepoint("before");
            return new Outcome.Nothing();
        }
        changeSet.addRow(
                Operation.ERASURE,
                "erasure: " + subject.text(),
                ChangeEncoding.erasure(subject.text(), found.others(), reference));
        takeAway(handle, changeSet, search.places());
        long whole = wholeRevision(subject);
        if (whole != 0) {
            handle.createQuery("SELECT erase_import_reference(:id, :revision)::text")
                    .bind("id", changeSet.id())
                    .bind("revision", whole)
                    .mapTo(String.class)
                    .one();
        }
        return new Outcome.Done(changeSet.record(ChangeKind.ERASURE, actor).revision(), found);
    }

    private static void takeAway(Handle handle, ChangeSetWriter changeSet, List<Taken> places) throws SQLException {
        List<byte[]> rows = new ArrayList<>(places.size());
        byte[][] salts = new byte[places.size()][];
        for (int i = 0; i < salts.length; i++) {
            Commitment left = places.get(i).left();
            salts[i] = left.salt();
            rows.add(places.get(i).canonical(left));
        }
        changeSet.addRows(Operation.ERASED, rows);
        long taken = handle.createQuery("SELECT erase(:id, :salts)")
                .bind("id", changeSet.id())
                .bindBySqlType("salts", array(handle, salts), Types.ARRAY)
                .mapTo(Long.class)
                .one();
        if (taken != salts.length) {
            throw new SQLException("of " + salts.length + " places " + taken + " were erased");
        }
    }

    private record Beside(long sightings, long records, long files) {}

    /** What the log never committed to, counted or erased. */
    private Beside beside(Handle handle, String query, Subject subject, long changeSet) throws SQLException {
        byte[][] lookups = subject instanceof OfSubscriber(var imsi, var fields)
                ? vault.lookups(imsi).toArray(byte[][]::new)
                : new byte[0][];
        var statement = handle.createQuery(query)
                .bindBySqlType("lookups", array(handle, lookups), Types.ARRAY)
                .bind("person", subject instanceof OfPerson(var account) ? account : null);
        if (changeSet != 0) {
            statement.bind("id", changeSet);
        }
        long references = importReferences(handle, wholeRevision(subject));
        return statement
                .map((row, context) ->
                        new Beside(row.getLong("sightings"), row.getLong("records"), row.getLong("files") + references))
                .one();
    }

    /** The change whose references go as a whole, and with them what its import rests on; 0 where none does. */
    private static long wholeRevision(Subject subject) {
        return subject instanceof OfChange(var revision, var row, var fields)
                        && row == null
                        && fields.contains(PersonalField.REFERENCE)
                ? revision
                : 0;
    }

    private static long importReferences(Handle handle, long revision) {
        return handle.createQuery("SELECT count(*) FROM import WHERE revision = :revision AND reference <> ''")
                .bind("revision", revision)
                .mapTo(Long.class)
                .one();
    }

    private static Found found(ErasureSearch search, Beside beside) {
        return new Found(
                search.places().size(),
                search.counts(),
                beside.sightings(),
                beside.records(),
                beside.files(),
                search.isAll());
    }

    private static @Nullable Outcome refusal(Handle handle, Subject subject, ErasureSearch search) {
        if (subject instanceof OfChange change && change.revision() > ChangeSetWriter.head(handle)) {
            return new Outcome.NoSuchChange();
        }
        return search.inTheWay().isEmpty() ? search.altered() : new Outcome.InForce(search.inTheWay());
    }

    private static Array array(Handle handle, byte[][] octets) throws SQLException {
        return handle.getConnection().createArrayOf("bytea", octets);
    }

    @Override
    public List<Erasure> page(long before, int limit) {
        return database.inTransaction(handle -> handle.createQuery(
                        SELECT + "WHERE s.revision < :before ORDER BY s.revision DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> erasure(handle, row, false))
                .list());
    }

    @Override
    public Optional<Erasure> at(long revision) {
        return database.inTransaction(handle -> handle.createQuery(SELECT + "WHERE s.revision = :revision")
                .bind("revision", revision)
                .map((row, context) -> erasure(handle, row, true))
                .findOne());
    }

    private static Erasure erasure(Handle handle, ResultSet row, boolean withPlaces) throws SQLException {
        long id = row.getLong("change_set_id");
        long others =
                ChangeDecoding.row(row.getBytes("canonical")) instanceof ChangeRow.Erasure first ? first.others() : 0;
        return new Erasure(
                row.getLong("revision"),
                EntryRows.recorded(row, "revision", "recorded_at").at(),
                row.getString("about"),
                row.getString("reference"),
                row.getString("actor"),
                row.getString("approver"),
                row.getLong("places"),
                others,
                fields(handle, id),
                withPlaces ? named(handle, id) : List.of());
    }

    private static Map<PersonalField, Long> fields(Handle handle, long id) {
        Map<PersonalField, Long> counts = new EnumMap<>(PersonalField.class);
        handle.createQuery("""
                        SELECT p.operation, f.field, count(*) AS n FROM erased_place p CROSS JOIN unnest(p.fields) AS f (field)
                        WHERE p.erased_by = :id GROUP BY p.operation, f.field""")
                .bind("id", id)
                .map((row, context) -> Map.entry(kind(row.getInt("operation"), row.getInt("field")), row.getLong("n")))
                .forEach(count -> counts.merge(count.getKey(), count.getValue(), Long::sum));
        return counts;
    }

    private static List<Erasures.Place> named(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT s.revision, p.row_number, p.operation, p.fields
                        FROM erased_place p JOIN change_set s ON s.id = p.change_set_id
                        WHERE p.erased_by = :id ORDER BY p.number LIMIT :limit""")
                .bind("id", id)
                .bind("limit", MAX_NAMED)
                .map((row, context) -> {
                    int operation = row.getInt("operation");
                    Short[] fields = (Short[]) row.getArray("fields").getArray();
                    return new Erasures.Place(
                            row.getLong("revision"),
                            row.getInt("row_number"),
                            Arrays.stream(fields)
                                    .map(field -> kind(operation, field))
                                    .toList());
                })
                .list();
    }

    /** What the field of this number is, of the row's commitment; operation 0 is that of a leaf. */
    private static PersonalField kind(int operation, int field) {
        if (operation == 0) {
            return PersonalField.PERSON;
        }
        Operation known = Arrays.stream(Operation.values())
                .filter(one -> one.code() == operation)
                .findFirst()
                .orElseThrow();
        return PersonalField.of(known, field).get(field - 1);
    }

    /** The key's number, and cipher and look-up in Base64. */
    @Override
    public String sealed(Imsi imsi) {
        Sealed sealed = vault.seal(imsi);
        Base64.Encoder base64 = Base64.getEncoder();
        return sealed.keyId() + "." + base64.encodeToString(sealed.cipher()) + "."
                + base64.encodeToString(sealed.lookup());
    }

    @Override
    public Optional<Imsi> opened(String sealed) {
        try {
            String[] parts = sealed.split("\\.", -1);
            Base64.Decoder base64 = Base64.getDecoder();
            return parts.length != 3
                    ? Optional.empty()
                    : Optional.of(vault.open(
                            new Sealed(Integer.parseInt(parts[0]), base64.decode(parts[1]), base64.decode(parts[2]))));
        } catch (IllegalArgumentException | CannotOpenException other) {
            return Optional.empty();
        }
    }

    private static void boundWaiting(Handle handle) {
        handle.execute("SET LOCAL lock_timeout = '10s'");
        handle.execute("SET LOCAL statement_timeout = '50s'");
    }
}
