package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Text in columns. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Objects under the names of their fields; a field that none of them has is left out. */
    static Table of(JsonNode objects, List<String> fields) {
        List<String> used = fields.stream()
                .filter(field ->
                        StreamSupport.stream(objects.spliterator(), false).anyMatch(object -> object.hasNonNull(field)))
                .toList();
        Table table = new Table();
        table.row(used.stream().map(field -> field.toUpperCase(Locale.ROOT)).toList());
        for (JsonNode object : objects) {
            table.row(used.stream().map(field -> text(object.path(field))).toList());
        }
        return table;
    }

    /** A value as text; what is missing is empty, lists and objects as JSON. */
    static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.isNull() ? "" : value.asText();
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(Console console, String indent) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" ".repeat(width(column) - row.get(column).length()));
                line.append(GAP);
            }
            console.line(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
