package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eir.store.DatabaseConfig;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot start says why in one sentence; one that stops leaves nothing behind. */
class StartAndStopTest {
    private static final String STOLEN = "490154203237518";

    @TempDir
    private Path directory;

    @Test
    void aPortInUseIsNamedAndNothingIsLeftRunning() throws Exception {
        RunningNode.Setup setup = RunningNode.on(PostgresFixture.shared().newDatabase(), directory);
        int free = freePort();
        try (ServerSocket taken = listening()) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> setup.onPorts(0, port).start())
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContainingAll("port " + port, "in use", "s13.port");
            assertThatThrownBy(() -> setup.onPorts(port, free).start())
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContainingAll("127.0.0.1:" + port, "http.port");
        }

        assertIsFree(free);
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedAndThePasswordIsNot() throws IOException {
        DatabaseConfig nowhere = DatabaseConfig.of(
                "jdbc:postgresql://127.0.0.1:" + freePort() + "/eir", "eir_service", "open sesame", null, "");

        assertThatThrownBy(() -> RunningNode.on(nowhere, directory).start())
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("no database at " + nowhere.url() + " as eir_service: ")
                .hasMessageContaining("start PostgreSQL, or correct database.url")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aDatabaseOfNobodysMakingIsRefusedUntilItsOwnerIsKnown() {
        PostgresFixture.Database empty = PostgresFixture.shared().newDatabase();
        DatabaseConfig withoutOwner =
                DatabaseConfig.of(empty.jdbcUrl(), empty.serviceUser(), empty.servicePassword(), null, "");

        assertThatThrownBy(() -> RunningNode.on(withoutOwner, directory).start())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("set database.ownerUser and database.ownerPassword once");
    }

    @Test
    void aStateDirectoryThatIsAFileIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("state"));
        RunningNode.Setup setup = RunningNode.on(PostgresFixture.shared().newDatabase(), file);

        assertThatThrownBy(setup::start)
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(file.toString(), "node.stateDirectory");
    }

    @Test
    void aNodeThatStopsTakesLeaveOfItsPeersAndFreesItsPorts() throws Exception {
        RunningNode node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory)
                .start();
        int s13 = node.s13Port();
        int http = node.httpPort();
        try (FakeMme mme = node.mme()) {
            mme.identityCheck(STOLEN).expectUnknown();
            Thread closing = Thread.ofPlatform().start(node::close);

            mme.expectLeave();
            closing.join();
        }

        assertIsFree(s13);
        assertIsFree(http);
    }

    @Test
    void aNodeIsStartedAgainOnThePortsItHad() throws Exception {
        RunningNode.Setup setup = RunningNode.on(PostgresFixture.shared().newDatabase(), directory)
                .onPorts(freePort(), freePort());
        for (int i = 0; i < 2; i++) {
            try (RunningNode node = setup.start();
                    FakeMme mme = node.mme()) {
                assertThat(node.get("/health/ready").status()).isEqualTo(200);
                mme.identityCheck(STOLEN).expectUnknown();
            }
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        }
    }

    private static void assertIsFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(socket.isBound()).isTrue();
        }
    }
}
