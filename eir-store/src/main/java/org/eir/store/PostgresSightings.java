package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Recent sightings in PostgreSQL, their subscribers sealed. Safe for any number of threads. */
public final class PostgresSightings implements Sightings {
    /** Rows deleted by one statement, so that none takes long. */
    private static final int EVICTED_AT_ONCE = 50_000;

    /** Rows that are in memory at once while devices pass by. */
    private static final int FETCHED_AT_ONCE = 10_000;

    private static final Duration COUNT_HOLDS = Duration.ofMinutes(1);
    private static final byte[] NOBODY = new byte[0];

    private record Row(Sighting sighting, @Nullable Sealed subscriber) {
        byte[] lookup() {
            return subscriber == null ? NOBODY : subscriber.lookup();
        }
    }

    private record Count(long devices, Instant until) {}

    private final Database database;
    private final SubscriberVault vault;
    private final Clock clock;
    private volatile Count count = new Count(0, Instant.MIN);

    public PostgresSightings(Database database, SubscriberVault vault, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public void remember(List<Sighting> seen) {
        // Several nodes write the same rows: all in one order, so that no two wait for each other.
        List<Row> rows = seen.stream()
                .map(this::sealed)
                .sorted(Comparator.<Row>comparingLong(
                                row -> row.sighting().imei().digits())
                        .thenComparing(Row::lookup, Arrays::compare))
                .toList();
        database.inTransaction(handle -> {
            handle.execute("SET LOCAL statement_timeout = '20s'");
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO sighting (imei, lookup, key_id, cipher, via, peer, origin_host, origin_realm, first_seen, last_seen)
                    VALUES (:imei, :lookup, :key, :cipher, :via, :peer, :host, :realm, :first, :last)
                    ON CONFLICT (imei, lookup) DO UPDATE
                    SET via = EXCLUDED.via, peer = EXCLUDED.peer, origin_host = EXCLUDED.origin_host,
                        origin_realm = EXCLUDED.origin_realm, last_seen = EXCLUDED.last_seen
                    WHERE sighting.last_seen <= EXCLUDED.last_seen""");
            rows.forEach(row -> bind(batch, row));
            return batch.execute();
        });
    }

    private Row sealed(Sighting sighting) {
        Imsi subscriber = sighting.subscriber();
        return new Row(sighting, subscriber == null ? null : vault.seal(subscriber));
    }

    private static void bind(PreparedBatch batch, Row row) {
        Sighting sighting = row.sighting();
        Sealed subscriber = row.subscriber();
        batch.bind("imei", sighting.imei().digits())
                .bind("lookup", row.lookup())
                .bindByType("key", subscriber == null ? null : subscriber.keyId(), Integer.class)
                .bindByType("cipher", subscriber == null ? null : subscriber.cipher(), byte[].class)
                .bind("via", InterfaceCodes.code(sighting.via()))
                .bind("peer", storable(sighting.peer()))
                .bind("host", storable(sighting.origin().host()))
                .bind("realm", storable(sighting.origin().realm()))
                .bind("first", EntryRows.utc(sighting.firstSeen()))
                .bind("last", EntryRows.utc(sighting.lastSeen()))
                .add();
    }

    /** Peers choose these texts, and PostgreSQL takes every character but one. */
    private static String storable(String text) {
        return text.replace('\0', '?');
    }

    @Override
    public long devices() {
        Count last = count;
        Instant now = clock.instant();
        if (now.isBefore(last.until())) {
            return last.devices();
        }
        long devices = database.inTransaction(
                handle -> handle.createQuery("SELECT count(*) FROM (SELECT FROM sighting GROUP BY imei)")
                        .mapTo(Long.class)
                        .one());
        count = new Count(devices, now.plus(COUNT_HOLDS));
        return devices;
    }

    @Override
    public void each(@Nullable ImeiRange within, Visitor visitor) {
        String where = within == null ? "" : "WHERE imei BETWEEN %d AND %d".formatted(within.from(), within.to());
        database.inTransaction(handle -> {
            try (ResultIterator<Sighting> devices = handle.createQuery("""
                            SELECT DISTINCT ON (imei) imei, via, peer, origin_host, origin_realm, first_seen, last_seen
                            FROM sighting %s ORDER BY imei, last_seen DESC""".formatted(where))
                    .setFetchSize(FETCHED_AT_ONCE)
                    .map((row, context) -> read(row, null))
                    .iterator()) {
                boolean more = true;
                while (more && devices.hasNext()) {
                    more = visitor.visit(devices.next());
                }
                return more;
            }
        });
    }

    @Override
    public List<Sighting> ofSubscriber(Imsi subscriber, int limit) {
        List<Sighting> found = database.inTransaction(handle -> handle.createQuery("""
                        SELECT imei, via, peer, origin_host, origin_realm, first_seen, last_seen FROM sighting
                        WHERE lookup <> '' AND lookup IN (<lookups>) ORDER BY last_seen DESC LIMIT :limit""")
                .bindList("lookups", vault.lookups(subscriber))
                .bind("limit", Math.min(limit, MAX_FOUND))
                .map((row, context) -> read(row, subscriber))
                .list());
        return merged(found);
    }

    /** While a key is replaced, one device can be there under the old key and the new one. */
    private static List<Sighting> merged(List<Sighting> found) {
        Map<Imei, Sighting> devices = new LinkedHashMap<>();
        for (Sighting sighting : found) {
            devices.merge(sighting.imei(), sighting, (later, earlier) -> earlier.until(later));
        }
        return new ArrayList<>(devices.values());
    }

    @Override
    public List<Sighting> ofDevice(Imei device, int limit) {
        return database.inTransaction(handle -> handle.createQuery("""
                        SELECT imei, via, peer, origin_host, origin_realm, first_seen, last_seen, key_id, cipher, lookup
                        FROM sighting WHERE imei = :imei ORDER BY last_seen DESC LIMIT :limit""")
                .bind("imei", device.digits())
                .bind("limit", Math.min(limit, MAX_FOUND))
                .map((row, context) -> read(row, opened(row)))
                .list());
    }

    private @Nullable Imsi opened(ResultSet row) throws SQLException {
        byte[] cipher = row.getBytes("cipher");
        if (cipher == null) {
            return null;
        }
        try {
            return vault.open(new Sealed(row.getInt("key_id"), cipher, row.getBytes("lookup")));
        } catch (CannotOpenException e) {
            return null;
        }
    }

    private static Sighting read(ResultSet row, @Nullable Imsi subscriber) throws SQLException {
        return new Sighting(
                new Imei(row.getLong("imei")),
                subscriber,
                InterfaceCodes.of(row.getInt("via")),
                row.getString("peer"),
                new Origin(row.getString("origin_host"), row.getString("origin_realm")),
                row.getObject("first_seen", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen", OffsetDateTime.class).toInstant());
    }

    /**
     * Forgets what is too old, and the oldest of what is too many.
     *
     * @return how many sightings were forgotten; 0 if another node is at it
     */
    public long evict(Duration maxAge, long maxSightings) {
        long evicted = 0;
        Instant before = oldestKept(maxAge, maxSightings);
        int last;
        do {
            last = database.inTransaction(handle -> isAlone(handle) ? evict(handle, before) : 0);
            evicted += last;
        } while (last == EVICTED_AT_ONCE);
        return evicted;
    }

    private Instant oldestKept(Duration maxAge, long maxSightings) {
        Instant byAge = clock.instant().minus(maxAge);
        return database.inTransaction(handle -> {
            long surplus = handle.createQuery("SELECT count(*) FROM sighting WHERE last_seen >= :byAge")
                            .bind("byAge", EntryRows.utc(byAge))
                            .mapTo(Long.class)
                            .one()
                    - maxSightings;
            return surplus <= 0 ? byAge : afterOldest(handle, byAge, surplus);
        });
    }

    /** The moment after the oldest so many sightings. */
    private static Instant afterOldest(Handle handle, Instant byAge, long number) {
        return handle.createQuery("""
                        SELECT last_seen + interval '1 microsecond' FROM sighting WHERE last_seen >= :byAge
                        ORDER BY last_seen OFFSET :number - 1 LIMIT 1""")
                .bind("byAge", EntryRows.utc(byAge))
                .bind("number", number)
                .map((row, context) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .findOne()
                .orElse(byAge);
    }

    private static boolean isAlone(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('eir.sighting'))")
                .mapTo(Boolean.class)
                .one();
    }

    private static int evict(Handle handle, Instant before) {
        return handle.createUpdate("""
                        DELETE FROM sighting WHERE last_seen < :before
                          AND ctid = ANY (ARRAY (SELECT ctid FROM sighting WHERE last_seen < :before LIMIT :atOnce))""")
                .bind("before", EntryRows.utc(before))
                .bind("atOnce", EVICTED_AT_ONCE)
                .execute();
    }
}
