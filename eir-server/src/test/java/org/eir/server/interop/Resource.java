package org.eir.server.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files beside the tests: sources and settings of the peers. */
final class Resource {
    private Resource() {}

    /** Copies a file into a directory. */
    static Path copy(String name, Path directory) throws IOException {
        return copy(name, directory, Map.of());
    }

    /** Copies a file into a directory, with these words replaced. */
    static Path copy(String name, Path directory, Map<String, String> words) throws IOException {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
            return Files.writeString(directory.resolve(Path.of(name).getFileName()), text);
        }
    }
}
