package org.eir.store;

import org.eir.core.change.AccessJournal;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;

/** Reads of personal data, journalled; whose data it was is sealed. Safe for any number of threads. */
public final class PostgresAccessJournal implements AccessJournal {
    private final Database database;
    private final SubscriberVault vault;

    public PostgresAccessJournal(Database database, SubscriberVault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public long record(Access access, Actor actor) {
        Imsi subscriber = access.subscriber();
        Sealed sealed = subscriber == null ? null : vault.seal(subscriber);
        Imei device = access.device();
        Commitment personal = access.commitment();
        return database.inTransaction(handle -> {
            handle.execute("SET LOCAL lock_timeout = '10s'");
            handle.execute("SET LOCAL statement_timeout = '20s'");
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            handle.createUpdate("""
                            INSERT INTO access_record (change_set_id, what, key_id, cipher, lookup, imei, reference, salt)
                            VALUES (:id, :what, :key, :cipher, :lookup, :imei, :reference, :salt)""")
                    .bind("id", changeSet.id())
                    .bind("what", access.read().text())
                    .bindByType("key", sealed == null ? null : sealed.keyId(), Integer.class)
                    .bindByType("cipher", sealed == null ? null : sealed.cipher(), byte[].class)
                    .bindByType("lookup", sealed == null ? null : sealed.lookup(), byte[].class)
                    .bindByType("imei", device == null ? null : device.digits(), Long.class)
                    .bind("reference", access.reference())
                    .bind("salt", personal.salt())
                    .execute();
            changeSet.addRow(Operation.ACCESS, access.read().text(), ChangeEncoding.access(access.read(), personal));
            return changeSet.record(ChangeKind.ACCESS, actor).revision();
        });
    }
}
