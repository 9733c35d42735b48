package org.eir.admin.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldModifiers;
import de.siegmar.fastcsv.reader.StringArrayHandler;
import org.eir.core.input.Outcome;

/** Splits one line of CSV (RFC 4180, comma, double quotes) into its fields, without the spaces around them. A line refused is shown masked. */
final class CsvLine {
    private static final CsvReader.CsvReaderBuilder READER =
            CsvReader.builder().allowUnclosedQuote(false).skipEmptyLines(false);

    private CsvLine() {}

    static Outcome<String[]> split(String field, String line) {
        if (line.indexOf(Texts.REPLACEMENT) >= 0) {
            return Outcome.refused(field, Texts.masked(line), "has bytes that are no UTF-8");
        }
        try {
            return Outcome.accepted(READER.ofSingleCsvRecord(
                    StringArrayHandler.of(handler -> handler.fieldModifier(FieldModifiers.TRIM)), line));
        } catch (CsvParseException broken) {
            return Outcome.refused(
                    field,
                    Texts.masked(line),
                    "a quoted field is not closed, or something follows its closing quote, on this line"
                            + " (a field has no line breaks; a quote inside one is written twice)");
        }
    }
}
