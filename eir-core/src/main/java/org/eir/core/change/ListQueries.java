package org.eir.core.change;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;

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

    /** Change sets with a revision above {@code after}, ascending, at most {@code limit}. */
    List<ChangeSet> changes(long after, int limit);

    /**
     * A change set as recorded.
     *
     * @param revision its place in history
     * @param recordedAt when; later than that of every lower revision
     * @param kind entries, import or policy, as text
     * @param actor who made it; empty once erased
     * @param count number of its rows
     * @param leafHash hash of its leaf in the log, hexadecimal
     * @param rows the first {@link #MAX_ROWS} of them
     */
    record ChangeSet(
            long revision,
            Instant recordedAt,
            String kind,
            String actor,
            long count,
            String leafHash,
            List<Row> rows) {}

    /**
     * One row of a change set.
     *
     * @param number its place in the set, from 1
     * @param operation addition, withdrawal or policy
     * @param entryId the entry it concerns; 0 for a policy
     * @param subject the identity as people write it, or the policy's answers
     * @param list black, grey, white or golden; empty for a policy
     * @param source the owner of the entry; empty for a policy
     */
    record Row(int number, String operation, long entryId, String subject, String list, String source) {}
}
