package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.core.register.PackedListings.pack;

import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.junit.jupiter.api.Test;

class PackedListingsTest {
    private static final int BLACK = Listing.of(EquipmentList.BLACK, Reason.OTHER, true);
    private static final int GREY = Listing.of(EquipmentList.GREY, Reason.STOLEN, false);
    private static final int[] NOTHING = {};

    @Test
    void theHighestSerialNumberAndListingFitTogether() {
        int packed = pack(999_999, Listing.LIMIT - 1);
        assertThat(PackedListings.serial(packed)).isEqualTo(999_999);
        assertThat(PackedListings.listing(packed)).isEqualTo(255);
    }

    @Test
    void anExactSerialNumberIsFoundAndItsNeighboursAreNot() {
        int[] packed = {pack(0, GREY), pack(7, BLACK), pack(999_999, GREY)};
        assertThat(PackedListings.exact(packed, 0)).isEqualTo(GREY);
        assertThat(PackedListings.exact(packed, 6)).isEqualTo(Listing.NONE);
        assertThat(PackedListings.exact(packed, 7)).isEqualTo(BLACK);
        assertThat(PackedListings.exact(packed, 8)).isEqualTo(Listing.NONE);
        assertThat(PackedListings.exact(packed, 999_999)).isEqualTo(GREY);
        assertThat(PackedListings.exact(NOTHING, 0)).isEqualTo(Listing.NONE);
    }

    @Test
    void thePrecedingOneHoldsUntilTheNext() {
        int[] packed = {pack(7, BLACK), pack(10, Listing.NONE), pack(20, GREY)};
        assertThat(PackedListings.preceding(packed, 6)).isEqualTo(Listing.NONE);
        assertThat(PackedListings.preceding(packed, 7)).isEqualTo(BLACK);
        assertThat(PackedListings.preceding(packed, 9)).isEqualTo(BLACK);
        assertThat(PackedListings.preceding(packed, 10)).isEqualTo(Listing.NONE);
        assertThat(PackedListings.preceding(packed, 999_999)).isEqualTo(GREY);
        assertThat(PackedListings.preceding(NOTHING, 5)).isEqualTo(Listing.NONE);
    }

    @Test
    void normalisedIsSortedAndEachSerialNumberOnceWithAllThatIsSaidOfIt() {
        int[] mixed = {pack(9, GREY), pack(3, GREY), pack(9, BLACK), pack(9, Listing.NONE), pack(4, Listing.NONE)};
        assertThat(PackedListings.normalised(mixed))
                .containsExactly(pack(3, GREY), pack(4, Listing.NONE), pack(9, Listing.combine(BLACK, GREY)));
    }

    @Test
    void replacingAddsReplacesAndRemovesAndLeavesTheOldAsItWas() {
        int[] base = {pack(1, GREY), pack(2, GREY), pack(3, GREY), pack(9, GREY)};
        int[] edits = {pack(0, BLACK), pack(2, Listing.NONE), pack(3, BLACK), pack(5, Listing.NONE), pack(10, BLACK)};
        assertThat(PackedListings.replaced(base, edits))
                .containsExactly(pack(0, BLACK), pack(1, GREY), pack(3, BLACK), pack(9, GREY), pack(10, BLACK));
        assertThat(base).containsExactly(pack(1, GREY), pack(2, GREY), pack(3, GREY), pack(9, GREY));
    }

    @Test
    void replacingNothingOrEverythingWorks() {
        int[] base = {pack(1, GREY)};
        assertThat(PackedListings.replaced(base, NOTHING)).containsExactly(base);
        assertThat(PackedListings.replaced(NOTHING, base)).containsExactly(base);
        assertThat(PackedListings.replaced(base, new int[] {pack(1, Listing.NONE)}))
                .isEmpty();
    }
}
