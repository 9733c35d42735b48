package org.eir.store;

import java.util.List;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.jdbi.v3.core.Handle;

/**
 * Brings every stored subscriber under the key that seals now, so that an old key can be taken away. Idle where there is
 * nothing to do.
 *
 * <p>Small transactions, each locking the rows it works on; what somebody else is working on is left to the next round.
 */
public final class Resealing {
    /** Every table with the columns key_id, cipher and lookup that keeps its rows. */
    private static final List<String> TABLES = List.of("access_record", "subscriber_rule_imsi");

    private static final int AT_ONCE = 1_000;

    private record Stored(String place, Sealed sealed) {}

    private final Database database;
    private final SubscriberVault vault;

    public Resealing(Database database, SubscriberVault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** How many stored subscribers are still sealed with another key than the one that seals now. */
    public long remaining() {
        return database.inTransaction(handle -> {
            long remaining = count(handle, "sighting");
            for (String table : TABLES) {
                remaining += count(handle, table);
            }
            return remaining;
        });
    }

    private long count(Handle handle, String table) {
        return handle.createQuery("SELECT count(*) FROM " + table + " WHERE key_id <> :first")
                .bind("first", vault.sealingKey())
                .mapTo(Long.class)
                .one();
    }

    /** Reseals what can be opened; returns how many were resealed. */
    public long run() {
        long resealed = 0;
        for (String table : TABLES) {
            resealed += untilDone(handle -> reseal(handle, table));
        }
        return resealed + untilDone(this::resealSightings);
    }

    private long untilDone(Database.Steps<Integer> step) {
        long total = 0;
        int last;
        do {
            last = database.inTransaction(step);
            total += last;
        } while (last > 0);
        return total;
    }

    private int reseal(Handle handle, String table) {
        List<Stored> rows = old(handle, table);
        for (Stored row : rows) {
            Sealed next = vault.reseal(row.sealed());
            handle.createUpdate("UPDATE " + table
                            + " SET key_id = :key, cipher = :cipher, lookup = :lookup WHERE ctid = :place::tid")
                    .bind("key", next.keyId())
                    .bind("cipher", next.cipher())
                    .bind("lookup", next.lookup())
                    .bind("place", row.place())
                    .execute();
        }
        return rows.size();
    }

    /** A sighting's look-up is part of its key, and the pair may have been seen under the new key already. */
    private int resealSightings(Handle handle) {
        List<Stored> rows = old(handle, "sighting");
        for (Stored row : rows) {
            Sealed next = vault.reseal(row.sealed());
            handle.createUpdate("""
                            WITH old AS (DELETE FROM sighting WHERE ctid = :place::tid RETURNING *)
                            INSERT INTO sighting (imei, lookup, key_id, cipher, via, peer, origin_host, origin_realm, first_seen, last_seen)
                            SELECT imei, :lookup, :key, :cipher, via, peer, origin_host, origin_realm, first_seen, last_seen FROM old
                            ON CONFLICT (imei, lookup) DO UPDATE SET first_seen = least(sighting.first_seen, EXCLUDED.first_seen)""")
                    .bind("place", row.place())
                    .bind("lookup", next.lookup())
                    .bind("key", next.keyId())
                    .bind("cipher", next.cipher())
                    .execute();
        }
        return rows.size();
    }

    private List<Stored> old(Handle handle, String table) {
        List<Integer> others = vault.fingerprints().keySet().stream()
                .filter(id -> id != vault.sealingKey())
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }
        return handle.createQuery("SELECT ctid::text AS place, key_id, cipher, lookup FROM " + table
                        + " WHERE key_id IN (<others>) LIMIT :atOnce FOR UPDATE SKIP LOCKED")
                .bindList("others", others)
                .bind("atOnce", AT_ONCE)
                .map((row, context) -> new Stored(
                        row.getString("place"),
                        new Sealed(row.getInt("key_id"), row.getBytes("cipher"), row.getBytes("lookup"))))
                .list();
    }
}
