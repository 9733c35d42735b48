package org.eir.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.eir.core.statistics.Attempt;
import org.eir.core.statistics.Effectiveness;

/** Stands for the store: says what it was told to, and remembers what it was asked. */
public final class InMemoryEffectiveness implements Effectiveness {
    private final InMemoryLists lists;
    public volatile List<Figures> figures = List.of();
    public volatile String asked = "";

    InMemoryEffectiveness(InMemoryLists lists) {
        this.lists = lists;
    }

    @Override
    public List<Figures> count(LocalDate from, LocalDate to, Set<Dimension> by) {
        lists.mustBeThere();
        asked = from + " " + to + " " + by;
        return figures;
    }

    @Override
    public void attempted(List<Attempt> attempts) {
        throw new UnsupportedOperationException("the admin API records no attempts");
    }

    @Override
    public void applied(long firstRevision, long lastRevision, Instant at) {
        throw new UnsupportedOperationException("the admin API applies nothing");
    }

    @Override
    public long forget(Instant before, long maxAttempts) {
        throw new UnsupportedOperationException("the admin API forgets nothing");
    }
}
