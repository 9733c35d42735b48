package org.eir.admin.input;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;

/**
 * The columns of a file of entries, found by the names in its header, in any order and case. A file with a column
 * nobody knows is refused as a whole: what it says might be what matters.
 */
final class Columns {

    /** What a column tells. */
    enum Column {
        IMEI,
        /** The IMEI in a registration list. */
        APPROVED_IMEI,
        TAC,
        REPORTING_DATE,
        STATUS,
        REASON,
        REFERENCE,
        VALID_FROM,
        VALID_UNTIL;

        boolean isIdentity() {
            return this == IMEI || this == APPROVED_IMEI || this == TAC;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String FIELD = "header";
    private static final String DELTA = "change_type";
    private static final List<String> NAMES =
            Stream.of(Column.values()).map(Column::text).toList();
    private static final String ALLOWED = "the first line names the columns: one of imei, approved_imei or tac, and of "
            + Stream.of(Column.values())
                    .filter(column -> !column.isIdentity())
                    .map(Column::text)
                    .collect(Collectors.joining(", "))
            + " those that there are, separated by commas";

    private final Map<Column, Integer> positions;
    private final Column identity;
    private final int count;

    private Columns(Map<Column, Integer> positions, Column identity, int count) {
        this.positions = positions;
        this.identity = identity;
        this.count = count;
    }

    static Outcome<Columns> of(String header) {
        return CsvLine.split(FIELD, header).then(Columns::of);
    }

    private static Outcome<Columns> of(String[] names) {
        Map<Column, Integer> positions = new EnumMap<>(Column.class);
        for (int i = 0; i < names.length; i++) {
            String name = names[i].toLowerCase(Locale.ROOT);
            int known = NAMES.indexOf(name);
            if (name.equals(DELTA)) {
                return Outcome.refused(FIELD, names[i], "delta files are not in this version; send the whole list");
            }
            if (known < 0) {
                return Outcome.refused(
                        FIELD, names[i], "is no known column" + Nearest.hint(name, NAMES) + "; " + ALLOWED);
            }
            if (positions.put(Column.values()[known], i) != null) {
                return Outcome.refused(FIELD, names[i], "is there twice");
            }
        }
        List<Column> identities =
                positions.keySet().stream().filter(Column::isIdentity).toList();
        return identities.size() == 1
                ? Outcome.accepted(new Columns(positions, identities.getFirst(), names.length))
                : Outcome.refused(
                        FIELD, String.join(",", names), "has to have one column with the identity; " + ALLOWED);
    }

    /** The column that holds the identity: of an IMEI or of a TAC. */
    Column identity() {
        return identity;
    }

    /** How many fields a row has. */
    int count() {
        return count;
    }

    /** What a row has in this column; empty if there is no such column. */
    String value(String[] row, Column column) {
        Integer position = positions.get(column);
        return position == null ? "" : row[position];
    }
}
