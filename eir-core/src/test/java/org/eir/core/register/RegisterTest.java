package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Imei DEVICE = Imei.of("490154203237518");
    private static final int WHITE = Listing.of(EquipmentList.WHITE, Reason.OTHER, false);
    private static final int BLACK = Listing.of(EquipmentList.BLACK, Reason.STOLEN, false);

    private final Register register = new Register(10);

    @Test
    void beforeTheFirstUpdateItStandsAtRevisionZeroAndKnowsNothing() {
        assertThat(register.view().revision()).isZero();
        assertThat(register.view().lookup(DEVICE)).isEqualTo(Match.NONE);
        assertThat(register.view().policy()).isEqualTo(Policy.INITIAL);
    }

    @Test
    void listsPolicyAndRevisionChangeTogether() {
        Policy policy = new Policy(7, Verdict.PERMITTED, Verdict.REFUSED, Verdict.UNKNOWN);
        RegisterUpdate update = new RegisterUpdate(7, NOW);
        update.policy(policy);
        update.put(ImeiRange.of(DEVICE), List.of(new Facet(BLACK, Validity.ALWAYS)));
        register.publish(update, NOW.plusSeconds(1));

        RegisterView view = register.view();
        assertThat(view.revision()).isEqualTo(7);
        assertThat(view.recordedAt()).isEqualTo(NOW);
        assertThat(view.policy()).isEqualTo(policy);
        assertThat(view.lookup(DEVICE).listing()).isEqualTo(BLACK);
    }

    @Test
    void anUpdateWithoutAPolicyLeavesItAsItWas() {
        Policy policy = new Policy(1, Verdict.PERMITTED, Verdict.REFUSED, Verdict.UNKNOWN);
        RegisterUpdate first = new RegisterUpdate(1, NOW);
        first.policy(policy);
        register.publish(first, NOW);
        register.publish(new RegisterUpdate(2, NOW), NOW);
        assertThat(register.view().policy()).isEqualTo(policy);
        assertThat(register.view().revision()).isEqualTo(2);
    }

    @Test
    void whatIsLoadedForOneIdentityFromSeveralSourcesCountsTogether() {
        RegisterUpdate load = new RegisterUpdate(1, NOW);
        load.load(ImeiRange.of(DEVICE), WHITE);
        load.load(ImeiRange.of(DEVICE), BLACK);
        register.publish(load, NOW);
        assertThat(register.view().lookup(DEVICE).list()).isEqualTo(EquipmentList.BLACK);
        assertThat(register.view().table().identities()).isEqualTo(1);
    }

    @Test
    void withdrawingOneSourcesEntryLeavesTheOthersInForce() {
        publish(1, new Facet(BLACK, Validity.ALWAYS), new Facet(WHITE, Validity.ALWAYS));
        publish(2, new Facet(WHITE, Validity.ALWAYS));
        assertThat(register.view().lookup(DEVICE).list()).isEqualTo(EquipmentList.WHITE);
        publish(3);
        assertThat(register.view().lookup(DEVICE)).isEqualTo(Match.NONE);
        assertThat(register.view().table().identities()).isZero();
    }

    @Test
    void aViewTakenBeforeAnUpdateNeverChanges() {
        publish(1, new Facet(BLACK, Validity.ALWAYS));
        RegisterView before = register.view();
        publish(2);
        assertThat(before.revision()).isEqualTo(1);
        assertThat(before.lookup(DEVICE).listing()).isEqualTo(BLACK);
        assertThat(before.table().identities()).isEqualTo(1);
    }

    @Test
    void whatIfShowsWhatAnUpdateWouldLeadToAndPublishesNothing() {
        publish(1, new Facet(WHITE, Validity.ALWAYS));
        Imei later = Imei.of("490154203237526");
        RegisterUpdate update = new RegisterUpdate(2, NOW);
        update.put(ImeiRange.of(DEVICE), List.of(new Facet(BLACK, Validity.ALWAYS)));
        update.put(ImeiRange.of(later), List.of(new Facet(BLACK, new Validity(NOW.plusSeconds(60), null))));

        RegisterView asIf = register.whatIf(update, NOW.plusSeconds(60));
        assertThat(asIf.lookup(DEVICE).listing()).isEqualTo(BLACK);
        assertThat(asIf.lookup(later).listing()).isEqualTo(BLACK);
        assertThat(asIf.revision()).isEqualTo(2);

        assertThat(register.view().revision()).isEqualTo(1);
        assertThat(register.view().lookup(DEVICE).listing()).isEqualTo(WHITE);
        assertThat(register.datedIdentities()).isZero();
        assertThat(register.advance(NOW.plusSeconds(60))).isZero();
    }

    @Test
    void whoWaitsForARevisionSeesItOnceItIsApplied() throws InterruptedException {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            publish(1);
            publish(2, new Facet(BLACK, Validity.ALWAYS));
        });
        assertThat(register.awaitRevision(2, Duration.ofMinutes(1))).isTrue();
        assertThat(register.view().lookup(DEVICE).listing()).isEqualTo(BLACK);
        writer.join();
    }

    @Test
    void whoWaitsForARevisionThatDoesNotComeIsToldSo() throws InterruptedException {
        assertThat(register.awaitRevision(1, Duration.ofMillis(5))).isFalse();
        assertThat(register.awaitRevision(0, Duration.ZERO)).isTrue();
    }

    private void publish(long revision, Facet... facets) {
        RegisterUpdate update = new RegisterUpdate(revision, NOW);
        update.put(ImeiRange.of(DEVICE), List.of(facets));
        register.publish(update, NOW);
    }
}
