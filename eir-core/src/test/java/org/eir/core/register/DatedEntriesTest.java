package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Register.LimitExceededException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Entries start and expire by the clock alone: nobody publishes anything at those moments. */
class DatedEntriesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int BLACK = Listing.of(EquipmentList.BLACK, Reason.STOLEN, false);
    private static final int GREY = Listing.of(EquipmentList.GREY, Reason.UNPAID, false);
    private static final Imei DEVICE = Imei.of("490154203237518");
    private static final Imei OTHER_DEVICE = Imei.of("356938035643809");

    private final Register register = new Register(2);
    private long revision;

    @Test
    void anEntryStartsByItself() {
        publish(DEVICE, facet(BLACK, at(10), null));
        assertNotListed();
        assertThat(register.advance(at(10).minusNanos(1))).isZero();
        assertNotListed();
        assertThat(register.advance(at(10))).isEqualTo(1);
        assertListing(BLACK);
    }

    @Test
    void anEntryExpiresByItselfAtTheFirstMomentAfterItsLast() {
        publish(DEVICE, facet(BLACK, null, at(10)));
        assertListing(BLACK);
        assertThat(register.advance(at(10).minusNanos(1))).isZero();
        assertListing(BLACK);
        assertThat(register.advance(at(10))).isEqualTo(1);
        assertNotListed();
        assertThat(register.view().table().identities()).isZero();
    }

    @Test
    void anEntryThatStartsAndEndsDoesBoth() {
        publish(DEVICE, facet(BLACK, at(10), at(20)));
        register.advance(at(15));
        assertListing(BLACK);
        register.advance(at(25));
        assertNotListed();
    }

    @Test
    void aClockThatJumpsOverAWholeEntryLeavesNothingListed() {
        publish(DEVICE, facet(BLACK, at(10), at(20)));
        assertThat(register.advance(at(30))).isEqualTo(1);
        assertNotListed();
        assertThat(register.datedIdentities()).isZero();
    }

    @Test
    void theEntriesOfSeveralSourcesComeAndGoOneByOne() {
        publish(DEVICE, facet(GREY, null, null), facet(BLACK, at(10), at(30)), facet(BLACK, at(20), at(40)));
        assertListing(GREY);
        register.advance(at(10));
        assertListing(BLACK);
        register.advance(at(30));
        assertListing(BLACK);
        register.advance(at(40));
        assertListing(GREY);
        assertThat(register.advance(at(10_000))).isZero();
        assertListing(GREY);
    }

    @Test
    void rangesAndTacsHaveDatesToo() {
        RegisterUpdate update = new RegisterUpdate(1, NOON);
        update.put(ImeiRange.of(new Tac(35693803)), List.of(facet(BLACK, at(10), at(20))));
        update.put(new ImeiRange(35693803000000L, 35693803999998L), List.of(facet(GREY, null, at(20))));
        register.publish(update, NOON);
        assertThat(listing(OTHER_DEVICE)).isEqualTo(GREY);
        assertThat(register.advance(at(10))).isEqualTo(1);
        assertThat(listing(OTHER_DEVICE)).isEqualTo(BLACK);
        assertThat(register.advance(at(20))).isEqualTo(2);
        assertThat(listing(OTHER_DEVICE)).isEqualTo(Listing.NONE);
    }

    @Test
    void theTimeIsTakenFromThePublicationNotFromTheWall() {
        RegisterUpdate update = new RegisterUpdate(1, NOON);
        update.put(ImeiRange.of(DEVICE), List.of(facet(BLACK, at(10), null)));
        register.publish(update, at(10));
        assertListing(BLACK);
        assertThat(register.datedIdentities()).isZero();
    }

    @Test
    void aTransitionIsNoRevision() {
        publish(DEVICE, facet(BLACK, at(10), null));
        RegisterView before = register.view();
        register.advance(at(10));
        assertThat(register.view().revision()).isEqualTo(before.revision());
        assertThat(register.view().recordedAt()).isEqualTo(before.recordedAt());
        assertThat(before.lookup(DEVICE)).isEqualTo(Match.NONE);
    }

    @Test
    void aWithdrawnEntryLeavesNoTransitionBehind() {
        publish(DEVICE, facet(BLACK, at(10), null));
        publish(DEVICE);
        assertThat(register.datedIdentities()).isZero();
        assertThat(register.advance(at(100))).isZero();
        assertNotListed();
    }

    @Test
    void anEntryReplacedByOneWithoutDatesLeavesNoTransitionBehind() {
        publish(DEVICE, facet(BLACK, null, at(10)));
        publish(DEVICE, facet(GREY, null, null));
        assertThat(register.advance(at(100))).isZero();
        assertListing(GREY);
    }

    @Test
    void anEntryReplacedByOneWithOtherDatesFollowsOnlyThose() {
        publish(DEVICE, facet(BLACK, null, at(10)));
        publish(DEVICE, facet(BLACK, null, at(20)));
        assertThat(register.advance(at(10))).isZero();
        assertListing(BLACK);
        assertThat(register.advance(at(20))).isEqualTo(1);
        assertNotListed();
    }

    @Test
    void withdrawingOneOfTwoThatShareAMomentLeavesTheOther() {
        publish(DEVICE, facet(BLACK, null, at(10)));
        publish(OTHER_DEVICE, facet(BLACK, null, at(10)));
        publish(OTHER_DEVICE);
        assertThat(register.advance(at(10))).isEqualTo(1);
        assertNotListed();
    }

    @Test
    void thereIsALimitToDatedIdentitiesAndAnUpdateBeyondItChangesNothing() {
        publish(DEVICE, facet(BLACK, null, at(10)));
        publish(OTHER_DEVICE, facet(BLACK, null, at(10)));
        assertThat(register.datedIdentities()).isEqualTo(2);

        RegisterUpdate tooMuch = new RegisterUpdate(3, NOON);
        tooMuch.put(ImeiRange.of(DEVICE), List.of());
        tooMuch.put(ImeiRange.of(new Tac(1)), List.of(facet(BLACK, null, at(10))));
        tooMuch.put(ImeiRange.of(new Tac(2)), List.of(facet(BLACK, null, at(10))));
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> register.publish(tooMuch, NOON))
                .withMessage("3 identities would have dated entries; the limit is 2 (register.maxDatedIdentities)");
        assertListing(BLACK);
        assertThat(register.view().revision()).isEqualTo(2);
    }

    @Test
    void atTheLimitADatedIdentityMayTakeThePlaceOfAnother() {
        publish(DEVICE, facet(BLACK, null, at(10)));
        publish(OTHER_DEVICE, facet(BLACK, null, at(10)));
        RegisterUpdate update = new RegisterUpdate(3, NOON);
        update.put(ImeiRange.of(OTHER_DEVICE), List.of());
        update.put(ImeiRange.of(new Tac(1)), List.of(facet(BLACK, null, at(10))));
        register.publish(update, NOON);
        assertThat(register.datedIdentities()).isEqualTo(2);
    }

    @Test
    void whatHasExpiredTakesNoPlace() {
        RegisterUpdate update = new RegisterUpdate(1, NOON);
        for (int tac = 0; tac < 100; tac++) {
            update.put(ImeiRange.of(new Tac(tac)), List.of(facet(BLACK, null, at(-10))));
        }
        register.publish(update, NOON);
        assertThat(register.datedIdentities()).isZero();
        assertThat(register.view().table().identities()).isZero();
    }

    private void publish(Imei imei, Facet... facets) {
        RegisterUpdate update = new RegisterUpdate(++revision, NOON);
        update.put(ImeiRange.of(imei), List.of(facets));
        register.publish(update, NOON);
    }

    private void assertListing(int listing) {
        assertThat(listing(DEVICE)).isEqualTo(listing);
    }

    private void assertNotListed() {
        assertThat(register.view().lookup(DEVICE)).isEqualTo(Match.NONE);
    }

    private int listing(Imei imei) {
        return register.view().lookup(imei).listing();
    }

    private static Facet facet(int listing, @Nullable Instant from, @Nullable Instant until) {
        return new Facet(listing, new Validity(from, until));
    }

    private static Instant at(int minutes) {
        return NOON.plusSeconds(minutes * 60L);
    }
}
