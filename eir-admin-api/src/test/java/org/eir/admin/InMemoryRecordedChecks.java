package org.eir.admin;

import java.util.ArrayList;
import java.util.List;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.RecordedChecks;
import org.jspecify.annotations.Nullable;

/** Records in a list, numbered as they come; subscribers as if they were sealed. */
public final class InMemoryRecordedChecks implements RecordedChecks {
    private final InMemoryLists lists;
    private final List<CheckRecord> kept = new ArrayList<>();

    InMemoryRecordedChecks(InMemoryLists lists) {
        this.lists = lists;
    }

    @Override
    public synchronized void keep(List<CheckRecord> records) {
        kept.addAll(records);
    }

    @Override
    public synchronized List<Found> find(Filter filter, @Nullable Position before, int limit) {
        lists.mustBeThere();
        List<Found> found = new ArrayList<>();
        for (int number = kept.size(); number > 0 && found.size() < limit; number--) {
            CheckRecord check = kept.get(number - 1);
            if ((before == null || number < before.number()) && matches(check, filter)) {
                found.add(new Found(new Position(check.at(), number), check, null));
            }
        }
        return found;
    }

    private static boolean matches(CheckRecord check, Filter filter) {
        return (filter.device() == null
                        || check.identity() instanceof Device device
                                && device.imei().equals(filter.device()))
                && (filter.from() == null || !check.at().isBefore(filter.from()))
                && (filter.until() == null || check.at().isBefore(filter.until()))
                && (filter.verdict() == null || check.verdict() == filter.verdict())
                && (filter.origin() == null
                        || check.origin().host().equals(filter.origin())
                        || check.origin().realm().equals(filter.origin()));
    }

    @Override
    public int keepDays(int days) {
        return 0;
    }
}
