package org.eir.core.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.core.list.EquipmentList.BLACK;
import static org.eir.core.list.EquipmentList.GOLDEN;
import static org.eir.core.list.EquipmentList.GREY;
import static org.eir.core.list.EquipmentList.WHITE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

    @Test
    void everyCombinationComesOutAsItWentIn() {
        for (EquipmentList list : EquipmentList.values()) {
            for (Reason reason : Reason.values()) {
                for (boolean exempt : new boolean[] {false, true}) {
                    int listing = Listing.of(list, reason, exempt);
                    assertThat(listing).isBetween(1, Listing.LIMIT - 1);
                    assertThat(Listing.list(listing)).isEqualTo(list);
                    assertThat(Listing.severity(listing)).isEqualTo(list.severity());
                    assertThat(Listing.reason(listing)).isEqualTo(reason);
                    assertThat(Listing.isExempt(listing)).isEqualTo(exempt || list == GOLDEN);
                }
            }
        }
    }

    @Test
    void aGoldenEntryIsExemptWhetherItSaysSoOrNot() {
        assertThat(Listing.of(GOLDEN, Reason.OTHER, false)).isEqualTo(Listing.of(GOLDEN, Reason.OTHER, true));
    }

    @Test
    void besideAWhiteEntryOfItsWidthAGoldenOneIsNamed() {
        int golden = Listing.of(GOLDEN, Reason.OTHER, true);
        assertThat(Listing.combine(Listing.of(WHITE, Reason.STOLEN, false), golden))
                .isEqualTo(golden);
    }

    @Test
    void whatOverridesAGoldenEntryOfItsWidthIsNotGolden() {
        int combined = Listing.combine(Listing.of(GOLDEN, Reason.OTHER, true), Listing.of(BLACK, Reason.STOLEN, false));
        assertThat(combined).isEqualTo(Listing.of(BLACK, Reason.STOLEN, true));
        assertThat(Listing.list(combined)).isEqualTo(BLACK);
    }

    @Test
    void ofTwoEntriesOfOneWidthTheMoreSevereDecidesAndGivesTheReason() {
        int white = Listing.of(WHITE, Reason.STOLEN, false);
        int grey = Listing.of(GREY, Reason.FRAUD, false);
        int black = Listing.of(BLACK, Reason.OTHER, false);
        assertThat(Listing.combine(white, grey)).isEqualTo(grey);
        assertThat(Listing.combine(grey, black)).isEqualTo(black);
        assertThat(Listing.combine(white, black)).isEqualTo(black);
    }

    @Test
    void ofTwoEquallySevereEntriesOfOneWidthTheLowerReasonIsNamed() {
        assertThat(Listing.combine(Listing.of(BLACK, Reason.LOST, false), Listing.of(BLACK, Reason.STOLEN, false)))
                .isEqualTo(Listing.of(BLACK, Reason.STOLEN, false));
    }

    @Test
    void ofTwoEquallySevereEntriesTheNarrowerOneGivesTheReason() {
        int narrow = Listing.of(BLACK, Reason.LOST, false);
        int wide = Listing.of(BLACK, Reason.STOLEN, false);
        assertThat(Listing.combineWithWider(narrow, wide)).isEqualTo(narrow);
        assertThat(Listing.combineWithWider(Listing.of(GREY, Reason.STOLEN, false), wide))
                .isEqualTo(wide);
    }

    @Test
    void twoEntriesAreExemptIfOneOfThemIs() {
        int exemptWhite = Listing.of(WHITE, Reason.OTHER, true);
        int black = Listing.of(BLACK, Reason.STOLEN, false);
        int both = Listing.of(BLACK, Reason.STOLEN, true);
        assertThat(Listing.combine(exemptWhite, black)).isEqualTo(both);
        assertThat(Listing.combineWithWider(exemptWhite, black)).isEqualTo(both);
    }

    @Test
    void theOrderInWhichSourcesAreCombinedDoesNotMatter() {
        List<Integer> all = allListings();
        for (int a : all) {
            for (int b : all) {
                assertThat(Listing.combine(a, b)).isEqualTo(Listing.combine(b, a));
            }
        }
        int[] some = {all.get(0), all.get(7), all.get(20), all.get(33), all.get(53)};
        for (int a : some) {
            for (int b : some) {
                for (int c : some) {
                    assertThat(Listing.combine(Listing.combine(a, b), c))
                            .isEqualTo(Listing.combine(a, Listing.combine(b, c)));
                }
            }
        }
    }

    private static List<Integer> allListings() {
        List<Integer> all = new ArrayList<>(List.of(Listing.NONE));
        for (EquipmentList list : EquipmentList.values()) {
            for (Reason reason : Reason.values()) {
                all.add(Listing.of(list, reason, false));
                all.add(Listing.of(list, reason, true));
            }
        }
        return all;
    }
}
