package org.eir.server.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eir.server.node.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryIsHeldByOneAtATime() throws Exception {
        Path data = directory.resolve("data");
        try (DataDirectory held = DataDirectory.hold(data)) {
            assertThatThrownBy(() -> DataDirectory.hold(data))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("the data directory " + held.path() + " is in use by another register (process "
                            + ProcessHandle.current().pid() + "): stop that one, or choose another with --data DIR");
        }

        DataDirectory.hold(data).close();
    }

    @Test
    void whatIsNoDirectoryIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.hold(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the data directory " + file + " cannot be used");
    }

    @Test
    void commandsElsewhereAreToldWhereItIsUnlessItIsTheDefault() {
        assertThat(DataDirectory.option(Path.of("data"))).isEmpty();
        assertThat(DataDirectory.option(Path.of("/tmp/Anne's eir"))).isEqualTo(" --data '/tmp/Anne'\\''s eir'");
        assertThat(DataDirectory.option(Path.of("eir")))
                .startsWith(" --data '/")
                .endsWith("/eir'");
    }
}
