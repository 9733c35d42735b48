package org.eir.admin.imports;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.eir.core.change.Imports.Counts;

/** Counts imports by what became of them, and their rows by outcome when they are compared. */
public final class ImportMetrics {

    /** What became of an import. */
    enum End {
        PREVIEWED,
        APPLIED,
        ROLLED_BACK,
        /** The upload broke off, or applying it failed. */
        FAILED,
        /** When it was to be applied it would have done more than was allowed; it is previewed again. */
        BEYOND_LIMITS,
        /** The header, or what was asked for, was refused. */
        REFUSED,
        /** Too many at once. */
        TURNED_AWAY;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final MeterRegistry meters;

    public ImportMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (End end : End.values()) {
            imports(end);
        }
        rows(Counts.NONE);
    }

    void ended(End end) {
        imports(end).increment();
    }

    void rows(Counts counts) {
        rows("new", counts.added());
        rows("unchanged", counts.unchanged());
        rows("changed", counts.changed());
        rows("rejected", counts.rejected());
    }

    private Counter imports(End end) {
        return Counter.builder("eir.imports")
                .description("imports by what became of them")
                .tag("state", end.text())
                .register(meters);
    }

    private void rows(String outcome, long count) {
        Counter.builder("eir.import.rows")
                .description("rows of imports by outcome, counted when they are compared")
                .tag("outcome", outcome)
                .register(meters)
                .increment((double) count);
    }
}
