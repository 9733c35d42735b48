package org.eir.server.docs;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of Markdown, written from top to bottom. */
public final class Page {
    private final StringBuilder text = new StringBuilder();

    /** Under this title; with how it is made. */
    public Page(String title) {
        text.append("# ")
                .append(title)
                .append("\n\n<!-- Made of the product itself by ReferencePagesTest; ")
                .append("CONTRIBUTING.md says how to make it again. -->\n");
    }

    public Page heading(int level, String heading) {
        text.append('\n').append("#".repeat(level)).append(' ').append(heading).append('\n');
        return this;
    }

    /** A paragraph; lines as they are. */
    public Page say(String paragraph) {
        text.append('\n').append(paragraph.strip()).append('\n');
        return this;
    }

    /** Lines as they would be typed or shown. */
    public Page shown(String lines) {
        text.append('\n').append(lines.strip().indent(4));
        return this;
    }

    /** Begins a table. */
    public Page columns(String... names) {
        text.append('\n');
        row(names);
        text.append("|---".repeat(names.length)).append("|\n");
        return this;
    }

    public Page row(String... cells) {
        text.append(Stream.of(cells)
                        .map(cell ->
                                cell.replace("|", "\\|").replaceAll("\\s+", " ").strip())
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
        return this;
    }

    public String text() {
        return text.toString();
    }
}
