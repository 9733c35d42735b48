package org.eir.admin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.Traces;

/** Shows what a test says has passed, and is then over. */
public final class InMemoryTraces implements Traces {
    public final List<Wanted> wanted = new ArrayList<>();
    public final Deque<List<CheckRecord>> passing = new ArrayDeque<>();
    public volatile long dropped;
    public volatile boolean full;
    public volatile boolean masked;
    public volatile int closed;

    @Override
    public Optional<Trace> open(Wanted asked) {
        if (full) {
            return Optional.empty();
        }
        wanted.add(asked);
        return Optional.of(new Trace() {
            @Override
            public List<CheckRecord> take(Duration patience) {
                List<CheckRecord> next = passing.poll();
                return next == null ? List.of() : next;
            }

            @Override
            public long dropped() {
                long now = dropped;
                dropped = 0;
                return now;
            }

            @Override
            public boolean isOver() {
                return passing.isEmpty();
            }

            @Override
            public void close() {
                closed++;
            }
        });
    }

    @Override
    public boolean maySeeSubscribers() {
        return !masked;
    }
}
