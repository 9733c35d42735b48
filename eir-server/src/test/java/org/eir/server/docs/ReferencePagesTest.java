package org.eir.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eir.server.cli.CommandLinePage;
import org.eir.server.config.ConfigurationPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of {@code docs/reference} that are made of the product say what it is; {@code -Ddocs.write} makes them again. */
class ReferencePagesTest {
    @TempDir
    private Path directory;

    @Test
    void configuration() throws IOException {
        isCurrent("configuration.md", ConfigurationPage.text());
    }

    @Test
    void commandLine() throws IOException {
        isCurrent("cli.md", CommandLinePage.text());
    }

    @Test
    void rest() throws IOException {
        isCurrent("rest.md", RestPage.text());
    }

    @Test
    void metrics() throws Exception {
        isCurrent("metrics.md", MetricsPage.text(directory));
    }

    private static void isCurrent(String name, String made) throws IOException {
        Path page = Repository.ROOT.resolve("docs/reference").resolve(name);
        if (System.getProperty("docs.write") != null) {
            Files.writeString(page, made);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/reference/%s, against the product; CONTRIBUTING.md says how to make it again", name)
                .isEqualTo(made);
    }
}
