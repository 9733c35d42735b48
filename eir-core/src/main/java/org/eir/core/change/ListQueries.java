package org.eir.core.change;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFilter;
import org.jspecify.annotations.Nullable;

/**
 * Port: reads what is recorded, for people who want to know why. Checks never come here.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached.
 */
public interface ListQueries {
    /** Most entries that {@link #covering} returns. */
    int MAX_COVERING = 1000;

    /** Rows of a change set that {@link #changes} returns with it; of a larger one it returns the first. */
    int MAX_ROWS = 100;

    /**
     * The entries, not withdrawn, of all sources that cover an identity wholly, in force or not yet; the deciding ones
     * first (most severe, then narrowest, then oldest).
     */
    List<Entry> covering(ImeiRange identity);

    Optional<Entry> entry(long id);

    /**
     * A page of entries, the newest first: those with a number below {@code before}, at most {@code limit}. An entry that
     * is added meanwhile changes no later page.
     *
     * @param at the moment at which an entry has to count to be in force
     */
    List<Entry> entries(EntryFilter filter, Instant at, long before, int limit);

    /** Change sets with a revision above {@code after}, ascending, at most {@code limit}. */
    List<ChangeSet> changes(long after, int limit);

    /**
     * A change set as recorded.
     *
     * @param revision its place in history
     * @param recordedAt when; later than that of every lower revision
     * @param kind a {@link ChangeKind}, as text
     * @param actor who made it; empty once erased
     * @param approver the second person, where the change needed one
     * @param count number of its rows
     * @param leafHash hash of its leaf in the log, hexadecimal
     * @param rows the first {@link #MAX_ROWS} of them
     * @param erased the revision that erased who made or approved it, the last one; absent if none did
     */
    record ChangeSet(
            long revision,
            Instant recordedAt,
            String kind,
            String actor,
            @Nullable String approver,
            long count,
            String leafHash,
            List<Row> rows,
            @Nullable Long erased) {}

    /**
     * One row of a change set.
     *
     * @param number its place in the set, from 1
     * @param operation a {@link ChangeEncoding.Operation}, as text
     * @param entryId the entry it concerns; 0 if none
     * @param subject the identity as people write it; what else the row is about, in a few words
     * @param list the entry's list; empty where it concerns no entry
     * @param source the owner of the entry; empty where it concerns no entry
     * @param erased the revision that erased something of what was noted with it, the last one; absent if none did
     */
    record Row(
            int number,
            String operation,
            long entryId,
            String subject,
            String list,
            String source,
            @Nullable Long erased) {

        /** One of which everything is there that was noted. */
        public Row(int number, String operation, long entryId, String subject, String list, String source) {
            this(number, operation, entryId, subject, list, source, null);
        }
    }
}
