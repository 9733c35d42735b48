package org.eir.core.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eir.core.list.Listing;

/**
 * The listed ranges of one TAC, which may overlap, and what results from them. Immutable.
 *
 * <p>{@code segments} is the result: each item says what holds from its serial number up to the next item's, so that a
 * look-up is one search however many ranges cover a device.
 */
final class SerialRanges {
    static final SerialRanges NONE = new SerialRanges(Map.of());

    private final Map<Span, Integer> listings;
    private final int[] segments;

    /** Serial numbers from first to last, both included. */
    record Span(int first, int last) {
        static final Comparator<Span> NARROWEST_FIRST =
                Comparator.comparingInt(Span::width).thenComparingInt(Span::first);

        int width() {
            return last - first + 1;
        }
    }

    private SerialRanges(Map<Span, Integer> listings) {
        this.listings = listings;
        this.segments = listings.isEmpty() ? new int[0] : segments(listings);
    }

    /** What the ranges say together about a serial number. */
    int lookup(int serial) {
        return PackedListings.preceding(segments, serial);
    }

    int count() {
        return listings.size();
    }

    /** These ranges with some replaced, added or, where the edit says NONE, removed. */
    SerialRanges with(Map<Span, Integer> edits) {
        if (edits.isEmpty()) {
            return this;
        }
        Map<Span, Integer> merged = new HashMap<>(listings);
        edits.forEach((span, listing) -> {
            if (listing == Listing.NONE) {
                merged.remove(span);
            } else {
                merged.put(span, listing);
            }
        });
        return merged.isEmpty() ? NONE : new SerialRanges(Map.copyOf(merged));
    }

    /** These ranges and others together, as if they were in one list. */
    SerialRanges and(SerialRanges others) {
        Map<Span, Integer> merged = new HashMap<>(listings);
        others.listings.forEach((span, listing) -> merged.merge(span, listing, Listing::combine));
        return new SerialRanges(Map.copyOf(merged));
    }

    /** Sweeps over the serial numbers where a range starts or has ended, holding the ranges open at each. */
    private static int[] segments(Map<Span, Integer> listings) {
        SortedMap<Integer, List<Span>> starts = new TreeMap<>();
        TreeSet<Integer> bounds = new TreeSet<>();
        for (Span span : listings.keySet()) {
            starts.computeIfAbsent(span.first(), first -> new ArrayList<>()).add(span);
            bounds.add(span.first());
            bounds.add(span.last() + 1);
        }
        TreeSet<Span> open = new TreeSet<>(Span.NARROWEST_FIRST);
        int[] segments = new int[bounds.size()];
        int count = 0;
        for (int bound : bounds) {
            open.removeIf(span -> span.last() < bound);
            open.addAll(starts.getOrDefault(bound, List.of()));
            int listing = resolved(open, listings);
            if (count == 0 || PackedListings.listing(segments[count - 1]) != listing) {
                segments[count++] = PackedListings.pack(bound, listing);
            }
        }
        return Arrays.copyOf(segments, count);
    }

    /**
     * The precedence among ranges that cover one device: the most severe, of equally severe ones the narrowest, but an
     * exempt one hides all wider ones.
     */
    private static int resolved(TreeSet<Span> narrowestFirst, Map<Span, Integer> listings) {
        int result = Listing.NONE;
        int decisiveWidth = 0;
        int exemptWidth = Integer.MAX_VALUE;
        for (Span span : narrowestFirst) {
            int width = span.width();
            if (width > exemptWidth) {
                break;
            }
            int listing = listings.getOrDefault(span, Listing.NONE);
            if (Listing.severity(listing) > Listing.severity(result)) {
                decisiveWidth = width;
            }
            result = width == decisiveWidth
                    ? Listing.combine(result, listing)
                    : Listing.combineWithWider(result, listing);
            if (Listing.isExempt(listing)) {
                exemptWidth = width;
            }
        }
        return result;
    }
}
