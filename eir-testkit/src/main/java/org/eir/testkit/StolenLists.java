package org.eir.testkit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eir.core.identity.Imei;
import org.eir.testkit.StolenListRow.Kind;

/**
 * A stolen list in the layout of DIRBS ({@code imei,reporting_date,status}), made from a seed, of any length, together
 * with what an import of it into an empty register has to come to. The same parameters make the same file, for ever.
 *
 * <p>Rows are made one by one and never kept, so a file of ten million needs no memory.
 *
 * @param rows rows, the header not counted, 0 to {@value #MAX_ROWS}
 * @param seed chooses the devices and everything else
 * @param repeatedShare share of rows that list a device again which an earlier row listed, 0 to 1
 * @param rejectedShare share of rows that no register may accept, 0 to 1
 */
public record StolenLists(long rows, long seed, double repeatedShare, double rejectedShare) {
    public static final long MAX_ROWS = 50_000_000;
    public static final String HEADER = "imei,reporting_date,status";

    public StolenLists {
        if (rows < 0 || rows > MAX_ROWS) {
            throw new IllegalArgumentException("rows: a list has 0 to " + MAX_ROWS + " rows, not " + rows);
        }
        if (repeatedShare < 0 || rejectedShare < 0 || repeatedShare + rejectedShare > 1) {
            throw new IllegalArgumentException("shares of rows are 0 to 1, together too");
        }
    }

    /** A list like those met in the field: one row in fifty is repeated, one in a hundred is bad. */
    public static StolenLists of(long rows, long seed) {
        return new StolenLists(rows, seed, 0.02, 0.01);
    }

    /**
     * What an import of the whole list into an empty register comes to; added, repeated and rejected sum up to the rows.
     *
     * @param added rows that list a device for the first time, which is also how many devices are listed afterwards
     * @param repeated rows that say again what an earlier one said, in the same or another form of the IMEI
     * @param rejected rows that are refused
     * @param spareDigits accepted rows whose 15th digit is 0 where the check digit is another
     */
    public record Expected(long added, long repeated, long rejected, long spareDigits) {
        static final Expected NOTHING = new Expected(0, 0, 0, 0);

        Expected plus(StolenListRow row) {
            return new Expected(
                    added + (row.kind() == Kind.ADDED ? 1 : 0),
                    repeated + (row.kind() == Kind.REPEATED ? 1 : 0),
                    rejected + (row.kind() == Kind.REJECTED ? 1 : 0),
                    spareDigits + (row.spareDigit() ? 1 : 0));
        }
    }

    /** The rows in the order of the file. */
    public Stream<StolenListRow> stream() {
        Iterable<StolenListRow> iterable = () -> new StolenListRows(this);
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    /** The devices that are listed once the list is imported, each once, in the order of the file. */
    public Iterator<Imei> listed() {
        return stream()
                .filter(row -> row.kind() == Kind.ADDED)
                .map(StolenListRow::imei)
                .iterator();
    }

    public Expected expected() {
        return stream().reduce(Expected.NOTHING, Expected::plus, (one, other) -> other);
    }

    /** Writes header and rows to a file, in UTF-8 with LF, and returns what an import of it has to come to. */
    public Expected write(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            return write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Expected write(Writer out) throws IOException {
        Expected expected = Expected.NOTHING;
        out.write(HEADER + "\n");
        for (Iterator<StolenListRow> rows = new StolenListRows(this); rows.hasNext(); ) {
            StolenListRow row = rows.next();
            out.write(row.text());
            out.write('\n');
            expected = expected.plus(row);
        }
        return expected;
    }

    /** {@code StolenLists ROWS SEED FILE} writes a list and prints what an import of it has to come to. */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("usage: StolenLists ROWS SEED FILE");
            System.exit(2);
        }
        StolenLists list = of(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
        Expected expected = list.write(Path.of(arguments[2]));
        System.out.printf(
                "rows %d, new %d, repeated %d, rejected %d, spare digits %d%n",
                list.rows(), expected.added(), expected.repeated(), expected.rejected(), expected.spareDigits());
    }
}
