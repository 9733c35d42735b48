package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Register;
import org.eir.store.FeedStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the feed does where it must not guess, and what a node is told of it. */
class RegisterFeedStopsTest {
    private static final long IMEI = 49015420323751L;
    private static final Duration LONG = Duration.ofSeconds(20);

    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        store.lists.add(facts(EquipmentList.BLACK, "49015420323751", "police"), CLERK);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void listsThatCannotBeUnderstoodAreNotSaidToBeLoaded() throws Exception {
        store.asService("""
                UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp();
                INSERT INTO change_set SELECT nextval('change_set_id'), revision, recorded_at, 2, 99, 0, '', '', '' FROM head""");

        try (RegisterFeed feed = feed(new Register(10), Clock.systemUTC())) {
            assertThat(feed.awaitLoaded(LONG)).isFalse();
            assertThat(feed.status().state()).isEqualTo(State.STOPPED);
            assertThat(feed.status().detail()).contains("upgrade this node");
        }
    }

    @Test
    void aFailureNobodyForesawStopsTheFeedVisibly() throws Exception {
        Clock broken = new Clock() {
            private int asked;

            @Override
            public Instant instant() {
                if (asked++ > 2) {
                    throw new IllegalStateException("no time");
                }
                return Instant.now();
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        try (RegisterFeed feed = feed(new Register(10), broken)) {
            assertThat(feed.awaitLoaded(LONG)).isTrue();

            await().atMost(LONG).until(() -> feed.status().state() == State.STOPPED);

            assertThat(feed.status().detail()).contains("restart this node");
        }
    }

    @Test
    void whoIsDistrustedIsFollowedNoFurtherAndTheListsAreKeptFromNobody() throws Exception {
        Register register = new Register(10);
        RegisterFeed feed = new RegisterFeed(store.database, register, Clock.systemUTC(), store.vault);
        feed.distrust("leaf-changed: revision 1");
        try (feed) {
            feed.start();
            await().atMost(LONG).until(() -> feed.status().state() == State.STOPPED);

            assertThat(feed.awaitLoaded(LONG)).isTrue();
            assertThat(register.view().table().lookup(IMEI).isListed()).isTrue();
            assertThat(feed.status().detail()).isEqualTo("leaf-changed: revision 1");
        }
    }

    @Test
    void anotherHistoryOfTheSameLengthIsNoticed() throws Exception {
        try (RegisterFeed feed = feed(new Register(10), Clock.systemUTC())) {
            assertThat(feed.awaitLoaded(LONG)).isTrue();

            store.asSuperuser("""
                    SET session_replication_role = replica;
                    UPDATE change_set SET leaf_hash = 'x'""");

            await().atMost(LONG).until(() -> feed.status().state() == State.STOPPED);
            assertThat(feed.status().detail()).contains("does not know revision 1");
        }
    }

    @Test
    void theNodesOwnClockSaysWhetherAnEntryHasExpired() throws Exception {
        Instant now = Instant.now();
        store.lists.add(
                new EntryFacts(
                        identity("49015420323752"),
                        EquipmentList.BLACK,
                        "police",
                        EntryFacts.EVERYONE,
                        Reason.STOLEN,
                        null,
                        null,
                        false,
                        null,
                        new Validity(null, now.minusSeconds(60))),
                CLERK);
        Register register = new Register(10);
        try (RegisterFeed feed = feed(register, Clock.fixed(now.minusSeconds(120), ZoneOffset.UTC))) {
            assertThat(feed.awaitLoaded(LONG)).isTrue();

            assertThat(register.view().table().lookup(IMEI + 1).isListed()).isTrue();
            register.advance(now);
            assertThat(register.view().table().lookup(IMEI + 1).isListed()).isFalse();
        }
    }

    private RegisterFeed feed(Register register, Clock clock) {
        RegisterFeed feed = new RegisterFeed(store.database, register, clock, store.vault);
        feed.start();
        return feed;
    }
}
