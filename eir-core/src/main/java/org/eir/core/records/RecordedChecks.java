package org.eir.core.records;

import java.time.Instant;
import java.util.List;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.jspecify.annotations.Nullable;

/**
 * Port: the records of the last days, of all nodes, to be searched. No check waits for it.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface RecordedChecks {
    /** Most records that {@link #find} returns. */
    int MAX_FOUND = 1_000;

    /**
     * What to find; absent means any.
     *
     * @param device the device that was asked about
     * @param from the first moment
     * @param until the first moment that is too late
     * @param verdict what the network was told
     * @param origin the network element that asked, or its realm
     */
    record Filter(
            @Nullable Imei device,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Verdict verdict,
            @Nullable String origin) {}

    /** Where a record stands among all: the later first. */
    record Position(Instant at, long number) {}

    /**
     * A record as found.
     *
     * @param position its place
     * @param check what was answered; the subscriber is absent where it was kept masked, or its key is gone
     * @param maskedSubscriber the subscriber as it was kept in clear: country and network; absent where it is sealed
     */
    record Found(
            Position position, CheckRecord check, @Nullable String maskedSubscriber) {}

    /** Keeps these. */
    void keep(List<CheckRecord> records);

    /**
     * Records, the latest first. What is kept meanwhile changes no later page.
     *
     * @param before only those that come after this in the order; null for the latest
     * @param limit 1 to {@value #MAX_FOUND}
     */
    List<Found> find(Filter filter, @Nullable Position before, int limit);

    /** Makes room for the days to come, and forgets days older than so many; returns how many it forgot. */
    int keepDays(int days);
}
