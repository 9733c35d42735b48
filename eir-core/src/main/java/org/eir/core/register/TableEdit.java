package org.eir.core.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Changes to be made to a table together. What is put for one identity twice is combined, which is how a load brings
 * several sources' entries together; the sum replaces what the table held for that identity.
 */
final class TableEdit {
    private final Map<Integer, TacEdit> byTac = new HashMap<>();
    private @Nullable TacEdit latest;

    /** Sets what the lists say about an identity; {@link Listing#NONE} takes it out. */
    void put(ImeiRange identity, int listing) {
        TacEdit edit = edit(identity.tac().digits());
        switch (identity.level()) {
            case SINGLE -> edit.putSingle(identity.firstSerial(), listing);
            case RANGE ->
                edit.ranges.merge(
                        new SerialRanges.Span(identity.firstSerial(), identity.lastSerial()),
                        listing,
                        Listing::combine);
            case TAC ->
                edit.wholeTac = Listing.combine(edit.wholeTac == TacEdit.UNCHANGED ? 0 : edit.wholeTac, listing);
        }
    }

    /** Identities mostly come in order, so the TAC is most often that of the one before. */
    private TacEdit edit(int tac) {
        if (latest == null || latest.tac != tac) {
            latest = byTac.computeIfAbsent(tac, TacEdit::new);
        }
        return latest;
    }

    /** TACs of which a range is set or taken out. */
    Set<Integer> tacsWithRanges() {
        Set<Integer> tacs = new HashSet<>();
        for (TacEdit edit : byTac.values()) {
            if (!edit.ranges.isEmpty()) {
                tacs.add(edit.tac);
            }
        }
        return tacs;
    }

    boolean isEmpty() {
        return byTac.isEmpty();
    }

    /** The edits grouped by the page their TAC lives on, each page's in ascending order of TAC. */
    Collection<PageEdit> pages(IntUnaryOperator pageOf) {
        Map<Integer, PageEdit> pages = new HashMap<>();
        for (TacEdit edit : byTac.values()) {
            pages.computeIfAbsent(pageOf.applyAsInt(edit.tac), page -> new PageEdit(page, new ArrayList<>()))
                    .tacs()
                    .add(edit);
        }
        pages.values().forEach(page -> page.tacs().sort(Comparator.comparingInt(TacEdit::tac)));
        return pages.values();
    }

    /** Edits of the TACs of one page. */
    record PageEdit(int page, List<TacEdit> tacs) {}

    /** Edits of one TAC. */
    static final class TacEdit {
        private static final int UNCHANGED = -1;

        private final int tac;
        private final Map<SerialRanges.Span, Integer> ranges = new HashMap<>();
        private int[] singles = new int[4];
        private int singleCount;
        private int wholeTac = UNCHANGED;

        private TacEdit(int tac) {
            this.tac = tac;
        }

        private void putSingle(int serial, int listing) {
            if (singleCount == singles.length) {
                singles = Arrays.copyOf(singles, singleCount * 2);
            }
            singles[singleCount++] = PackedListings.pack(serial, listing);
        }

        int tac() {
            return tac;
        }

        /** Packed, ascending, each serial number once. */
        int[] singles() {
            return PackedListings.normalised(Arrays.copyOf(singles, singleCount));
        }

        Map<SerialRanges.Span, Integer> ranges() {
            return ranges;
        }

        int wholeTacOr(int before) {
            return wholeTac == UNCHANGED ? before : wholeTac;
        }
    }
}
