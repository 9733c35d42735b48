package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eir.server.config.EirConfig;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staff find the interfaces of a running node in its directory. */
class NodeAddressesTest {
    @TempDir
    private Path directory;

    @Test
    void aNodeSaysWhereItsInterfacesAre() throws Exception {
        try (RunningNode node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory)
                .start()) {
            assertThat(directory.resolve(NodeAddresses.HTTP_FILE)).hasContent("http://127.0.0.1:" + node.httpPort());
            assertThat(directory.resolve(NodeAddresses.S13_FILE)).hasContent("127.0.0.1:" + node.s13Port());
            assertThat(MapAddress.parse(Files.readString(directory.resolve(MapAddress.FILE))))
                    .contains(new MapAddress("127.0.0.1", node.m3uaPort(), 2, 22, RunningNode.ROUTING_CONTEXT));
        }
    }

    @Test
    void theExampleBehindStpsLetsStaffAskIfItsLinesForThatAreUncommentedToo() throws Exception {
        String template = Files.readString(
                Path.of(EirConfig.class.getResource("eir-template.yaml").toURI()));
        String example = Pattern.compile("(?m)^# m3ua:\\n(#.*\\n)+")
                .matcher(template)
                .results()
                .findFirst()
                .orElseThrow()
                .group()
                .replaceAll("(?m)^# ", "");

        assertThat(mapAddress(template + example)).isEmpty();
        assertThat(mapAddress(template + example.replaceAll("(?m)^( +)# (- \\{name: eir-check)", "$1$2")))
                .contains(new MapAddress("192.0.2.10", 2905, 2, 2 << 11 | 100 << 3 | 5, 200));
    }

    private Optional<MapAddress> mapAddress(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("eir.yaml"), yaml);
        EirConfig config = EirConfig.production(file, Map.of()).config().orElseThrow();
        return MapAddress.of(Objects.requireNonNull(config.m3ua()), Objects.requireNonNull(config.map()), 2905);
    }

    @Test
    void whatListensEverywhereIsAskedOnLoopback() {
        assertThat(NodeAddresses.reachable("0.0.0.0")).isEqualTo("127.0.0.1");
        assertThat(NodeAddresses.reachable("::")).isEqualTo("::1");
        assertThat(NodeAddresses.reachable("192.0.2.10")).isEqualTo("192.0.2.10");
    }
}
