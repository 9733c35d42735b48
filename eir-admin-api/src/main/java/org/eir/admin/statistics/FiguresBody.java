package org.eir.admin.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.statistics.Effectiveness.Figures;
import org.eir.core.statistics.Effectiveness.Group;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one group as they are answered; the names are those of the CSV's columns too. Times are in seconds.
 *
 * @param day null, like list, reason, source and origin, where figures are not told apart by it
 */
record FiguresBody(
        @Nullable LocalDate day,
        @Nullable String list,
        @Nullable String reason,
        @Nullable String source,
        @Nullable String origin,
        long blocked,
        long blockedRanges,
        long neverSeenAgain,
        @Nullable Double reportToBlockMedianS,
        @Nullable Double reportToBlockP95S,
        @Nullable Double recordToBlockMedianS,
        @Nullable Double recordToBlockP95S,
        long recovered,
        long mistakes,
        long rolledBack,
        long otherwiseUnblocked,
        long attempts,
        long attemptedDevices) {
    static final List<String> COLUMNS = List.of(
            "day",
            "list",
            "reason",
            "source",
            "origin",
            "blocked",
            "blockedRanges",
            "neverSeenAgain",
            "reportToBlockMedianS",
            "reportToBlockP95S",
            "recordToBlockMedianS",
            "recordToBlockP95S",
            "recovered",
            "mistakes",
            "rolledBack",
            "otherwiseUnblocked",
            "attempts",
            "attemptedDevices");

    static FiguresBody of(Figures figures) {
        Group group = figures.group();
        return new FiguresBody(
                group.day(),
                group.list() == null ? null : group.list().text(),
                group.reason() == null ? null : group.reason().text(),
                group.source(),
                group.origin(),
                figures.blocked().devices(),
                figures.blocked().wider(),
                figures.blocked().neverSeenAgain(),
                figures.blocked().reportToBlock().median(),
                figures.blocked().reportToBlock().p95(),
                figures.blocked().recordToBlock().median(),
                figures.blocked().recordToBlock().p95(),
                figures.unblocked().recovered(),
                figures.unblocked().mistakes(),
                figures.unblocked().rolledBack(),
                figures.unblocked().otherwise(),
                figures.attempts().times(),
                figures.attempts().devices());
    }

    /** The values in the order of {@link #COLUMNS}; what is null is empty. */
    List<String> fields() {
        List<String> fields = new ArrayList<>(COLUMNS.size());
        for (Object value : new @Nullable Object[] {
            day,
            list,
            reason,
            source,
            origin,
            blocked,
            blockedRanges,
            neverSeenAgain,
            reportToBlockMedianS,
            reportToBlockP95S,
            recordToBlockMedianS,
            recordToBlockP95S,
            recovered,
            mistakes,
            rolledBack,
            otherwiseUnblocked,
            attempts,
            attemptedDevices
        }) {
            fields.add(value == null ? "" : value.toString());
        }
        return fields;
    }
}
