package org.eir.core.register;

import java.util.Arrays;
import org.eir.core.list.Listing;

/**
 * Serial numbers of one TAC with their listings, each pair packed into one number ({@code serial << 8 | listing}) and
 * kept in ascending order.
 */
final class PackedListings {
    private static final int LISTING_BITS = 8;
    private static final int LISTING_MASK = (1 << LISTING_BITS) - 1;

    private PackedListings() {}

    static int pack(int serial, int listing) {
        return serial << LISTING_BITS | listing;
    }

    static int serial(int packed) {
        return packed >>> LISTING_BITS;
    }

    static int listing(int packed) {
        return packed & LISTING_MASK;
    }

    /** The listing of exactly this serial number, {@link Listing#NONE} if there is none. */
    static int exact(int[] packed, int serial) {
        int at = floor(packed, serial);
        return at >= 0 && serial(packed[at]) == serial ? listing(packed[at]) : Listing.NONE;
    }

    /** The listing of the nearest serial number that is not above this one, {@link Listing#NONE} if there is none. */
    static int preceding(int[] packed, int serial) {
        int at = floor(packed, serial);
        return at >= 0 ? listing(packed[at]) : Listing.NONE;
    }

    private static int floor(int[] packed, int serial) {
        int key = pack(serial, LISTING_MASK);
        int low = 0;
        int high = packed.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (packed[middle] <= key) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Sorts in place and combines what is said of one serial number; the length may shrink. */
    static int[] normalised(int[] packed) {
        Arrays.sort(packed);
        int count = 0;
        for (int next : packed) {
            if (count > 0 && serial(packed[count - 1]) == serial(next)) {
                packed[count - 1] = pack(serial(next), Listing.combine(listing(packed[count - 1]), listing(next)));
            } else {
                packed[count++] = next;
            }
        }
        return count == packed.length ? packed : Arrays.copyOf(packed, count);
    }

    /** What {@code base} becomes when {@code edits} replace the serial numbers they name; NONE removes one. */
    static int[] replaced(int[] base, int[] edits) {
        int[] merged = new int[base.length + edits.length];
        int count = 0;
        int old = 0;
        for (int edit : edits) {
            while (old < base.length && serial(base[old]) < serial(edit)) {
                merged[count++] = base[old++];
            }
            if (old < base.length && serial(base[old]) == serial(edit)) {
                old++;
            }
            if (listing(edit) != Listing.NONE) {
                merged[count++] = edit;
            }
        }
        System.arraycopy(base, old, merged, count, base.length - old);
        return Arrays.copyOf(merged, count + base.length - old);
    }
}
