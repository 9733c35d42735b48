package org.eir.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.check.Policies;
import org.eir.core.check.Policy;
import org.eir.core.check.Rule;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.ImeiRange.Level;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Facet;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquipmentCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int STOLEN = Listing.of(EquipmentList.BLACK, Reason.STOLEN, false);

    private final Register register = new Register(0);
    private final List<CheckResult> recorded = new ArrayList<>();
    private final EquipmentCheck check = new EquipmentCheck(register, (request, result) -> recorded.add(result));

    @ParameterizedTest
    @ValueSource(
            strings = {"49015420323751", "490154203237518", "490154203237510", "490154203237513", "4901542032375199"})
    void everyFormOfAStolenDeviceIsProhibited(String sent) {
        list("490154203237518", STOLEN, 3);
        assertThat(check.check(asking(sent)))
                .isEqualTo(
                        result(Verdict.PROHIBITED, Rule.BLACK_LIST, Match.of(STOLEN, Level.SINGLE), 3, Policy.INITIAL));
    }

    @Test
    void anAnswerNamesTheRevisionsOfListsAndPolicyItWasTakenFrom() {
        RegisterUpdate update = new RegisterUpdate(4, NOW);
        Policy policy = new Policy(4, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PERMITTED);
        update.policy(policy);
        register.publish(update, NOW);
        list("490154203237518", STOLEN, 5);
        assertThat(check.check(asking("868918031234564")))
                .isEqualTo(result(Verdict.PERMITTED, Rule.UNLISTED, Match.NONE, 5, policy));
    }

    @Test
    void aMalformedImeiIsAnsweredByPolicy() {
        assertThat(check.check(asking("4901542")))
                .isEqualTo(result(Verdict.UNKNOWN, Rule.MALFORMED, Match.NONE, 0, Policy.INITIAL));
    }

    @Test
    void aNetworksQuestionIsRecordedAndAPreviewIsNot() {
        CheckResult result = check.check(asking("490154203237518"));
        assertThat(recorded).containsExactly(result);
        assertThat(check.preview(asking("490154203237518"))).isEqualTo(result);
        assertThat(recorded).hasSize(1);
    }

    @Test
    void aQuestionInALogNamesNeitherDeviceNorSubscriber() {
        assertThat(asking("490154203237518").toString()).doesNotContain("323751", "1234567890");
    }

    @Test
    void thePolicyOfWhoAskedDecidesAndTellsInItsOwnWay() {
        Policy everybodys = new Policy(1, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN);
        Policy visited = new Policy(
                "visited",
                1,
                List.of(new OriginMatcher(Kind.REALM, "example.org")),
                Verdict.UNKNOWN,
                Verdict.REFUSED,
                Verdict.UNKNOWN,
                "operator",
                new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.PERMITTED));
        RegisterUpdate update = new RegisterUpdate(1, NOW);
        update.policies(Policies.of(List.of(visited, everybodys)));
        update.put("operator", ImeiRange.of(Imei.of("490154203237518")), facets(STOLEN));
        register.publish(update, NOW);

        assertThat(check.check(asking("868918031234564")))
                .isEqualTo(new CheckResult(Verdict.PERMITTED, Verdict.UNKNOWN, Rule.UNLISTED, Match.NONE, 1, visited));
        assertThat(check.check(asking("490154203237518")).verdict()).isEqualTo(Verdict.PROHIBITED);
        assertThat(check.check(asking("490154203237518", new Origin("mme1.elsewhere.org", "elsewhere.org"))))
                .isEqualTo(result(Verdict.UNKNOWN, Rule.UNLISTED, Match.NONE, 1, everybodys));
    }

    @Test
    void aSubscribersExceptionIsMadeForThatSubscriberOnly() {
        list("490154203237518", STOLEN, 1);
        RegisterUpdate update = new RegisterUpdate(2, NOW);
        Imei device = Imei.of("490154203237518");
        update.subscriberRules(
                device,
                List.of(new SubscriberRule(
                        device,
                        SubscriberRule.Kind.EXCEPTION,
                        Verdict.TRACKED,
                        List.of(new Imsi("262011234567890")),
                        "operator",
                        Reason.CLONED,
                        null,
                        null,
                        Validity.ALWAYS)));
        register.publish(update, NOW);

        assertThat(check.check(asking("490154203237518")))
                .isEqualTo(result(
                        Verdict.TRACKED, Rule.SUBSCRIBER_EXCEPTION, Match.of(STOLEN, Level.SINGLE), 2, Policy.INITIAL));
    }

    private static CheckResult result(Verdict verdict, Rule rule, Match match, long revision, Policy policy) {
        return new CheckResult(verdict, verdict, rule, match, revision, policy);
    }

    private static List<Facet> facets(int listing) {
        return List.of(new Facet(listing, Validity.ALWAYS));
    }

    private void list(String imei, int listing, long revision) {
        RegisterUpdate update = new RegisterUpdate(revision, NOW);
        update.put(ImeiRange.of(Imei.of(imei)), facets(listing));
        register.publish(update, NOW);
    }

    private static CheckRequest asking(String identity) {
        return asking(identity, new Origin("mme1.example.org", "example.org"));
    }

    private static CheckRequest asking(String identity, Origin origin) {
        return new CheckRequest(
                CheckInterface.S13,
                "dra.example.org",
                origin,
                new Imsi("262011234567890"),
                PresentedIdentity.of(identity));
    }
}
