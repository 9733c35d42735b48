package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eir.core.access.ApiKey;
import org.eir.core.access.ApiKeys.CreateOutcome;
import org.eir.core.access.ApiKeys.RevokeOutcome;
import org.eir.core.access.Role;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.ListQueries.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresApiKeysTest {
    private static final Instant NEXT_YEAR =
            Instant.now().plus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);

    private StoreHarness store;
    private PostgresApiKeys keys;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        keys = store.keys();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static ApiKey.Facts facts(String name) {
        return new ApiKey.Facts(name, Set.of(Role.OPERATOR, Role.VIEWER), "op-a", NEXT_YEAR);
    }

    /** A hash as a secret's would be. */
    private static byte[] hash(int number) {
        byte[] hash = new byte[32];
        hash[0] = (byte) number;
        hash[31] = (byte) (number >> 8);
        return hash;
    }

    private ApiKey created(String name, int secret) {
        return ((CreateOutcome.Created) keys.create(facts(name), hash(secret), CLERK)).key();
    }

    @Test
    void aKeyIsGoodOnThisNodeAsSoonAsItIsMade() {
        ApiKey key = created("billing", 1);

        assertThat(key.createdBy()).isEqualTo("clerk");
        assertThat(keys.inForce(hash(1))).contains(key);
        assertThat(keys.inForce(hash(2))).isEmpty();
        assertThat(keys.list(0, 10)).containsExactly(key);
        assertThat(keys.list(key.id(), 10)).isEmpty();
    }

    @Test
    void anotherNodeLearnsOfKeysAndOfRevocationsThroughTheFeed() throws Exception {
        PostgresApiKeys other = store.keysOfAnotherNode();
        ApiKey key = created("billing", 1);
        Awaitility.await().until(() -> other.inForce(hash(1)).equals(java.util.Optional.of(key)));

        assertThat(keys.revoke(key.id(), CLERK)).isInstanceOf(RevokeOutcome.Done.class);

        assertThat(keys.inForce(hash(1))).isEmpty();
        Awaitility.await().until(() -> other.inForce(hash(1)).isEmpty());
    }

    @Test
    void aNodeThatStartsKnowsTheKeysInForce() throws Exception {
        ApiKey good = created("billing", 1);
        keys.revoke(created("old", 2).id(), CLERK);

        PostgresApiKeys later = store.keysOfAnotherNode();

        assertThat(later.inForce(hash(1))).contains(good);
        assertThat(later.inForce(hash(2))).isEmpty();
    }

    @Test
    void makingAndRevokingAreInTheJournalAndTheNameIsNot() {
        ApiKey key = created("billing of Jane Doe", 1);
        keys.revoke(key.id(), CLERK);

        List<ChangeSet> changes = store.lists.changes(0, 10);

        assertThat(changes).extracting(ChangeSet::kind).containsExactly("api-key", "api-key");
        assertThat(changes).extracting(ChangeSet::actor).containsOnly("clerk");
        assertThat(changes.stream().flatMap(change -> change.rows().stream()).map(Row::operation))
                .containsExactly("api-key", "api-key-revoked");
        assertThat(changes.stream().flatMap(change -> change.rows().stream()).map(Row::subject))
                .containsExactly("key " + key.id() + ": operator, viewer of op-a", "key " + key.id());
    }

    @Test
    void aNameIsNeverGivenTwice() {
        ApiKey first = created("billing", 1);
        keys.revoke(first.id(), CLERK);

        assertThat(keys.create(facts("billing"), hash(2), CLERK))
                .isInstanceOfSatisfying(
                        CreateOutcome.NameTaken.class,
                        taken -> assertThat(taken.existing().id()).isEqualTo(first.id()));
        assertThat(store.lists.changes(0, 10)).hasSize(2);
    }

    @Test
    void aKeyIsRevokedOnce() {
        ApiKey key = created("billing", 1);
        keys.revoke(key.id(), CLERK);

        assertThat(keys.revoke(key.id(), CLERK)).isInstanceOf(RevokeOutcome.AlreadyRevoked.class);
        assertThat(keys.revoke(4711, CLERK)).isEqualTo(new RevokeOutcome.NoSuchKey(4711));
        assertThat(store.lists.changes(0, 10)).hasSize(2);
    }

    @Test
    void ofSeveralWhoMakeTheSameKeyOneDoes() throws Exception {
        List<Callable<CreateOutcome>> makers = IntStream.range(0, 8)
                .<Callable<CreateOutcome>>mapToObj(i -> () -> keys.create(facts("billing"), hash(i), CLERK))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            long made = threads.invokeAll(makers).stream()
                    .filter(outcome -> outcome.resultNow() instanceof CreateOutcome.Created)
                    .count();

            assertThat(made).isEqualTo(1);
        }
    }

    @Test
    void thereIsALimitToTheKeysInForce() throws SQLException {
        created("billing", 1);
        store.asOwner("""
                INSERT INTO api_key (id, name, secret_hash, roles, organisation, expires, created_by, salt)
                SELECT 1000 + n, 'k' || n, sha256(n::text::bytea), '{viewer}', 'op-a', now() + interval '1 day', 0, ''
                FROM generate_series(1, 999) n""");

        assertThat(keys.create(facts("one more"), hash(2), CLERK)).isInstanceOf(CreateOutcome.TooMany.class);
    }

    @Test
    void whenAKeyWasUsedIsSeenHereAtOnceAndWrittenDownInTheEnd() throws Exception {
        ApiKey key = created("billing", 1);
        Instant at = Instant.parse("2026-11-27T08:46:23.625216Z");
        PostgresApiKeys other = store.keysOfAnotherNode();

        keys.used(key.id(), at.plusNanos(366));

        assertThat(keys.list(0, 10).getFirst().lastUsed()).isEqualTo(at);
        assertThat(other.list(0, 10).getFirst().lastUsed()).isNull();
        keys.close();
        assertThat(other.list(0, 10).getFirst().lastUsed()).isEqualTo(at);
    }

    /** Where the database is somebody else's, a key cannot be given further roles or another secret unseen. */
    @Test
    void theServiceCanNeitherChangeAKeyNorDeleteOne() {
        created("billing", 1);

        for (String sql : List.of(
                "UPDATE api_key SET roles = '{administrator}'",
                "UPDATE api_key SET secret_hash = sha256('x')",
                "UPDATE api_key SET expires = 'infinity'",
                "DELETE FROM api_key")) {
            assertThatThrownBy(() -> store.asService(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> store.asOwner("DELETE FROM api_key")).hasMessageContaining("append-only");
    }
}
