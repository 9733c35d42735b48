package org.eir.admin.input;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.core.change.Imports.Mode;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;
import org.eir.core.list.EquipmentList;

/**
 * The columns of a file of entries, found by the names in its header, in any order and case. A file with a column
 * nobody knows is refused as a whole: what it says might be what matters. So is a file that is no list of devices, or
 * the list of something else than it is imported into.
 */
final class Columns {

    /** What a column tells. */
    enum Column {
        IMEI,
        /** The IMEI in a registration list. */
        APPROVED_IMEI,
        /** The IMEI in a golden list. */
        GOLDEN_IMEI,
        TAC,
        /** Makes the file a delta. */
        CHANGE_TYPE,
        REPORTING_DATE,
        /** From when on a black list that is handed out counts. */
        BLOCK_DATE,
        STATUS,
        REASON,
        REFERENCE,
        VALID_FROM,
        VALID_UNTIL,
        /** Why a black list that is handed out blocks, in words of its own. */
        REASONS,
        MAKE,
        MODEL,
        MODEL_NUMBER,
        BRAND_NAME,
        DEVICE_TYPE,
        RADIO_INTERFACE,
        DEVICE_ID;

        boolean isIdentity() {
            return this == IMEI || this == APPROVED_IMEI || this == GOLDEN_IMEI || this == TAC;
        }

        /** Whether it only describes: what it tells is kept as a note. */
        boolean isDescription() {
            return compareTo(REASONS) >= 0;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String FIELD = "header";
    private static final List<String> NAMES =
            Stream.of(Column.values()).map(Column::text).toList();
    static final String ALLOWED =
            "the first line names the columns: one of imei, approved_imei, golden_imei or tac, and of "
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

    /**
     * Reads a header.
     *
     * @param list the list the file goes to
     * @param mode what it is to the entries that its source has there
     */
    static Outcome<Columns> of(String header, EquipmentList list, Mode mode) {
        return CsvLine.split(FIELD, header)
                .then(Columns::aListOfDevices)
                .then(Columns::known)
                .then(columns -> columns.fitting(header, list, mode));
    }

    /** Refuses the files of the field that have the IMEI in a column and are something else. */
    private static Outcome<String[]> aListOfDevices(String[] header) {
        List<String> names =
                Stream.of(header).map(name -> name.toLowerCase(Locale.ROOT)).toList();
        if (!names.contains("imsi") && !names.contains("msisdn")) {
            return Outcome.accepted(header);
        }
        String what = names.contains("date")
                ? "an operator's dump of what its network saw; that is no list"
                : names.contains("block_date") || names.contains("amnesty_granted")
                        ? "a notification list, which tells subscribers what is going to be blocked; import the black list"
                        : "a pairing or exception list; which subscribers a device works for is no entry of a list: eir"
                                + " exceptions import, or POST /api/v1/exceptions/import";
        return Outcome.refused(FIELD, Texts.masked(String.join(",", header)), "this is the header of " + what);
    }

    private static Outcome<Columns> known(String[] names) {
        Map<Column, Integer> positions = new EnumMap<>(Column.class);
        for (int i = 0; i < names.length; i++) {
            String name = names[i].toLowerCase(Locale.ROOT);
            int known = NAMES.indexOf(name);
            if (known < 0) {
                return Outcome.refused(
                        FIELD,
                        Texts.masked(names[i]),
                        "is no known column" + Nearest.hint(name, NAMES) + "; " + ALLOWED);
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

    private Outcome<Columns> fitting(String header, EquipmentList list, Mode mode) {
        EquipmentList due = identity == Column.APPROVED_IMEI
                ? EquipmentList.WHITE
                : identity == Column.GOLDEN_IMEI ? EquipmentList.GOLDEN : list;
        if (due != list) {
            return Outcome.refused(
                    FIELD,
                    identity.text(),
                    "is the column of a file for the " + due.text() + " list; this import is into the " + list.text()
                            + " list");
        }
        if (has(Column.CHANGE_TYPE) && mode == Mode.REPLACE) {
            return Outcome.refused(
                    FIELD, Column.CHANGE_TYPE.text(), "makes the file a delta, which is not the whole list: mode=add");
        }
        return has(Column.BLOCK_DATE) && has(Column.VALID_FROM)
                ? Outcome.refused(FIELD, header, "block_date and valid_from say the same; one of them has to go")
                : Outcome.accepted(this);
    }

    private boolean has(Column column) {
        return positions.containsKey(column);
    }

    /** The column that holds the identity: of an IMEI or of a TAC. */
    Column identity() {
        return identity;
    }

    /** The columns that only describe. */
    List<Column> descriptions() {
        return positions.keySet().stream().filter(Column::isDescription).toList();
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
