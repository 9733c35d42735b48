package org.eir.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.identity.ImeiRange.Level;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** From what the register holds to what the network is told. */
class PolicyTest {
    /** Every answer is another, so that a mix-up shows. */
    private static final Policy POLICY = new Policy(5, Verdict.UNKNOWN, Verdict.REFUSED, Verdict.PERMITTED);

    private static final String ORDINARY = "490154203237518";
    private static final String TEST_EQUIPMENT = "004999010640000";

    @ParameterizedTest
    @CsvSource({
        "BLACK, PROHIBITED, BLACK_LIST",
        "GREY, TRACKED, GREY_LIST",
        "WHITE, PERMITTED, WHITE_LIST",
        "GOLDEN, PERMITTED, GOLDEN_LIST",
    })
    void aListDecides(EquipmentList list, Verdict verdict, Rule rule) {
        assertThat(POLICY.decide(listed(list), SubscriberRules.NONE, asking(ORDINARY)))
                .isEqualTo(new Decision(verdict, rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {TEST_EQUIPMENT, "000000000000000", "123456789012347"})
    void aListWinsOverWhatThePolicySaysOfTestEquipmentAndPlaceholders(String identity) {
        assertThat(POLICY.decide(listed(EquipmentList.BLACK), SubscriberRules.NONE, asking(identity)))
                .isEqualTo(new Decision(Verdict.PROHIBITED, Rule.BLACK_LIST));
        assertThat(POLICY.decide(listed(EquipmentList.WHITE), SubscriberRules.NONE, asking(identity)))
                .isEqualTo(new Decision(Verdict.PERMITTED, Rule.WHITE_LIST));
    }

    @Test
    void anUnlistedDeviceIsAnsweredByPolicy() {
        assertThat(POLICY.decide(Match.NONE, SubscriberRules.NONE, asking(ORDINARY)))
                .isEqualTo(new Decision(Verdict.UNKNOWN, Rule.UNLISTED));
    }

    @Test
    void unlistedTestEquipmentIsAnsweredByPolicy() {
        assertThat(POLICY.decide(Match.NONE, SubscriberRules.NONE, asking(TEST_EQUIPMENT)))
                .isEqualTo(new Decision(Verdict.PERMITTED, Rule.TEST_IDENTITY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"111111111111111", "123456789012347", "00000000000000"})
    void aPlaceholderIsAnsweredAsWhatIsNoIdentity(String identity) {
        assertThat(POLICY.decide(Match.NONE, SubscriberRules.NONE, asking(identity)))
                .isEqualTo(new Decision(Verdict.REFUSED, Rule.PLACEHOLDER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4901542032375", "49015420323751789", "4901542032375F"})
    void aMalformedIdentityIsAnsweredByPolicy(String identity) {
        assertThat(POLICY.decide(Match.NONE, SubscriberRules.NONE, asking(identity)))
                .isEqualTo(new Decision(Verdict.REFUSED, Rule.MALFORMED));
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void whatIsNoIdentityMayBeAnsweredByAnyVerdict(Verdict verdict) {
        Policy policy = new Policy(1, Verdict.UNKNOWN, verdict, Verdict.UNKNOWN);
        assertThat(policy.decide(Match.NONE, SubscriberRules.NONE, asking("")).verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(value = Verdict.class, mode = Mode.EXCLUDE, names = "REFUSED")
    void aDeviceMayBeAnsweredByAnyVerdictButRefused(Verdict verdict) {
        Policy policy = new Policy(1, verdict, Verdict.UNKNOWN, verdict);
        assertThat(policy.decide(Match.NONE, SubscriberRules.NONE, asking(ORDINARY))
                        .verdict())
                .isEqualTo(verdict);
        assertThat(policy.decide(Match.NONE, SubscriberRules.NONE, asking(TEST_EQUIPMENT))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void aDeviceIsNeverRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy(1, Verdict.REFUSED, Verdict.UNKNOWN, Verdict.UNKNOWN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy(1, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.REFUSED));
    }

    @Test
    void aNetworkThatCannotHandleGreyIsToldThatItIsPermitted() {
        Told told = new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.PROHIBITED);
        assertThat(told.tell(Verdict.TRACKED)).isEqualTo(Verdict.PERMITTED);
        assertThat(told.tell(Verdict.UNKNOWN)).isEqualTo(Verdict.PROHIBITED);
        assertThat(told.tell(Verdict.PROHIBITED)).isEqualTo(Verdict.PROHIBITED);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void unlessAPolicySaysOtherwiseAVerdictIsToldAsDecided(Verdict verdict) {
        assertThat(POLICY.told().tell(verdict)).isEqualTo(verdict);
    }

    @Test
    void noVerdictIsToldAsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Told(Verdict.PROHIBITED, Verdict.REFUSED, Verdict.UNKNOWN));
    }

    @Test
    void onlyTheDefaultPolicyIsForNoNamedOrigin() {
        assertThatIllegalArgumentException().isThrownBy(() -> named("visited", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named(Policy.STANDARD, List.of(new OriginMatcher(Kind.REALM, "a.org"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named("Visited", List.of(new OriginMatcher(Kind.REALM, "a.org"))));
    }

    private static Policy named(String name, List<OriginMatcher> origins) {
        return new Policy(name, 1, origins, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, "", Told.AS_DECIDED);
    }

    @Test
    void beforeAnyPolicyWasSetNothingIsKnown() {
        assertThat(Policy.INITIAL).isEqualTo(new Policy(0, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN));
    }

    @Test
    void rulesAndVerdictsAreWrittenAsPeopleWriteThem() {
        assertThat(Rule.values())
                .extracting(Rule::text)
                .containsExactly(
                        "black-list",
                        "grey-list",
                        "white-list",
                        "golden-list",
                        "subscriber-exception",
                        "subscriber-lock",
                        "unlisted",
                        "test-identity",
                        "placeholder",
                        "malformed");
        assertThat(Verdict.values())
                .extracting(Verdict::text)
                .containsExactly("permitted", "prohibited", "tracked", "unknown", "refused");
        assertThat(Verdict.of("tracked")).contains(Verdict.TRACKED);
        assertThat(Verdict.of("TRACKED")).isEmpty();
    }

    private static Match listed(EquipmentList list) {
        return Match.of(Listing.of(list, Reason.STOLEN, false), Level.SINGLE);
    }

    private static CheckRequest asking(String identity) {
        return new CheckRequest(
                CheckInterface.S13,
                "mme1.example.org",
                new Origin("mme1.example.org", "example.org"),
                null,
                PresentedIdentity.of(identity));
    }
}
