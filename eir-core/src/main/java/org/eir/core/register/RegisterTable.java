package org.eir.core.register;

import java.util.Arrays;
import org.eir.core.identity.Tac;
import org.eir.core.list.Match;
import org.jspecify.annotations.Nullable;

/**
 * From identity to what the lists say, in about five bytes an entry. Immutable.
 *
 * <p>A fixed directory of pages, chosen by a hash of the TAC; a page holds its TACs in order, each with its
 * {@link TacEntries}. A change copies the directory (16 kB), the pages it touches and the entries of the TACs it
 * touches, and shares the rest with the table before.
 */
public final class RegisterTable {
    private static final int PAGE_BITS = 12;
    private static final Page EMPTY_PAGE = new Page(new int[0], new TacEntries[0]);

    /** A table that lists nothing. */
    public static final RegisterTable EMPTY = new RegisterTable(emptyPages(), 0, 0);

    private final Page[] pages;
    private final long identities;
    private final int tacs;

    private RegisterTable(Page[] pages, long identities, int tacs) {
        this.pages = pages;
        this.identities = identities;
        this.tacs = tacs;
    }

    private static Page[] emptyPages() {
        Page[] pages = new Page[1 << PAGE_BITS];
        Arrays.fill(pages, EMPTY_PAGE);
        return pages;
    }

    /** What decides for an IMEI, given as the number of its 14 digits. */
    public Match lookup(long imei) {
        int tac = (int) (imei / Tac.SERIALS);
        TacEntries entries = entries(tac);
        return entries == null ? Match.NONE : entries.lookup((int) (imei - (long) tac * Tac.SERIALS));
    }

    /** What is listed of a TAC; null if nothing. */
    @Nullable
    TacEntries entries(int tac) {
        return pages[pageOf(tac)].find(tac);
    }

    /** Listed identities: single IMEIs, ranges and TACs, each counted once whatever the number of its sources. */
    public long identities() {
        return identities;
    }

    /** TACs that have at least one listed identity. */
    public int tacs() {
        return tacs;
    }

    /** The table that results from an edit; this one is untouched. */
    RegisterTable with(TableEdit edit) {
        if (edit.isEmpty()) {
            return this;
        }
        Page[] newPages = pages.clone();
        long newIdentities = identities;
        int newTacs = tacs;
        for (TableEdit.PageEdit pageEdit : edit.pages(RegisterTable::pageOf)) {
            Page before = newPages[pageEdit.page()];
            Page after = before.with(pageEdit);
            newPages[pageEdit.page()] = after;
            newIdentities += after.identities() - before.identities();
            newTacs += after.tacs.length - before.tacs.length;
        }
        return new RegisterTable(newPages, newIdentities, newTacs);
    }

    private static int pageOf(int tac) {
        return tac * 0x9E3779B1 >>> (32 - PAGE_BITS);
    }

    /** The TACs whose hash leads here, ascending, and their entries at the same positions. */
    private record Page(int[] tacs, TacEntries[] entries) {

        @Nullable
        TacEntries find(int tac) {
            int low = 0;
            int high = tacs.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int found = tacs[middle];
                if (found == tac) {
                    return entries[middle];
                }
                if (found < tac) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return null;
        }

        long identities() {
            long sum = 0;
            for (TacEntries tacEntries : entries) {
                sum += tacEntries.identities();
            }
            return sum;
        }

        /** Merges the page with the edits of its TACs, both ascending; a TAC left without entries disappears. */
        Page with(TableEdit.PageEdit edit) {
            int[] newTacs = new int[tacs.length + edit.tacs().size()];
            TacEntries[] newEntries = new TacEntries[newTacs.length];
            int count = 0;
            int old = 0;
            for (TableEdit.TacEdit tacEdit : edit.tacs()) {
                while (old < tacs.length && tacs[old] < tacEdit.tac()) {
                    newTacs[count] = tacs[old];
                    newEntries[count++] = entries[old++];
                }
                boolean known = old < tacs.length && tacs[old] == tacEdit.tac();
                TacEntries edited = (known ? entries[old++] : TacEntries.EMPTY).with(tacEdit);
                if (edited.identities() > 0) {
                    newTacs[count] = tacEdit.tac();
                    newEntries[count++] = edited;
                }
            }
            while (old < tacs.length) {
                newTacs[count] = tacs[old];
                newEntries[count++] = entries[old++];
            }
            return new Page(Arrays.copyOf(newTacs, count), Arrays.copyOf(newEntries, count));
        }
    }
}
