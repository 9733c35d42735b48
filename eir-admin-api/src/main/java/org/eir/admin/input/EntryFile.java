package org.eir.admin.input;

import java.io.IOException;
import java.io.InputStream;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.input.Outcome;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;

/**
 * A CSV file of entries, read as it arrives: a header, then one entry a line. Lines without any text are passed over.
 */
public final class EntryFile {
    private final Lines lines;
    private final Columns columns;

    /** Takes the rows of a file, with the line each is on; the first line is 1. */
    public interface Rows {
        /**
         * A good row.
         *
         * @param reasonSaid whether the row or the request gave the reason
         * @param spareDigit whether its IMEI ended in the spare digit 0 where the check digit is another
         */
        void accept(long line, RowChange change, EntryFacts facts, boolean reasonSaid, boolean spareDigit);

        /** A bad row, and why. */
        void reject(long line, Refusal refusal);
    }

    private EntryFile(Lines lines, Columns columns) {
        this.lines = lines;
        this.columns = columns;
    }

    /**
     * Reads the header.
     *
     * @param list the list the file goes to
     * @param mode what it is to the entries that its source has there
     * @return the file, standing before its first row; refused if there is no header, or it does not say what the columns are
     * @throws IOException if the stream breaks
     */
    public static Outcome<EntryFile> open(InputStream in, EquipmentList list, Mode mode) throws IOException {
        Lines lines = new Lines(in);
        while (lines.next()) {
            if (lines.isTooLong()) {
                return Outcome.refused("header", Texts.masked(lines.text()), tooLong());
            }
            String header = lines.text();
            if (!header.isBlank()) {
                return Columns.of(header, list, mode).then(columns -> Outcome.accepted(new EntryFile(lines, columns)));
            }
        }
        return Outcome.refused("header", "", "is missing; " + Columns.ALLOWED);
    }

    /** What the file calls the column with the identity. */
    public String identityColumn() {
        return columns.identity().text();
    }

    /**
     * Reads all rows.
     *
     * @throws IOException if the stream breaks
     */
    public void readInto(Rows rows, RowDefaults defaults) throws IOException {
        RowReader reader = new RowReader(columns, defaults);
        while (lines.next()) {
            String text = lines.text();
            if (lines.isTooLong()) {
                rows.reject(lines.number(), Refusal.of("row", Texts.masked(text), tooLong()));
            } else if (!text.isBlank()) {
                switch (reader.read(text)) {
                    case Accepted<RowReader.Row> row ->
                        rows.accept(
                                lines.number(),
                                row.value().change(),
                                row.value().facts(),
                                row.value().reasonSaid(),
                                row.value().spareDigit());
                    case Refused<RowReader.Row> refused -> rows.reject(lines.number(), refused.refusal());
                }
            }
        }
    }

    private static String tooLong() {
        return "is longer than " + Lines.MAX_BYTES + " bytes";
    }
}
