package org.eir.core.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.core.list.EquipmentList.BLACK;
import static org.eir.core.list.EquipmentList.GREY;
import static org.eir.core.list.EquipmentList.WHITE;

import org.eir.core.identity.ImeiRange.Level;
import org.junit.jupiter.api.Test;

/** Precedence among what single entries, ranges and TACs say of one device. */
class MatchTest {
    private static final int NOTHING = Listing.NONE;

    @Test
    void nothingListedIsNoMatch() {
        assertThat(Match.resolve(NOTHING, NOTHING, NOTHING)).isSameAs(Match.NONE);
        assertThat(Match.NONE.isListed()).isFalse();
    }

    @Test
    void theMostSevereDecidesWhateverItsWidth() {
        assertThat(Match.resolve(of(WHITE), of(GREY), of(BLACK))).isEqualTo(Match.of(of(BLACK), Level.TAC));
        assertThat(Match.resolve(of(WHITE), of(BLACK), of(GREY))).isEqualTo(Match.of(of(BLACK), Level.RANGE));
        assertThat(Match.resolve(of(BLACK), of(GREY), of(WHITE))).isEqualTo(Match.of(of(BLACK), Level.SINGLE));
        assertThat(Match.resolve(of(WHITE), NOTHING, of(GREY))).isEqualTo(Match.of(of(GREY), Level.TAC));
    }

    @Test
    void ofEquallySevereOnesTheNarrowestIsNamed() {
        int fraud = Listing.of(BLACK, Reason.FRAUD, false);
        int stolen = Listing.of(BLACK, Reason.STOLEN, false);
        assertThat(Match.resolve(fraud, stolen, stolen)).isEqualTo(Match.of(fraud, Level.SINGLE));
        assertThat(Match.resolve(NOTHING, fraud, stolen)).isEqualTo(Match.of(fraud, Level.RANGE));
        assertThat(Match.resolve(of(GREY), fraud, stolen)).isEqualTo(Match.of(fraud, Level.RANGE));
    }

    @Test
    void anExemptSingleHidesRangesAndTacs() {
        assertThat(Match.resolve(exempt(WHITE), of(BLACK), of(BLACK))).isEqualTo(Match.of(exempt(WHITE), Level.SINGLE));
    }

    @Test
    void anExemptRangeHidesTheTacOnly() {
        assertThat(Match.resolve(NOTHING, exempt(WHITE), of(BLACK))).isEqualTo(Match.of(exempt(WHITE), Level.RANGE));
        assertThat(Match.resolve(of(GREY), exempt(WHITE), of(BLACK))).isEqualTo(Match.of(of(GREY), Level.SINGLE));
    }

    @Test
    void anExemptTacHidesNothing() {
        assertThat(Match.resolve(of(BLACK), NOTHING, exempt(WHITE))).isEqualTo(Match.of(of(BLACK), Level.SINGLE));
        assertThat(Match.resolve(NOTHING, of(GREY), exempt(WHITE))).isEqualTo(Match.of(of(GREY), Level.RANGE));
    }

    @Test
    void aMatchNamesListAndReason() {
        Match match = Match.of(Listing.of(GREY, Reason.COURT_ORDER, false), Level.RANGE);
        assertThat(match.isListed()).isTrue();
        assertThat(match.list()).isEqualTo(GREY);
        assertThat(match.reason()).isEqualTo(Reason.COURT_ORDER);
    }

    private static int of(EquipmentList list) {
        return Listing.of(list, Reason.STOLEN, false);
    }

    private static int exempt(EquipmentList list) {
        return Listing.of(list, Reason.OTHER, true);
    }
}
