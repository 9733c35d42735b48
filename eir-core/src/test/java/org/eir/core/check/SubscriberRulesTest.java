package org.eir.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the lists' decision while somebody in particular uses the device. */
class SubscriberRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Imei DEVICE = Imei.of("490154203237518");
    private static final Imsi ALICE = new Imsi("262011234567890");
    private static final Imsi BOB = new Imsi("262019876543210");
    private static final Decision BLACK = new Decision(Verdict.PROHIBITED, Rule.BLACK_LIST);
    private static final Decision UNLISTED = new Decision(Verdict.UNKNOWN, Rule.UNLISTED);
    private static final Decision LOCKED = new Decision(Verdict.PROHIBITED, Rule.SUBSCRIBER_LOCK);
    private static final Decision EXCEPTED = new Decision(Verdict.PERMITTED, Rule.SUBSCRIBER_EXCEPTION);

    @Test
    void anExceptionPermitsAListedDeviceToWhomItNames() {
        SubscriberRules rules = rules(exception(Verdict.PERMITTED, ALICE));
        assertThat(rules.decide(BLACK, ALICE)).isEqualTo(EXCEPTED);
        assertThat(rules.decide(BLACK, BOB)).isEqualTo(BLACK);
    }

    @Test
    void anExceptionMayTrackInstead() {
        assertThat(rules(exception(Verdict.TRACKED, ALICE)).decide(BLACK, ALICE))
                .isEqualTo(new Decision(Verdict.TRACKED, Rule.SUBSCRIBER_EXCEPTION));
    }

    @Test
    void ofTwoSourcesExceptionsBothCountAndTheStricterDecides() {
        SubscriberRules rules = rules(exception(Verdict.PERMITTED, ALICE, BOB), exception(Verdict.TRACKED, ALICE));
        assertThat(rules.decide(BLACK, ALICE).verdict()).isEqualTo(Verdict.TRACKED);
        assertThat(rules.decide(BLACK, BOB)).isEqualTo(EXCEPTED);
    }

    @ParameterizedTest
    @CsvSource({"PERMITTED, WHITE_LIST", "PERMITTED, GOLDEN_LIST", "PERMITTED, UNLISTED"})
    void anExceptionNeverMakesWhatIsPermittedWorse(Verdict verdict, Rule rule) {
        Decision permitted = new Decision(verdict, rule);
        assertThat(rules(exception(Verdict.TRACKED, ALICE)).decide(permitted, ALICE))
                .isEqualTo(permitted);
    }

    @Test
    void aLockProhibitsTheDeviceToEverybodyElse() {
        SubscriberRules rules = rules(lock(ALICE));
        assertThat(rules.decide(UNLISTED, BOB)).isEqualTo(LOCKED);
        assertThat(rules.decide(new Decision(Verdict.PERMITTED, Rule.WHITE_LIST), BOB))
                .isEqualTo(LOCKED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            names = {"UNLISTED", "TEST_IDENTITY", "PLACEHOLDER"})
    void aLockPermitsWhatNoListCoversToWhomItNames(Rule rule) {
        assertThat(rules(lock(ALICE)).decide(new Decision(Verdict.UNKNOWN, rule), ALICE))
                .isEqualTo(new Decision(Verdict.PERMITTED, Rule.SUBSCRIBER_LOCK));
    }

    @Test
    void aLockUndoesNoList() {
        assertThat(rules(lock(ALICE)).decide(BLACK, ALICE)).isEqualTo(BLACK);
    }

    @Test
    void ofSeveralLocksEachHasToNameTheSubscriber() {
        SubscriberRules rules = rules(lock(ALICE, BOB), lock(ALICE));
        assertThat(rules.decide(UNLISTED, ALICE).verdict()).isEqualTo(Verdict.PERMITTED);
        assertThat(rules.decide(UNLISTED, BOB)).isEqualTo(LOCKED);
    }

    @Test
    void anExceptionUndoesNoLock() {
        SubscriberRules rules = rules(exception(Verdict.PERMITTED, BOB), lock(ALICE));
        assertThat(rules.decide(BLACK, BOB)).isEqualTo(LOCKED);
    }

    @Test
    void aGoldenDeviceIsLockedToNobody() {
        Decision golden = new Decision(Verdict.PERMITTED, Rule.GOLDEN_LIST);
        assertThat(rules(lock(ALICE)).decide(golden, BOB)).isEqualTo(golden);
    }

    @Test
    void whileTheNetworkDoesNotSayWhoUsesTheDeviceTheListsDecideAlone() {
        SubscriberRules rules = rules(exception(Verdict.PERMITTED, ALICE), lock(ALICE));
        assertThat(rules.decide(BLACK, null)).isEqualTo(BLACK);
        assertThat(rules.decide(UNLISTED, null)).isEqualTo(UNLISTED);
    }

    @Test
    void leadingZerosAndLengthMakeAnotherSubscriber() {
        SubscriberRules rules = rules(exception(Verdict.PERMITTED, new Imsi("001010")));
        assertThat(rules.decide(BLACK, new Imsi("001010"))).isEqualTo(EXCEPTED);
        assertThat(rules.decide(BLACK, new Imsi("0001010"))).isEqualTo(BLACK);
        assertThat(rules.decide(BLACK, new Imsi("0010100"))).isEqualTo(BLACK);
    }

    @Test
    void aRuleCountsOnlyWithinItsDates() {
        SubscriberRule coming =
                rule(Kind.EXCEPTION, Verdict.PERMITTED, new Validity(NOW.plusSeconds(60), null), List.of(ALICE));
        assertThat(SubscriberRules.at(NOW, List.of(coming))).isSameAs(SubscriberRules.NONE);
        assertThat(SubscriberRules.at(NOW.plusSeconds(60), List.of(coming)).decide(BLACK, ALICE))
                .isEqualTo(EXCEPTED);
    }

    @Test
    void aRuleShownInALogNamesNobody() {
        assertThat(exception(Verdict.PERMITTED, ALICE).toString()).doesNotContain("1234567890", "323751");
    }

    @Test
    void anExceptionPermitsOrTracksAndALockPermits() {
        assertThatIllegalArgumentException().isThrownBy(() -> exception(Verdict.PROHIBITED, ALICE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(Kind.LOCK, Verdict.TRACKED, Validity.ALWAYS, List.of(ALICE)));
        assertThatIllegalArgumentException().isThrownBy(() -> exception(Verdict.PERMITTED, ALICE, ALICE));
    }

    @Test
    void aRuleWhoseSubscribersWereErasedSaysNothing() {
        assertThat(rules(lock(), exception(Verdict.PERMITTED))).isSameAs(SubscriberRules.NONE);
    }

    private static SubscriberRules rules(SubscriberRule... rules) {
        return SubscriberRules.at(NOW, Arrays.asList(rules));
    }

    private static SubscriberRule exception(Verdict verdict, Imsi... subscribers) {
        return rule(Kind.EXCEPTION, verdict, Validity.ALWAYS, List.of(subscribers));
    }

    private static SubscriberRule lock(Imsi... subscribers) {
        return rule(Kind.LOCK, Verdict.PERMITTED, Validity.ALWAYS, List.of(subscribers));
    }

    private static SubscriberRule rule(
            Kind kind, Verdict verdict, Validity validity, List<@Nullable Imsi> subscribers) {
        return new SubscriberRule(
                DEVICE, kind, verdict, List.copyOf(subscribers), "operator", Reason.OTHER, null, null, validity);
    }
}
