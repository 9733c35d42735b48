package org.eir.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.Policy;
import org.eir.core.check.Rule;
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
                .isEqualTo(new CheckResult(Verdict.PROHIBITED, Rule.BLACK_LIST, Match.of(STOLEN, Level.SINGLE), 3, 0));
    }

    @Test
    void anAnswerNamesTheRevisionsOfListsAndPolicyItWasTakenFrom() {
        RegisterUpdate update = new RegisterUpdate(4, NOW);
        update.policy(new Policy(4, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PERMITTED));
        register.publish(update, NOW);
        list("490154203237518", STOLEN, 5);
        assertThat(check.check(asking("868918031234564")))
                .isEqualTo(new CheckResult(Verdict.PERMITTED, Rule.UNLISTED, Match.NONE, 5, 4));
    }

    @Test
    void aMalformedImeiIsAnsweredByPolicy() {
        assertThat(check.check(asking("4901542")))
                .isEqualTo(new CheckResult(Verdict.UNKNOWN, Rule.MALFORMED, Match.NONE, 0, 0));
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

    private void list(String imei, int listing, long revision) {
        RegisterUpdate update = new RegisterUpdate(revision, NOW);
        update.put(ImeiRange.of(Imei.of(imei)), List.of(new Facet(listing, Validity.ALWAYS)));
        register.publish(update, NOW);
    }

    private static CheckRequest asking(String identity) {
        return new CheckRequest(
                CheckInterface.S13,
                "dra.example.org",
                new Origin("mme1.example.org", "example.org"),
                new Imsi("262011234567890"),
                PresentedIdentity.of(identity));
    }
}
