package org.eir.admin.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.PairingList;
import org.eir.core.change.PairingList.Row;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;

/**
 * A CSV file of pairs of a device and a subscriber: the pairing and exception lists of the field, and deltas of them. A
 * subscriber's number (MSISDN) is passed over. No refusal has an IMSI in clear.
 *
 * @param rows the good rows, in order
 * @param rejected the bad ones, by line
 */
public record PairingFile(List<Row> rows, List<Rejection> rejected) {
    private static final String FIELD = "header";
    private static final String ROW = "row";
    private static final String ALLOWED =
            "the first line names the columns: imei and imsi, and msisdn and change_type if they are there";

    private enum Column {
        IMEI,
        IMSI,
        MSISDN,
        CHANGE_TYPE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> NAMES =
            Stream.of(Column.values()).map(Column::text).toList();

    public PairingFile {
        rows = List.copyOf(rows);
        rejected = List.copyOf(rejected);
    }

    /** How many rows the file has, the header not counted. */
    public int count() {
        return rows.size() + rejected.size();
    }

    /**
     * Reads the whole file.
     *
     * @param mode what its pairs are to the rules that their source has
     * @return refused if the header does not say what the columns are, or there are more rows than one list may have
     * @throws IOException if the stream breaks
     */
    public static Outcome<PairingFile> read(InputStream in, Mode mode, CheckDigit checkDigit) throws IOException {
        Lines lines = new Lines(in);
        while (lines.next()) {
            if (!lines.text().isBlank()) {
                return switch (columns(lines.text(), mode)) {
                    case Accepted<Map<Column, Integer>> columns ->
                        new Reading(lines, columns.value(), checkDigit).all();
                    case Refused<Map<Column, Integer>> refused -> new Refused<>(refused.refusal());
                };
            }
        }
        return Outcome.refused(FIELD, "", "is missing; " + ALLOWED);
    }

    private static Outcome<Map<Column, Integer>> columns(String header, Mode mode) {
        return CsvLine.split(FIELD, header).then(names -> known(names, mode));
    }

    private static Outcome<Map<Column, Integer>> known(String[] names, Mode mode) {
        Map<Column, Integer> positions = new EnumMap<>(Column.class);
        for (int i = 0; i < names.length; i++) {
            int known = NAMES.indexOf(names[i].toLowerCase(Locale.ROOT));
            if (known < 0) {
                return Outcome.refused(
                        FIELD,
                        Texts.masked(names[i]),
                        "is no known column" + Nearest.hint(names[i], NAMES) + "; " + ALLOWED);
            }
            if (positions.put(Column.values()[known], i) != null) {
                return Outcome.refused(FIELD, names[i], "is there twice");
            }
        }
        if (!positions.containsKey(Column.IMEI) || !positions.containsKey(Column.IMSI)) {
            return Outcome.refused(FIELD, String.join(",", names), ALLOWED);
        }
        return positions.containsKey(Column.CHANGE_TYPE) && mode == Mode.REPLACE
                ? Outcome.refused(
                        FIELD,
                        Column.CHANGE_TYPE.text(),
                        "makes the file a delta, which is not the whole list: mode=add")
                : Outcome.accepted(positions);
    }

    /** The rows while they pass by. */
    private static final class Reading {
        private final Lines lines;
        private final Map<Column, Integer> positions;
        private final CheckDigit checkDigit;
        private final List<Row> rows = new ArrayList<>();
        private final List<Rejection> rejected = new ArrayList<>();

        Reading(Lines lines, Map<Column, Integer> positions, CheckDigit checkDigit) {
            this.lines = lines;
            this.positions = positions;
            this.checkDigit = checkDigit;
        }

        Outcome<PairingFile> all() throws IOException {
            while (lines.next()) {
                if (lines.text().isBlank()) {
                    continue;
                }
                if (rows.size() + rejected.size() == PairingList.MAX_ROWS) {
                    return Outcome.refused(
                            "file", "", "has more than " + PairingList.MAX_ROWS + " rows; it has to be split");
                }
                switch (lines.isTooLong() ? notARow("is longer than " + Lines.MAX_BYTES + " bytes") : row()) {
                    case Accepted<Row> row -> rows.add(row.value());
                    case Refused<Row> refused -> rejected.add(new Rejection(lines.number(), refused.refusal()));
                }
            }
            return Outcome.accepted(new PairingFile(rows, rejected));
        }

        private Outcome<Row> row() {
            return switch (CsvLine.split(ROW, lines.text())) {
                case Accepted<String[]> fields when fields.value().length == positions.size() -> row(fields.value());
                case Accepted<String[]> fields ->
                    notARow("has " + fields.value().length + " fields where the header names " + positions.size());
                case Refused<String[]> broken -> notARow(broken.refusal().rule());
            };
        }

        /** The row itself is not shown: it has an IMSI. */
        private static Outcome<Row> notARow(String rule) {
            return Outcome.refused(ROW, "", rule);
        }

        private Outcome<Row> row(String[] fields) {
            return ListedIdentity.imei(Column.IMEI.text(), value(fields, Column.IMEI), checkDigit)
                    .then(device -> imsi(value(fields, Column.IMSI))
                            .then(subscriber -> removed(value(fields, Column.CHANGE_TYPE))
                                    .then(removed -> Outcome.accepted(new Row(
                                            lines.number(),
                                            removed,
                                            new Imei(device.range().from()),
                                            subscriber)))));
        }

        private static Outcome<Imsi> imsi(String text) {
            return Imsi.isValid(text)
                    ? Outcome.accepted(new Imsi(text))
                    : Outcome.refused(Column.IMSI.text(), Texts.masked(text), "an IMSI has 6 to 15 decimal digits");
        }

        private static Outcome<Boolean> removed(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "", "add" -> Outcome.accepted(false);
                case "remove" -> Outcome.accepted(true);
                default ->
                    Outcome.refused(
                            Column.CHANGE_TYPE.text(),
                            text,
                            "has to be add or remove" + Nearest.hint(text, List.of("add", "remove")));
            };
        }

        private String value(String[] fields, Column column) {
            Integer position = positions.get(column);
            return position == null ? "" : fields[position];
        }
    }
}
