package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes what an import refused next to the file it came from, each row with its line and the reason. */
final class RejectedRows {
    private static final int LONGEST_ROW = 8192;

    private final UploadFile input;

    RejectedRows(UploadFile input) {
        this.input = input;
    }

    /** {@code FILE.rejected.csv}. */
    Path file() {
        Path path = input.path().toAbsolutePath();
        return path.resolveSibling(path.getFileName() + ".rejected.csv");
    }

    /** Writes them all, page by page; the row itself is read from the input again. */
    void write(ImportClient imports, String id) throws IOException, CommandFailure {
        try (NumberedLines lines = new NumberedLines(
                        new BufferedReader(new InputStreamReader(input.text(), StandardCharsets.UTF_8)));
                CsvWriter csv = CsvWriter.builder().build(file(), StandardCharsets.UTF_8)) {
            csv.writeRecord("line", "field", "value", "rule", "row");
            JsonNode page;
            String after = "0";
            do {
                page = imports.rejected(id, after);
                for (JsonNode row : page.path("rejected")) {
                    csv.writeRecord(
                            row.path("line").asText(""),
                            row.path("field").asText(""),
                            row.path("value").asText(""),
                            row.path("rule").asText(""),
                            lines.line(row.path("line").asLong()));
                }
                after = ImportClient.next(page).asText("");
            } while (!after.isEmpty());
        }
    }

    /** A file's lines by ascending number. Of a very long line only the beginning is kept. */
    private static final class NumberedLines implements AutoCloseable {
        private final BufferedReader reader;
        private long number;
        private String text = "";

        NumberedLines(BufferedReader reader) {
            this.reader = reader;
        }

        String line(long wanted) throws IOException {
            while (number < wanted) {
                if (!next()) {
                    return "";
                }
            }
            return text;
        }

        private boolean next() throws IOException {
            StringBuilder line = new StringBuilder();
            int character = reader.read();
            if (character < 0) {
                return false;
            }
            while (character >= 0 && character != '\n' && character != '\r') {
                if (line.length() < LONGEST_ROW) {
                    line.append((char) character);
                }
                character = reader.read();
            }
            if (character == '\r') {
                skipLineFeed();
            }
            text = line.toString();
            number++;
            return true;
        }

        private void skipLineFeed() throws IOException {
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
