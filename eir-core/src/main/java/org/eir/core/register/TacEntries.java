package org.eir.core.register;

import org.eir.core.list.Listing;
import org.eir.core.list.Match;

/**
 * What the lists say about one TAC. Immutable.
 *
 * @param singles single serial numbers ({@link PackedListings})
 * @param ranges ranges, which may overlap
 * @param wholeTac what is said of the TAC as a whole
 */
record TacEntries(int[] singles, SerialRanges ranges, int wholeTac) {
    static final TacEntries EMPTY = new TacEntries(new int[0], SerialRanges.NONE, Listing.NONE);

    Match lookup(int serial) {
        return Match.resolve(single(serial), ranges.lookup(serial), wholeTac);
    }

    int single(int serial) {
        return PackedListings.exact(singles, serial);
    }

    int identities() {
        return singles.length + ranges.count() + (wholeTac == Listing.NONE ? 0 : 1);
    }

    TacEntries with(TableEdit.TacEdit edit) {
        return new TacEntries(
                PackedListings.replaced(singles, edit.singles()),
                ranges.with(edit.ranges()),
                edit.wholeTacOr(wholeTac));
    }
}
