package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.core.list.EquipmentList.BLACK;
import static org.eir.core.list.EquipmentList.GOLDEN;
import static org.eir.core.list.EquipmentList.GREY;
import static org.eir.core.list.EquipmentList.WHITE;

import java.time.Instant;
import java.util.Arrays;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.ImeiRange.Level;
import org.eir.core.identity.Tac;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.junit.jupiter.api.Test;

/** Which of the entries that cover one device decides. All cover {@link #DEVICE} unless they say otherwise. */
class PrecedenceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Imei DEVICE = Imei.of("35693803000050");

    private static final ImeiRange SINGLE = ImeiRange.of(DEVICE);
    private static final ImeiRange TEN = serials(50, 59);
    private static final ImeiRange OTHER_TEN = serials(41, 50);
    private static final ImeiRange HUNDRED = serials(0, 99);
    private static final ImeiRange THOUSAND = serials(0, 999);
    private static final ImeiRange WHOLE_TAC = ImeiRange.of(new Tac(35693803));

    private final Register register = new Register(0);
    private final RegisterUpdate update = new RegisterUpdate(1, NOW);

    @Test
    void theMostSevereDecidesWhateverItsWidth() {
        list(SINGLE, of(WHITE));
        list(TEN, of(GREY));
        list(WHOLE_TAC, of(BLACK));
        assertDecides(BLACK, Level.TAC);
    }

    @Test
    void anOrdinaryWhiteEntryCannotCancelTheBlockOfAStolenPallet() {
        list(SINGLE, of(WHITE));
        list(THOUSAND, of(BLACK));
        assertDecides(BLACK, Level.RANGE);
    }

    @Test
    void anUnapprovedTacCanHaveALicensedException() {
        list(WHOLE_TAC, of(BLACK));
        list(SINGLE, exempt(WHITE));
        assertDecides(WHITE, Level.SINGLE);
        assertThat(match(serial(51)).list()).isEqualTo(BLACK);
    }

    @Test
    void anExemptEntryNeverHidesOneOfItsOwnWidth() {
        list(SINGLE, exempt(WHITE), of(BLACK));
        list(WHOLE_TAC, of(GREY));
        assertDecides(BLACK, Level.SINGLE);
    }

    @Test
    void anExemptEntryOfOneSourceHidesWiderOnesEvenBesideAnOrdinaryEntryOfAnother() {
        list(SINGLE, exempt(WHITE), of(GREY));
        list(WHOLE_TAC, of(BLACK));
        assertDecides(GREY, Level.SINGLE);
    }

    @Test
    void anExemptNarrowRangeHidesAWiderRange() {
        list(TEN, exempt(WHITE));
        list(HUNDRED, of(BLACK));
        assertDecides(WHITE, Level.RANGE);
        assertThat(match(serial(60)).list()).isEqualTo(BLACK);
    }

    @Test
    void anExemptRangeNeverHidesAnotherRangeOfItsOwnWidth() {
        list(TEN, exempt(WHITE));
        list(OTHER_TEN, of(BLACK));
        list(HUNDRED, of(BLACK));
        assertDecides(BLACK, Level.RANGE);
        assertThat(match(serial(51)).list()).isEqualTo(WHITE);
        assertThat(match(serial(49)).list()).isEqualTo(BLACK);
    }

    @Test
    void whichOfTwoRangesOfOneWidthComesFirstDoesNotMatter() {
        list(OTHER_TEN, exempt(WHITE));
        list(TEN, of(BLACK));
        list(HUNDRED, of(BLACK));
        assertDecides(BLACK, Level.RANGE);
        assertThat(match(serial(49)).list()).isEqualTo(WHITE);
    }

    @Test
    void anExemptWideRangeHidesTheTacButNoNarrowerRange() {
        list(TEN, of(GREY));
        list(HUNDRED, exempt(WHITE));
        list(THOUSAND, of(BLACK));
        list(WHOLE_TAC, of(BLACK));
        assertDecides(GREY, Level.RANGE);
        assertThat(match(serial(60)).list()).isEqualTo(WHITE);
        assertThat(match(serial(100)).list()).isEqualTo(BLACK);
    }

    @Test
    void anExemptRangeHidesTheTacOnlyWhereItCovers() {
        list(TEN, exempt(WHITE));
        list(WHOLE_TAC, of(BLACK));
        assertDecides(WHITE, Level.RANGE);
        assertThat(match(serial(49))).isEqualTo(Match.of(of(BLACK), Level.TAC));
        assertThat(match(serial(60))).isEqualTo(Match.of(of(BLACK), Level.TAC));
    }

    @Test
    void anExemptTacHidesNothing() {
        list(SINGLE, of(BLACK));
        list(WHOLE_TAC, exempt(WHITE));
        assertDecides(BLACK, Level.SINGLE);
    }

    @Test
    void aGoldenDeviceStaysPermittedWhenItsRangeOrModelIsBlocked() {
        list(SINGLE, of(GOLDEN));
        list(TEN, of(BLACK));
        list(WHOLE_TAC, of(BLACK));
        assertDecides(GOLDEN, Level.SINGLE);
        assertThat(match(serial(51)).list()).isEqualTo(BLACK);
    }

    @Test
    void whatIsEnteredDespiteAGoldenEntryOfItsWidthDecides() {
        list(SINGLE, of(GOLDEN), of(BLACK));
        assertDecides(BLACK, Level.SINGLE);
    }

    @Test
    void aDeviceOfAGoldenModelCanBeBlockedByItself() {
        list(SINGLE, of(BLACK));
        list(WHOLE_TAC, of(GOLDEN));
        assertDecides(BLACK, Level.SINGLE);
        assertThat(match(serial(51)).list()).isEqualTo(GOLDEN);
    }

    @Test
    void aNarrowerWhiteEntryIsNamedBeforeAWiderGoldenOneThatHidesTheBlockedModel() {
        list(TEN, of(WHITE));
        list(HUNDRED, of(GOLDEN));
        list(WHOLE_TAC, of(BLACK));
        assertDecides(WHITE, Level.RANGE);
        assertThat(match(serial(60)).list()).isEqualTo(GOLDEN);
    }

    @Test
    void ofTwoSourcesTheMoreSevereDecides() {
        list(SINGLE, of(WHITE), of(BLACK), of(GREY));
        assertDecides(BLACK, Level.SINGLE);
    }

    @Test
    void ofEquallySevereSourcesForOneIdentityTheLowerReasonIsNamed() {
        list(SINGLE, Listing.of(BLACK, Reason.FRAUD, false), Listing.of(BLACK, Reason.LOST, false));
        assertDecides(BLACK, Level.SINGLE, Reason.LOST);
    }

    @Test
    void ofEquallySevereEntriesTheNarrowestIsNamed() {
        list(SINGLE, Listing.of(BLACK, Reason.OTHER, false));
        list(TEN, Listing.of(BLACK, Reason.LOST, false));
        list(WHOLE_TAC, Listing.of(BLACK, Reason.STOLEN, false));
        assertDecides(BLACK, Level.SINGLE, Reason.OTHER);
        assertThat(match(serial(51)).reason()).isEqualTo(Reason.LOST);
    }

    @Test
    void ofEquallySevereRangesTheNarrowestGivesTheReason() {
        list(TEN, Listing.of(BLACK, Reason.FRAUD, false));
        list(HUNDRED, Listing.of(BLACK, Reason.STOLEN, false));
        list(THOUSAND, Listing.of(GREY, Reason.LOST, false));
        assertDecides(BLACK, Level.RANGE, Reason.FRAUD);
        assertThat(match(serial(60)).reason()).isEqualTo(Reason.STOLEN);
    }

    @Test
    void aNarrowerButMilderRangeDoesNotGiveTheReason() {
        list(TEN, Listing.of(GREY, Reason.FRAUD, false));
        list(HUNDRED, Listing.of(BLACK, Reason.UNPAID, false));
        list(THOUSAND, Listing.of(BLACK, Reason.STOLEN, false));
        assertDecides(BLACK, Level.RANGE, Reason.UNPAID);
    }

    @Test
    void ofEquallySevereRangesOfOneWidthTheLowerReasonIsNamed() {
        list(TEN, Listing.of(BLACK, Reason.FRAUD, false));
        list(OTHER_TEN, Listing.of(BLACK, Reason.LOST, false));
        list(HUNDRED, Listing.of(BLACK, Reason.STOLEN, false));
        assertDecides(BLACK, Level.RANGE, Reason.LOST);
    }

    @Test
    void rangesReachToTheEndsOfTheTac() {
        list(serials(0, 1), of(GREY));
        list(serials(999_998, 999_999), of(BLACK));
        publish();
        assertThat(match(serial(0)).list()).isEqualTo(GREY);
        assertThat(match(serial(2))).isEqualTo(Match.NONE);
        assertThat(match(serial(999_997))).isEqualTo(Match.NONE);
        assertThat(match(serial(999_999)).list()).isEqualTo(BLACK);
        assertThat(match(new Imei(35693804000000L))).isEqualTo(Match.NONE);
    }

    private void list(ImeiRange identity, int... listingOfEachSource) {
        update.put(
                identity,
                Arrays.stream(listingOfEachSource)
                        .mapToObj(listing -> new Facet(listing, Validity.ALWAYS))
                        .toList());
    }

    private void publish() {
        register.publish(update, NOW);
    }

    private void assertDecides(EquipmentList list, Level level) {
        publish();
        assertThat(match(DEVICE).list()).isEqualTo(list);
        assertThat(match(DEVICE).level()).isEqualTo(level);
    }

    private void assertDecides(EquipmentList list, Level level, Reason reason) {
        assertDecides(list, level);
        assertThat(match(DEVICE).reason()).isEqualTo(reason);
    }

    private Match match(Imei imei) {
        return register.view().lookup(imei);
    }

    private static int of(EquipmentList list) {
        return Listing.of(list, Reason.STOLEN, false);
    }

    private static int exempt(EquipmentList list) {
        return Listing.of(list, Reason.OTHER, true);
    }

    private static Imei serial(int serial) {
        return new Imei(WHOLE_TAC.from() + serial);
    }

    private static ImeiRange serials(int first, int last) {
        return new ImeiRange(35693803000000L + first, 35693803000000L + last);
    }
}
