package org.eir.bench.support;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of figures: the first column says what, the others how much. */
public final class Figures {
    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

    public Figures(String... headings) {
        rows.add(List.of(headings));
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Prints it, an empty line before and after. */
    public void print(PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(padded(row.getFirst(), -widths[0]));
            for (int i = 1; i < columns; i++) {
                line.append(padded(row.get(i), widths[i] + GAP));
            }
            out.println(line.toString().stripTrailing());
        }
        out.println();
        out.flush();
    }

    private static String padded(String cell, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", cell);
    }

    /** 1,234,567. */
    public static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** 12.34. */
    public static String decimal(double number) {
        return String.format(Locale.ROOT, "%,.2f", number);
    }

    /** How many times as much, such as 3.81x. */
    public static String ratio(double number, double reference) {
        return String.format(Locale.ROOT, "%.2fx", number / reference);
    }
}
