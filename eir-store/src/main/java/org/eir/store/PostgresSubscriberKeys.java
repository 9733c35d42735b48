package org.eir.store;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.eir.core.subscriber.SubscriberVault;

/**
 * Which keys subscribers were ever sealed with, by fingerprint: so that every node uses the same secret under one number,
 * and none seals what the others cannot open.
 */
public final class PostgresSubscriberKeys {
    private final Database database;

    public PostgresSubscriberKeys(Database database) {
        this.database = database;
    }

    /** Whether anything was ever sealed, or could have been. */
    public boolean isEmpty() {
        return database.inTransaction(handle -> handle.createQuery("SELECT NOT exists (SELECT FROM subscriber_key)")
                .mapTo(Boolean.class)
                .one());
    }

    /** Makes a node's keys known; returns the number of the first that another secret is known by, if there is one. */
    public Optional<Integer> agreeOn(SubscriberVault vault) {
        return database.inTransaction(handle -> {
            for (Map.Entry<Integer, byte[]> key : vault.fingerprints().entrySet()) {
                handle.createUpdate("""
                                INSERT INTO subscriber_key (id, fingerprint) VALUES (:id, :fingerprint)
                                ON CONFLICT (id) DO NOTHING""")
                        .bind("id", key.getKey())
                        .bind("fingerprint", key.getValue())
                        .execute();
                byte[] known = handle.createQuery("SELECT fingerprint FROM subscriber_key WHERE id = :id")
                        .bind("id", key.getKey())
                        .mapTo(byte[].class)
                        .one();
                if (!Arrays.equals(known, key.getValue())) {
                    return Optional.of(key.getKey());
                }
            }
            return Optional.empty();
        });
    }
}
