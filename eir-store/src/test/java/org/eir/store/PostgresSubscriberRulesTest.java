package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;
import static org.eir.store.StoreHarness.identity;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eir.core.EquipmentCheck;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.change.SubscriberRuleChanges.Listing;
import org.eir.core.change.SubscriberRuleChanges.RecordedRule;
import org.eir.core.change.SubscriberRuleChanges.WithdrawOutcome;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exceptions and locks: recorded with their subscribers sealed, and followed by every node. */
class PostgresSubscriberRulesTest {
    private static final String STOLEN = "490154203237518";
    private static final Imei DEVICE = Imei.of(STOLEN);
    private static final Imsi ALICE = new Imsi("262011234567890");
    private static final Imsi BOB = new Imsi("262019876543210");
    private static final Imsi CAROL = new Imsi("001010");

    private StoreHarness store;
    private PostgresSubscriberRules rules;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        rules = new PostgresSubscriberRules(store.database, store.vault, 2);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void anExceptionReachesNodesThatFollowAndNodesThatStartLater() throws Exception {
        Register follower = store.followedRegister();
        store.lists.add(StoreHarness.facts(EquipmentList.BLACK, STOLEN, "police"), CLERK);
        RecordedRule exception = added(rule(Kind.EXCEPTION, "operator-a", ALICE, CAROL));
        assertThat(follower.awaitRevision(2, Duration.ofSeconds(10))).isTrue();
        Register loader = store.followedRegister();

        for (Register node : new Register[] {follower, loader}) {
            assertThat(rule(node, ALICE)).isEqualTo(Rule.SUBSCRIBER_EXCEPTION);
            assertThat(rule(node, CAROL)).isEqualTo(Rule.SUBSCRIBER_EXCEPTION);
            assertThat(rule(node, BOB)).isEqualTo(Rule.BLACK_LIST);
        }
        assertThat(rules.rule(exception.id())).contains(exception);
        assertThat(rules.rulesOf(DEVICE)).containsExactly(exception);

        assertThat(rules.withdraw(exception.id(), WithdrawalReason.MISTAKE, "case 9", CLERK))
                .isInstanceOf(WithdrawOutcome.Done.class);
        assertThat(follower.awaitRevision(3, Duration.ofSeconds(10))).isTrue();
        assertThat(rule(follower, ALICE)).isEqualTo(Rule.BLACK_LIST);
        assertThat(rules.withdraw(exception.id(), WithdrawalReason.MISTAKE, null, CLERK))
                .isInstanceOf(WithdrawOutcome.AlreadyWithdrawn.class);
        assertThat(rules.withdraw(99, WithdrawalReason.MISTAKE, null, CLERK))
                .isEqualTo(new WithdrawOutcome.NoSuchRule(99));
    }

    @Test
    void twoSourcesEachHaveARuleForOneDevice() throws Exception {
        Register register = store.followedRegister();
        added(rule(Kind.EXCEPTION, "operator-a", ALICE));
        RecordedRule lock = added(rule(Kind.LOCK, "operator-b", ALICE));

        assertThat(rules.add(rule(Kind.LOCK, "operator-b", BOB), true, CLERK))
                .isEqualTo(new AddOutcome.AlreadyRuled(lock));
        assertThat(register.awaitRevision(2, Duration.ofSeconds(10))).isTrue();
        assertThat(rule(register, BOB)).isEqualTo(Rule.SUBSCRIBER_LOCK);
    }

    @Test
    void theRulesOfADeviceNameOnlySoManySubscribersTogether() {
        added(rule(Kind.EXCEPTION, "operator-a", ALICE));

        assertThat(rules.add(rule(Kind.EXCEPTION, "operator-b", BOB, CAROL), true, CLERK))
                .isEqualTo(new AddOutcome.TooManySubscribers(1, 2));
        assertThat(rules.add(rule(Kind.EXCEPTION, "operator-b", ALICE, BOB), true, CLERK))
                .isInstanceOf(AddOutcome.Added.class);
    }

    @Test
    void anExpiredRuleGivesWayToAnotherOfItsSourceInTheSameChange() {
        SubscriberRule expired = until(Instant.now().minusSeconds(1), rule(Kind.EXCEPTION, "operator-a", ALICE));
        RecordedRule gone = added(expired);
        assertThat(rules.add(expired, true, CLERK)).isEqualTo(new AddOutcome.AlreadyRuled(gone));

        RecordedRule lock = added(rule(Kind.LOCK, "operator-a", BOB, CAROL));

        Withdrawn end = rules.rule(gone.id()).orElseThrow().withdrawn();
        assertThat(end).isEqualTo(new Withdrawn(lock.added(), WithdrawalReason.EXPIRED, null));
        assertThat(rules.rulesOf(DEVICE)).containsExactly(lock);
        assertThat(store.lists.changes(1, 10))
                .flatExtracting(ChangeSet::rows)
                .extracting(row -> row.number() + " " + row.operation() + " " + row.subject())
                .containsExactly(
                        "1 subscriber-rule-withdrawal exception 1 of 49015420323751 by operator-a",
                        "2 subscriber-rule lock 2 of 49015420323751 by operator-a");
    }

    @Test
    void whomAnExpiredRuleNamesTakesUpNoRoom() {
        added(until(Instant.now().minusSeconds(1), rule(Kind.EXCEPTION, "operator-a", ALICE)));

        added(rule(Kind.EXCEPTION, "operator-b", BOB, CAROL));

        assertThat(rules.add(rule(Kind.EXCEPTION, "operator-a", ALICE), true, CLERK))
                .isEqualTo(new AddOutcome.TooManySubscribers(2, 2));
        assertThat(rules.rule(1).orElseThrow().withdrawn()).isNull();
    }

    @Test
    void anExceptionFromWhatAnotherSourceListedTakesMoreThanOwningTheException() {
        long tac = listed(facts(EquipmentList.GREY, "49015420", "operator-b"));
        long phone = listed(facts(EquipmentList.BLACK, STOLEN, "police"));
        SubscriberRule exception = rule(Kind.EXCEPTION, "operator-a", ALICE);

        assertThat(rules.add(exception, false, CLERK))
                .isEqualTo(new AddOutcome.ListedByOther(
                        new Listing(phone, identity(STOLEN), EquipmentList.BLACK, "police")));
        assertThat(rules.add(rule(Kind.LOCK, "operator-b", ALICE), false, CLERK))
                .isInstanceOf(AddOutcome.Added.class);
        store.lists.withdraw(phone, WithdrawalReason.RECOVERED, null, CLERK);
        assertThat(rules.add(exception, false, CLERK))
                .isEqualTo(new AddOutcome.ListedByOther(
                        new Listing(tac, identity("49015420"), EquipmentList.GREY, "operator-b")));
        RecordedRule made = added(exception);
        assertThat(rules.add(exception, false, CLERK)).isEqualTo(new AddOutcome.AlreadyRuled(made));
    }

    @Test
    void whatIsStillToComeIsUndoneTooAndWhatHasExpiredIsNot() throws Exception {
        Instant now = Instant.now();
        listed(facts(EquipmentList.BLACK, STOLEN, "operator-a"));
        listed(facts(EquipmentList.WHITE, STOLEN, "operator-b"));
        listed(facts(EquipmentList.BLACK, "49015420323752", "operator-b"));
        listed(valid(EquipmentList.BLACK, "operator-b", null, now.plusMillis(200)));
        long toCome = listed(valid(EquipmentList.GREY, "police", now.plusSeconds(3600), null));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> store.count("SELECT count(*) FROM entry WHERE valid_until < clock_timestamp()") == 1);
        SubscriberRule exception = rule(Kind.EXCEPTION, "operator-a", ALICE);

        assertThat(rules.add(exception, false, CLERK))
                .isEqualTo(new AddOutcome.ListedByOther(
                        new Listing(toCome, identity(STOLEN), EquipmentList.GREY, "police")));
        store.lists.withdraw(toCome, WithdrawalReason.MISTAKE, null, CLERK);
        assertThat(rules.add(exception, false, CLERK)).isInstanceOf(AddOutcome.Added.class);
    }

    @Test
    void theJournalNamesTheRuleAndNoSubscriber() throws Exception {
        RecordedRule exception = added(rule(Kind.EXCEPTION, "operator-a", ALICE));
        rules.withdraw(exception.id(), WithdrawalReason.RECOVERED, null, CLERK);

        assertThat(store.lists.changes(0, 10))
                .flatExtracting(ChangeSet::rows)
                .extracting(row -> row.operation() + " " + row.subject())
                .containsExactly(
                        "subscriber-rule exception 1 of 49015420323751 by operator-a",
                        "subscriber-rule-withdrawal exception 1 of 49015420323751 by operator-a");
        assertThatThrownBy(() -> store.asService("DELETE FROM subscriber_rule")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> store.asOwner("DELETE FROM subscriber_rule")).hasMessageContaining("append-only");
    }

    @Test
    void aNodeWithoutTheKeyAppliesNothingAndSaysWhy() throws Exception {
        Register register = new Register(10);
        RegisterFeed feed = new RegisterFeed(
                store.database, register, Clock.systemUTC(), new SubscriberVault(List.of(SubscriberKey.random(7))));
        try (feed) {
            feed.start();
            assertThat(feed.awaitLoaded(Duration.ofSeconds(20))).isTrue();
            added(rule(Kind.EXCEPTION, "operator-a", ALICE));

            await().atMost(Duration.ofSeconds(20)).until(() -> feed.status().state() == FeedStatus.State.STOPPED);
            assertThat(feed.status().detail()).contains("sealed with key 1, which is not among the keys of this node");
            assertThat(register.view().revision()).isZero();
        }
    }

    private long listed(EntryFacts facts) {
        return ((ChangeOutcome.Done) store.lists.add(facts, CLERK))
                .added()
                .getFirst()
                .id();
    }

    private static EntryFacts valid(
            EquipmentList list, String source, @Nullable Instant from, @Nullable Instant until) {
        EntryFacts facts = facts(list, STOLEN, source);
        return new EntryFacts(
                facts.identity(),
                list,
                source,
                facts.scope(),
                facts.reason(),
                null,
                null,
                null,
                false,
                null,
                new Validity(from, until));
    }

    private RecordedRule added(SubscriberRule rule) {
        return ((AddOutcome.Added) rules.add(rule, true, CLERK)).rule();
    }

    private static SubscriberRule rule(Kind kind, String source, Imsi... subscribers) {
        return new SubscriberRule(
                DEVICE,
                kind,
                Verdict.PERMITTED,
                List.of(subscribers),
                source,
                Reason.CLONED,
                "case 8/2026",
                null,
                Validity.ALWAYS);
    }

    private static SubscriberRule until(Instant until, SubscriberRule rule) {
        return new SubscriberRule(
                rule.device(),
                rule.kind(),
                rule.verdict(),
                rule.subscribers(),
                rule.source(),
                rule.reason(),
                rule.reference(),
                rule.note(),
                new Validity(null, until));
    }

    private static Rule rule(Register register, Imsi subscriber) {
        CheckRequest request = new CheckRequest(
                CheckInterface.S13,
                "mme.example.org",
                new Origin("mme.example.org", "example.org"),
                subscriber,
                PresentedIdentity.of(STOLEN));
        return EquipmentCheck.decide(register.view(), request).rule();
    }
}
