package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.eir.core.EquipmentCheck;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.check.Rule;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.history.Past;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A history of every kind of change, made up from a seed, while a register that follows it is asked; later each question
 * is asked again as of its moment, and has to be answered as it was.
 */
class AsOfTest {
    private static final int CHANGES = 250;
    private static final int QUESTIONS_A_CHANGE = 6;
    private static final String[] SOURCES = {"police", "op-a", "op-b"};
    private static final String[] DEVICES = {
        "35693803564380", "35693803564381", "35693803999999", "49015420323751", "00101001234567", "11111111111111"
    };
    private static final String[] IDENTITIES = {
        "35693803564380",
        "35693803564381",
        "35693803564380-35693803564389",
        "35693803000000-35693803999999",
        "35693803",
        "49015420323751",
        "49015420",
        "00101001234567",
        "11111111111111"
    };
    private static final Imsi[] SUBSCRIBERS = {
        new Imsi("262011234567890"), new Imsi("262019876543210"), new Imsi("00101123456789")
    };
    private static final Origin[] ORIGINS = {
        new Origin("mme1.home.org", "home.org"), new Origin("mme1.visited.org", "visited.org")
    };

    private final Random random = new Random(20261127);
    private final List<Answered> answered = new ArrayList<>();
    private final List<Long> rules = new ArrayList<>();
    private final List<Job> imports = new ArrayList<>();
    private StoreHarness store;
    private PostgresSubscriberRules subscriberRules;
    private PostgresHistory history;

    private record Answered(CheckRequest question, Instant at, CheckResult answer) {}

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        subscriberRules = new PostgresSubscriberRules(store.database, store.vault, 100);
        history = new PostgresHistory(store.database, store.vault);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void everyAnswerIsGivenAgainAsOfItsMoment() throws Exception {
        Register register = store.followedRegister();
        for (int i = 0; i < CHANGES; i++) {
            change();
            long head = store.count("SELECT revision FROM head");
            assertThat(register.awaitRevision(head, Duration.ofSeconds(20))).isTrue();
            ask(register);
        }

        for (Answered then : answered) {
            Past past = history.asOf(then.question(), then.at());
            assertThat(EquipmentCheck.decide(past.view(), then.question()))
                    .as(() -> then.question() + " at " + then.at())
                    .isEqualTo(then.answer());
        }
        Set<Rule> met = EnumSet.noneOf(Rule.class);
        answered.forEach(then -> met.add(then.answer().rule()));
        assertThat(met).containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void beforeTheFirstChangeNothingWasKnown() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        store.lists.add(StoreHarness.facts(EquipmentList.BLACK, DEVICES[0], "police"), CLERK);

        Past past = history.asOf(question(DEVICES[0], null), before);

        assertThat(past.revision()).isZero();
        assertThat(past.entries()).isEmpty();
        assertThat(EquipmentCheck.decide(past.view(), question(DEVICES[0], null))
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void anEntryCountsFromTheMomentItWasRecordedToTheMomentItWasWithdrawn() {
        ChangeOutcome.Done added = (ChangeOutcome.Done)
                store.lists.add(StoreHarness.facts(EquipmentList.BLACK, DEVICES[0], "police"), CLERK);
        ChangeOutcome.Done withdrawn = (ChangeOutcome.Done)
                store.lists.withdraw(added.added().getFirst().id(), WithdrawalReason.RECOVERED, null, CLERK);
        Instant from = added.change().at();
        Instant until = withdrawn.change().at();

        assertThat(rule(from.minus(1, ChronoUnit.MICROS))).isEqualTo(Rule.UNLISTED);
        assertThat(rule(from)).isEqualTo(Rule.BLACK_LIST);
        assertThat(rule(until.minus(1, ChronoUnit.MICROS))).isEqualTo(Rule.BLACK_LIST);
        assertThat(rule(until)).isEqualTo(Rule.UNLISTED);
        assertThat(history.asOf(question(DEVICES[0], null), from).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.withdrawn()).isNull());
    }

    @Test
    void theCompleteListIsThatOfItsRevisionAndMoment() {
        Instant soon = Instant.now().plusSeconds(3_600);
        long first = added(StoreHarness.facts(EquipmentList.BLACK, DEVICES[0], "police"));
        added(StoreHarness.facts(EquipmentList.GREY, DEVICES[1], "police"));
        added(StoreHarness.facts(EquipmentList.BLACK, DEVICES[3], "police"));
        added(dated(DEVICES[2], new Validity(soon, null)));
        Recorded stand = history.lastBy(Instant.now());
        store.lists.withdraw(first, WithdrawalReason.RECOVERED, null, CLERK);
        added(StoreHarness.facts(EquipmentList.BLACK, DEVICES[4], "police"));

        assertThat(stand.revision()).isEqualTo(4);
        assertThat(listed(EquipmentList.BLACK, stand, stand.at())).containsExactly(DEVICES[0], DEVICES[3]);
        assertThat(listed(null, stand, stand.at())).containsExactly(DEVICES[0], DEVICES[1], DEVICES[3]);
        assertThat(listed(EquipmentList.BLACK, stand, soon)).containsExactly(DEVICES[0], DEVICES[3], DEVICES[2]);
        assertThat(listed(EquipmentList.BLACK, history.lastBy(Instant.now()), stand.at()))
                .containsExactly(DEVICES[3], DEVICES[4]);
        assertThat(history.listed(EquipmentList.BLACK, stand.revision(), stand.at(), first, 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().identity().text()).isEqualTo(DEVICES[3]));
    }

    private List<String> listed(@Nullable EquipmentList list, Recorded stand, Instant at) {
        return history.listed(list, stand.revision(), at, 0, 100).stream()
                .map(entry -> entry.facts().identity().text())
                .toList();
    }

    private long added(EntryFacts facts) {
        return ((ChangeOutcome.Done) store.lists.add(facts, CLERK))
                .added()
                .getFirst()
                .id();
    }

    private static EntryFacts dated(String identity, Validity validity) {
        return new EntryFacts(
                StoreHarness.identity(identity),
                EquipmentList.BLACK,
                "police",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                null,
                null,
                false,
                null,
                validity);
    }

    @Test
    void aRuleWhoseSubscribersAreGoneIsMissedAndNotGuessed() throws Exception {
        addRule(SubscriberRule.Kind.LOCK, DEVICES[0], Validity.ALWAYS);
        Instant now = Instant.now();
        assertThat(history.asOf(question(DEVICES[0], SUBSCRIBERS[0]), now).rulesComplete())
                .isTrue();

        store.asSuperuser("DELETE FROM subscriber_rule_imsi");

        assertThat(history.asOf(question(DEVICES[0], SUBSCRIBERS[0]), now).rulesComplete())
                .isFalse();
        assertThat(history.asOf(question(DEVICES[0], null), now).rulesComplete())
                .isTrue();
    }

    private Rule rule(Instant at) {
        CheckRequest question = question(DEVICES[0], null);
        return EquipmentCheck.decide(history.asOf(question, at).view(), question)
                .rule();
    }

    private static CheckRequest question(String identity, @Nullable Imsi subscriber) {
        return new CheckRequest(CheckInterface.S13, "dra", ORIGINS[0], subscriber, PresentedIdentity.of(identity));
    }

    private void ask(Register register) {
        for (int i = 0; i < QUESTIONS_A_CHANGE; i++) {
            CheckRequest question = new CheckRequest(
                    CheckInterface.S13,
                    "dra",
                    any(ORIGINS),
                    random.nextInt(3) == 0 ? null : any(SUBSCRIBERS),
                    PresentedIdentity.of(random.nextInt(20) == 0 ? "4901" : any(DEVICES)));
            Instant at = Clock.systemUTC().instant();
            register.advance(at);
            answered.add(new Answered(question, at, EquipmentCheck.decide(register.view(), question)));
        }
    }

    private void change() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5, 6 -> add();
            case 7, 8, 9 -> withdrawOrCorrect();
            case 10 -> setPolicy();
            case 11 -> store.policies.withdraw("visited", null, WithdrawalReason.OTHER, null, CLERK);
            case 12 ->
                addRule(any(SubscriberRule.Kind.values()), DEVICES[random.nextInt(DEVICES.length - 1)], validity());
            case 13 -> withdrawRule();
            case 14 -> importFile();
            default -> rollback();
        }
    }

    private void add() {
        store.lists.change(ListChange.addition(facts(any(IDENTITIES))).overridingGolden(), CLERK);
    }

    private EntryFacts facts(String identity) {
        String source = any(SOURCES);
        return new EntryFacts(
                StoreHarness.identity(identity),
                any(EquipmentList.values()),
                source,
                random.nextInt(4) == 0 ? source : EntryFacts.EVERYONE,
                any(Reason.values()),
                null,
                null,
                random.nextInt(6) == 0,
                null,
                validity());
    }

    /** Beginning or ending about now, half of the time. */
    private Validity validity() {
        Instant now = Instant.now();
        Instant from = now.plusMillis(random.nextInt(-100, 200));
        return switch (random.nextInt(6)) {
            case 0 -> new Validity(from, null);
            case 1 -> new Validity(null, from);
            case 2 -> new Validity(from, from.plusMillis(random.nextInt(1, 200)));
            default -> Validity.ALWAYS;
        };
    }

    private void withdrawOrCorrect() {
        List<Long> inForce = store.database.inTransaction(
                handle -> handle.createQuery("SELECT id FROM entry WHERE withdrawn_by IS NULL ORDER BY id")
                        .mapTo(Long.class)
                        .list());
        if (inForce.isEmpty()) {
            return;
        }
        long id = inForce.get(random.nextInt(inForce.size()));
        ListChange change = random.nextBoolean()
                ? ListChange.withdrawal(id, WithdrawalReason.RECOVERED, null)
                : ListChange.correction(id, null, facts(any(IDENTITIES)));
        store.lists.change(change.overridingGolden(), CLERK);
    }

    private void setPolicy() {
        boolean standard = random.nextBoolean();
        Verdict[] verdicts = {Verdict.PERMITTED, Verdict.PROHIBITED, Verdict.UNKNOWN};
        store.policies.put(
                new Policy(
                        standard ? Policy.STANDARD : "visited",
                        0,
                        standard ? List.of() : List.of(new OriginMatcher(OriginMatcher.Kind.REALM, "visited.org")),
                        any(verdicts),
                        Verdict.REFUSED,
                        any(verdicts),
                        random.nextBoolean() ? "op-b" : "",
                        random.nextBoolean()
                                ? Told.AS_DECIDED
                                : new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.PERMITTED)),
                null,
                null,
                CLERK);
    }

    private void addRule(SubscriberRule.Kind kind, String device, Validity validity) {
        boolean tracks = kind == SubscriberRule.Kind.EXCEPTION && random.nextBoolean();
        AddOutcome outcome = subscriberRules.add(
                new SubscriberRule(
                        new Imei(Long.parseLong(device)),
                        kind,
                        tracks ? Verdict.TRACKED : Verdict.PERMITTED,
                        List.of(any(SUBSCRIBERS)),
                        any(SOURCES),
                        Reason.CLONED,
                        null,
                        null,
                        validity),
                true,
                CLERK);
        if (outcome instanceof AddOutcome.Added done) {
            rules.add(done.rule().id());
        }
    }

    private void withdrawRule() {
        if (!rules.isEmpty()) {
            subscriberRules.withdraw(rules.remove(random.nextInt(rules.size())), WithdrawalReason.OTHER, null, CLERK);
        }
    }

    private void importFile() {
        ImportFile file = ImportFile.of(store, any(EquipmentList.values()));
        for (String device : DEVICES) {
            if (random.nextBoolean()) {
                file.add(device, random.nextBoolean() ? Instant.EPOCH : Instant.EPOCH.plusSeconds(1));
            }
        }
        file.add("86891803123456", Instant.EPOCH);
        imports.add(file.apply(random.nextBoolean() ? Mode.ADD : Mode.REPLACE));
    }

    private void rollback() {
        if (!imports.isEmpty()) {
            store.imports.rollback(imports.removeLast().id(), CLERK);
        }
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
