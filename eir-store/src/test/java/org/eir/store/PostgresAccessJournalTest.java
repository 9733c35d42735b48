package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;

import java.time.Duration;
import java.util.List;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.ListQueries.Row;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.register.Register;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who read personal data stays in the journal for ever, and whose it was can be told only with the keys. */
class PostgresAccessJournalTest {
    private static final Imsi VICTIM = new Imsi("262011234567890");
    private static final Access FOUND = new Access(Read.DEVICES_OF_SUBSCRIBER, VICTIM, null, "FIR 12/2026");

    private StoreHarness store;
    private PostgresAccessJournal journal;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        journal = new PostgresAccessJournal(store.database, store.vault);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aReadIsARevisionWithItsReaderAndWithoutWhoWasReadAbout() {
        long revision = journal.record(FOUND, CLERK);

        ChangeSet read = store.lists.changes(0, 10).getFirst();
        assertThat(read.revision()).isEqualTo(revision);
        assertThat(read.kind()).isEqualTo("access");
        assertThat(read.actor()).isEqualTo(CLERK.name());
        assertThat(read.rows()).containsExactly(new Row(1, "access", 0, "devices-of-subscriber", "", ""));
    }

    @Test
    void itIsStoredSealedAndTheLogCommitsToIt() throws Exception {
        journal.record(FOUND, CLERK);
        journal.record(new Access(Read.SUBSCRIBERS_OF_DEVICE, null, Imei.of("490154203237518"), null), CLERK);

        assertThat(store.count("SELECT count(*) FROM access_record a WHERE a::text LIKE '%" + VICTIM.digits() + "%'"))
                .isZero();
        assertThat(store.count("""
                        SELECT count(*) FROM access_record JOIN change c USING (change_set_id)
                        WHERE c.operation = 9 AND right(encode(canonical, 'hex'), 64) = encode(sha256(salt
                            || '\\x010000000f' || convert_to('262011234567890', 'UTF8')
                            || '\\x00'
                            || '\\x010000000b' || convert_to('FIR 12/2026', 'UTF8')), 'hex')""")).isEqualTo(1);
        assertThat(store.count("SELECT count(*) FROM access_record WHERE lookup = '\\x"
                        + java.util.HexFormat.of()
                                .formatHex(store.vault.lookups(VICTIM).getFirst()) + "'"))
                .isEqualTo(1);
    }

    @Test
    void theServiceCannotTakeItBack() {
        journal.record(FOUND, CLERK);

        assertThatThrownBy(() -> store.asService("DELETE FROM access_record")).hasMessageContaining("denied");
        assertThatThrownBy(() -> store.asService("UPDATE access_record SET reference = ''"))
                .hasMessageContaining("denied");
        assertThatThrownBy(() -> store.asOwner("DELETE FROM access_record")).hasMessageContaining("append-only");
    }

    @Test
    void nodesPassItByWithoutAChangeOfTheirLists() throws Exception {
        Register register = store.followedRegister();

        long revision = journal.record(FOUND, CLERK);

        assertThat(register.awaitRevision(revision, Duration.ofSeconds(20))).isTrue();
        assertThat(register.view().table().identities()).isZero();
    }

    @Test
    void itFollowsTheKeys() throws Exception {
        SubscriberKey old = SubscriberKey.random(1);
        SubscriberKey next = SubscriberKey.random(2);
        new PostgresAccessJournal(store.database, new SubscriberVault(List.of(old))).record(FOUND, CLERK);
        Resealing resealing = new Resealing(store.database, new SubscriberVault(List.of(next, old)));

        assertThat(resealing.remaining()).isEqualTo(1);
        assertThat(resealing.run()).isEqualTo(1);
        assertThat(resealing.remaining()).isZero();
    }
}
