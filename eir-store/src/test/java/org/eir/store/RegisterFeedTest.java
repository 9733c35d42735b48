package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisterFeedTest {
    private static final long IMEI = 49015420323751L;
    private final Instant now = Instant.now();

    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aNodeThatStartsLaterHoldsWhatAnotherLearntStepByStep() throws Exception {
        Register follower = store.followedRegister();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            String serial = "%06d".formatted(random.nextInt(30));
            EquipmentList list = EquipmentList.of(random.nextInt(4));
            if (store.lists.add(facts(list, "49015420" + serial, "source" + random.nextInt(3)), CLERK)
                            instanceof ChangeOutcome.Done added
                    && random.nextInt(3) == 0) {
                store.lists.withdraw(added.added().getFirst().id(), WithdrawalReason.MISTAKE, null, CLERK);
            }
        }
        store.lists.add(facts(EquipmentList.GREY, "49015420000010-49015420000019", "a"), CLERK);
        store.lists.add(facts(EquipmentList.WHITE, "49015420", "a"), CLERK);
        long head = store.setPolicy(new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PROHIBITED));

        Register loader = store.followedRegister();

        assertThat(follower.awaitRevision(head, Duration.ofSeconds(10))).isTrue();
        assertThat(loader.view().revision()).isEqualTo(head);
        assertThat(loader.view().policy()).isEqualTo(follower.view().policy());
        assertThat(loader.view().policy().version()).isEqualTo(head);
        assertThat(loader.view().table().identities())
                .isEqualTo(follower.view().table().identities());
        for (int serial = 0; serial < 40; serial++) {
            assertThat(loader.view().table().lookup(49015420_000000L + serial))
                    .isEqualTo(follower.view().table().lookup(49015420_000000L + serial));
        }
    }

    @Test
    void anEntryOfOneOrganisationCountsInItsNetworksOnlyOnEveryNode() throws Exception {
        Register follower = store.followedRegister();
        added(scoped(EquipmentList.WHITE, EntryFacts.EVERYONE, Validity.ALWAYS));
        Entry black = added(scoped(EquipmentList.BLACK, "operator-a", Validity.ALWAYS));
        added(scoped(EquipmentList.GREY, "operator-b", new Validity(now.plusSeconds(600), null)));
        Register loader = store.followedRegister();
        assertThat(follower.awaitRevision(3, Duration.ofSeconds(10))).isTrue();

        for (Register node : new Register[] {follower, loader}) {
            assertThat(list(node, "")).isEqualTo(EquipmentList.WHITE);
            assertThat(list(node, "operator-a")).isEqualTo(EquipmentList.BLACK);
            assertThat(list(node, "operator-b")).isEqualTo(EquipmentList.WHITE);
            node.advance(now.plusSeconds(600));
            assertThat(list(node, "operator-b")).isEqualTo(EquipmentList.GREY);
        }
        store.lists.withdraw(black.id(), WithdrawalReason.MISTAKE, null, CLERK);
        assertThat(follower.awaitRevision(4, Duration.ofSeconds(10))).isTrue();
        assertThat(list(follower, "operator-a")).isEqualTo(EquipmentList.WHITE);
    }

    private static EquipmentList list(Register register, String organisation) {
        return register.view().lookup(new Imei(IMEI), organisation).list();
    }

    /** One entry a scope: each is its own organisation's, everyone's is the police's. */
    private static EntryFacts scoped(EquipmentList list, String scope, Validity validity) {
        return new EntryFacts(
                identity("49015420323751"),
                list,
                scope.isEmpty() ? "police" : scope,
                scope,
                Reason.OTHER,
                null,
                null,
                false,
                null,
                validity);
    }

    @Test
    void withdrawingOneSourcesEntryLeavesWhatTheOtherSays() throws Exception {
        Register register = store.followedRegister();
        Entry black = added(facts(EquipmentList.BLACK, "49015420323751", "police"));
        added(facts(EquipmentList.GREY, "49015420323751", "operator"));

        store.lists.withdraw(black.id(), WithdrawalReason.RECOVERED, null, CLERK);

        assertThat(register.awaitRevision(3, Duration.ofSeconds(10))).isTrue();
        assertThat(register.view().table().lookup(IMEI).list()).isEqualTo(EquipmentList.GREY);
    }

    @Test
    void datesTravelInTheFeedAndTakeEffectWithoutTheDatabase() throws Exception {
        Register register = store.followedRegister();
        Entry dated = added(dated("police", now.plusSeconds(600), now.plusSeconds(1200)));
        added(facts(EquipmentList.WHITE, "49015420323751", "operator"));
        Register loaded = store.followedRegister();
        assertThat(register.awaitRevision(2, Duration.ofSeconds(10))).isTrue();
        store.database.close();

        for (Register node : new Register[] {register, loaded}) {
            assertThat(node.view().table().lookup(IMEI).list()).isEqualTo(EquipmentList.WHITE);
            node.advance(now.plusSeconds(600));
            assertThat(node.view().table().lookup(IMEI).list()).isEqualTo(EquipmentList.BLACK);
            node.advance(now.plusSeconds(1200));
            assertThat(node.view().table().lookup(IMEI).list()).isEqualTo(EquipmentList.WHITE);
        }
        assertThat(dated.facts().validity().isAlways()).isFalse();
    }

    @Test
    void anEntryThatHasExpiredIsNotLoaded() throws Exception {
        added(dated("police", null, now.minusSeconds(1)));

        Register register = store.followedRegister();

        assertThat(register.view().table().lookup(IMEI)).isEqualTo(Match.NONE);
        assertThat(register.datedIdentities()).isZero();
    }

    @Test
    void aChangeOfAnUnknownKindStopsTheFeedAndChecksGoOn() throws Exception {
        added(facts(EquipmentList.BLACK, "49015420323751", "police"));
        Register register = new Register(10);
        RegisterFeed feed = store.follow(register);

        store.asService("""
                UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp();
                INSERT INTO change_set SELECT nextval('change_set_id'), revision, recorded_at, 2, 99, 0, '', '', '' FROM head""");

        await().until(() -> feed.status().state() == FeedStatus.State.STOPPED);
        assertThat(feed.status().detail()).contains("revision 2").contains("upgrade this node");
        assertThat(register.view().table().lookup(IMEI).isListed()).isTrue();
    }

    @Test
    void tooManyDatedIdentitiesStopTheFeedInsteadOfLosingOne() throws Exception {
        Register register = new Register(1);
        RegisterFeed feed = store.follow(register);
        added(dated("police", now.plusSeconds(600), null));

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
                        new Validity(now.plusSeconds(600), null)),
                CLERK);

        await().until(() -> feed.status().state() == FeedStatus.State.STOPPED);
        assertThat(feed.status().detail()).contains("register.maxDatedIdentities");
    }

    @Test
    void aLostConnectionIsResumedFromTheLastRevision() throws Exception {
        Register register = new Register(10);
        RegisterFeed feed = store.follow(register);
        store.asSuperuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eir-feed'");

        Entry entry = added(facts(EquipmentList.BLACK, "49015420323751", "police"));

        assertThat(register.awaitRevision(entry.added().revision(), Duration.ofSeconds(20)))
                .isTrue();
        await().until(() -> feed.status().state() == FeedStatus.State.CURRENT);
        assertThat(feed.reconnections()).isPositive();
    }

    @Test
    void aKilledDatabaseIsMissedByNobodyWhoAsksAndResumedWhenItIsBack() throws Exception {
        try (PostgresFixture server = PostgresFixture.start();
                StoreHarness own = new StoreHarness(server)) {
            own.lists.add(facts(EquipmentList.BLACK, "49015420323751", "police"), CLERK);
            Register register = new Register(10);
            RegisterFeed feed = own.follow(register);

            server.kill();
            await().until(() -> feed.status().state() == FeedStatus.State.DISCONNECTED);

            assertThat(register.view().table().lookup(IMEI).isListed()).isTrue();
            assertThatThrownBy(() -> own.lists.add(facts(EquipmentList.GREY, "49015420323752", "police"), CLERK))
                    .isInstanceOf(StoreUnavailableException.class);

            server.restart();
            await().atMost(Duration.ofSeconds(30)).until(() -> feed.status().state() == FeedStatus.State.CURRENT);
            assertThat(own.lists.add(facts(EquipmentList.GREY, "49015420323752", "police"), CLERK))
                    .isInstanceOf(ChangeOutcome.Done.class);
            assertThat(register.awaitRevision(2, Duration.ofSeconds(10))).isTrue();
        }
    }

    private Entry added(EntryFacts facts) {
        return ((ChangeOutcome.Done) store.lists.add(facts, CLERK)).added().getFirst();
    }

    private EntryFacts dated(String source, Instant from, Instant until) {
        return new EntryFacts(
                identity("49015420323751"),
                EquipmentList.BLACK,
                source,
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                null,
                null,
                false,
                null,
                new Validity(from, until));
    }
}
