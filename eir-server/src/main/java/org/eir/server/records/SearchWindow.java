package org.eir.server.records;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.RecordedChecks;

/** The last days, in the database: keeps records there, makes room for the days to come and drops those that are over. */
final class SearchWindow implements RecordQueue.Place {
    private static final Duration UPKEEP_EVERY = Duration.ofHours(1);
    private static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(10);

    private final RecordedChecks searchable;
    private final int days;
    private final Clock clock;
    private Instant nextUpkeep = Instant.MIN;

    SearchWindow(RecordedChecks searchable, int days, Clock clock) {
        this.searchable = searchable;
        this.days = days;
        this.clock = clock;
    }

    @Override
    public void take(List<CheckRecord> records) {
        Instant now = clock.instant();
        if (!now.isBefore(nextUpkeep)) {
            nextUpkeep = now.plus(AGAIN_AFTER_FAILURE);
            searchable.keepDays(days);
            nextUpkeep = now.plus(UPKEEP_EVERY);
        }
        if (!records.isEmpty()) {
            searchable.keep(records);
        }
    }

    @Override
    public void close() {}
}
