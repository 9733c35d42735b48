package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eir.core.EquipmentCheck;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.PairingList;
import org.eir.core.change.PairingPlan;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.change.SubscriberRuleChanges.Paired;
import org.eir.core.change.SubscriberRuleChanges.RecordedRule;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.Entry.Withdrawn;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of pairs: many rules as one change set, beside the changes of single rules. */
class PairingChangeTest {
    private static final Predicate<PairingPlan> ANY_PLAN = plan -> true;
    private static final long FIRST = 35693803000000L;
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
    void aListReachesNodesThatFollowAndNodesThatStartLaterAsOneRevision() throws Exception {
        Register follower = store.followedRegister();

        Paired paired = rules.pair(list(Mode.ADD, pair(0, ALICE), pair(1, BOB), pair(0, CAROL)), CLERK, ANY_PLAN);

        assertThat(paired.plan().added()).isEqualTo(2);
        assertThat(paired.change().revision()).isEqualTo(1);
        assertThat(follower.awaitRevision(1, Duration.ofSeconds(10))).isTrue();
        Register loader = store.followedRegister();
        for (Register node : new Register[] {follower, loader}) {
            assertThat(verdict(node, 0, ALICE)).isEqualTo(Verdict.PERMITTED);
            assertThat(verdict(node, 0, CAROL)).isEqualTo(Verdict.PERMITTED);
            assertThat(verdict(node, 0, BOB)).isEqualTo(Verdict.PROHIBITED);
            assertThat(verdict(node, 1, ALICE)).isEqualTo(Verdict.PROHIBITED);
        }
    }

    @Test
    void theJournalHasEachStepInOrderAndNoSubscriber() throws Exception {
        rules.pair(list(Mode.ADD, pair(0, ALICE), pair(1, BOB)), CLERK, ANY_PLAN);
        rules.pair(list(Mode.REPLACE, pair(0, BOB), pair(2, CAROL)), CLERK, ANY_PLAN);

        ChangeSet second = store.lists.changes(1, 1).getFirst();
        assertThat(second.rows())
                .extracting(row -> row.number() + " " + row.operation() + " " + row.subject())
                .containsExactly(
                        "1 subscriber-rule-withdrawal lock 1 of 35693803000000 by operator-a",
                        "2 subscriber-rule lock 3 of 35693803000000 by operator-a",
                        "3 subscriber-rule lock 4 of 35693803000002 by operator-a",
                        "4 subscriber-rule-withdrawal lock 2 of 35693803000001 by operator-a");
        RecordedRule gone = rules.rule(2).orElseThrow();
        assertThat(gone.withdrawn().reason()).isEqualTo(WithdrawalReason.NOT_IN_LIST);
        assertThat(gone.withdrawn().reference()).isEqualTo("pairs.csv");
        assertThat(rules.rule(1).orElseThrow().withdrawn().reason()).isEqualTo(WithdrawalReason.CORRECTED);
        assertThat(rules.rule(3).orElseThrow().rule().subscribers()).containsExactly(BOB);
        assertThat(store.count(
                        "SELECT count(*) FROM change c JOIN subscriber_rule r ON c.subject LIKE 'lock ' || r.id || ' %'"
                                + " WHERE c.operation = " + ChangeEncoding.Operation.SUBSCRIBER_RULE.code()))
                .isEqualTo(4);
    }

    @Test
    void comparingChangesNothingAndSaysWhatPairingDoes() {
        PairingList list = list(Mode.ADD, pair(0, ALICE), pair(0, BOB), pair(0, CAROL));

        PairingPlan plan = rules.compare(list);

        assertThat(store.lists.changes(0, 10)).isEmpty();
        assertThat(plan.rejected()).hasSize(1);
        assertThat(plan.rejected().getFirst().line()).isEqualTo(4);
        assertThat(rules.pair(list, CLERK, ANY_PLAN).plan()).isEqualTo(plan);
        assertThat(rules.pair(list(Mode.ADD, pair(0, ALICE)), CLERK, ANY_PLAN).change())
                .isNull();
    }

    @Test
    void aChangedRuleKeepsWhatElseItSays() {
        SubscriberRule before = new SubscriberRule(
                new Imei(FIRST),
                Kind.LOCK,
                Verdict.PERMITTED,
                List.of(ALICE),
                "operator-a",
                Reason.COURT_ORDER,
                "case 8/2026",
                "until the hearing",
                Validity.ALWAYS);
        assertThat(rules.add(before, true, CLERK)).isInstanceOf(AddOutcome.Added.class);

        rules.pair(list(Mode.ADD, pair(0, BOB)), CLERK, ANY_PLAN);

        SubscriberRule after = rules.rulesOf(new Imei(FIRST)).getFirst().rule();
        assertThat(after.subscribers()).containsExactly(ALICE, BOB);
        assertThat(after.reason()).isEqualTo(Reason.COURT_ORDER);
        assertThat(after.note()).isEqualTo("until the hearing");
        assertThat(after.reference()).isEqualTo("case 8/2026");
    }

    @Test
    void anExpiredRuleCountsForNothingAndGivesWayToThePairsOfItsDevice() {
        Validity over = new Validity(null, Instant.now().minusSeconds(1));
        for (int device = 0; device < 3; device++) {
            Kind kind = device == 1 ? Kind.EXCEPTION : Kind.LOCK;
            rules.add(rule(kind, device, over, "operator-a", ALICE), true, CLERK);
            rules.add(rule(Kind.LOCK, device, over, "operator-b", BOB, CAROL), true, CLERK);
        }

        Paired paired = rules.pair(list(Mode.REPLACE, pair(0, ALICE), pair(0, BOB), pair(1, BOB)), CLERK, ANY_PLAN);

        PairingPlan plan = paired.plan();
        assertThat(plan.rejected()).isEmpty();
        assertThat(List.of(plan.added(), plan.changed(), plan.withdrawn())).containsExactly(2L, 0L, 0L);
        assertThat(rules.rule(1).orElseThrow().withdrawn())
                .isEqualTo(new Withdrawn(paired.change(), WithdrawalReason.EXPIRED, "pairs.csv"));
        assertThat(rules.rule(3).orElseThrow().withdrawn().reason()).isEqualTo(WithdrawalReason.EXPIRED);
        assertThat(rules.rule(5).orElseThrow().withdrawn()).isNull();
        SubscriberRule begun = rules.rule(7).orElseThrow().rule();
        assertThat(begun.subscribers()).containsExactly(ALICE, BOB);
        assertThat(begun.validity()).isEqualTo(Validity.ALWAYS);
        assertThat(rules.rule(8).orElseThrow().rule().kind()).isEqualTo(Kind.LOCK);
    }

    @Test
    void singleRulesAndListsKeepToTheLimitOfADeviceTogether() throws Exception {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Imsi subscriber = new Imsi("26201000000000" + i);
            String source = "source-" + i;
            all.add(CompletableFuture.runAsync(() -> rules.add(lock(source, subscriber), true, CLERK)));
            all.add(CompletableFuture.runAsync(() -> rules.pair(list(Mode.ADD, pair(0, subscriber)), CLERK, ANY_PLAN)));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        long named = rules.rulesOf(new Imei(FIRST)).stream()
                .flatMap(rule -> rule.rule().subscribers().stream())
                .distinct()
                .count();
        assertThat(named).isEqualTo(2);
    }

    @Test
    void exceptionsFromWhatOtherSourcesListedAreRejectedDeviceByDevice() {
        store.lists.add(StoreHarness.facts(EquipmentList.BLACK, "35693803000001", "police"), CLERK);
        store.lists.add(StoreHarness.facts(EquipmentList.GREY, "35693803000003-35693803000005", "operator-b"), CLERK);
        store.lists.add(StoreHarness.facts(EquipmentList.BLACK, "35693803000006", "operator-a"), CLERK);
        PairingList.Row[] rows = new PairingList.Row[7];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = pair(i, ALICE);
        }
        PairingList all = list(Mode.ADD, rows);

        PairingPlan plan =
                rules.pair(exceptions("operator-a", all), CLERK, ANY_PLAN).plan();

        assertThat(plan.rejected()).extracting(Rejection::line).containsExactly(3L, 5L, 6L, 7L);
        assertThat(plan.added()).isEqualTo(3);
    }

    @Test
    void aListOfTheGreatestSizeIsApplied() {
        PairingList.Row[] rows = new PairingList.Row[PairingList.MAX_ROWS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = pair(i, new Imsi("26201%010d".formatted(i)));
        }

        Paired paired = rules.pair(list(Mode.ADD, rows), CLERK, ANY_PLAN);

        assertThat(paired.plan().added()).isEqualTo(rows.length);
        PairingList all = list(Mode.REPLACE, rows);
        assertThat(rules.compare(all).unchanged()).isEqualTo(rows.length);
        store.lists.add(StoreHarness.facts(EquipmentList.BLACK, "35693803", "police"), CLERK);
        assertThat(rules.compare(exceptions("operator-b", all)).rejected()).hasSize(rows.length);
    }

    private static SubscriberRule lock(String source, Imsi subscriber) {
        return rule(Kind.LOCK, 0, Validity.ALWAYS, source, subscriber);
    }

    private static SubscriberRule rule(Kind kind, int device, Validity validity, String source, Imsi... subscribers) {
        return new SubscriberRule(
                new Imei(FIRST + device),
                kind,
                Verdict.PERMITTED,
                List.of(subscribers),
                source,
                Reason.OTHER,
                null,
                null,
                validity);
    }

    private static PairingList list(Mode mode, PairingList.Row... rows) {
        List<PairingList.Row> numbered = new ArrayList<>();
        for (PairingList.Row row : rows) {
            numbered.add(new PairingList.Row(numbered.size() + 2, row.removed(), row.device(), row.subscriber()));
        }
        return new PairingList(Kind.LOCK, "operator-a", mode, Reason.OTHER, "pairs.csv", true, numbered);
    }

    /** The pairs of a list, by somebody who may not undo what others listed. */
    private static PairingList exceptions(String source, PairingList list) {
        return new PairingList(Kind.EXCEPTION, source, Mode.ADD, Reason.OTHER, "pairs.csv", false, list.rows());
    }

    private static PairingList.Row pair(int device, Imsi subscriber) {
        return new PairingList.Row(0, false, new Imei(FIRST + device), subscriber);
    }

    private static Verdict verdict(Register register, int device, Imsi subscriber) {
        CheckRequest request = new CheckRequest(
                CheckInterface.S13,
                "mme.example.org",
                new Origin("mme.example.org", "example.org"),
                subscriber,
                new Device(new Imei(FIRST + device), Device.NO_VERSION));
        return EquipmentCheck.decide(register.view(), request).verdict();
    }
}
