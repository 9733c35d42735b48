package org.eir.s13;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eir.s13.PeerStatus.State;
import org.eir.s13.S13Config.Remote;
import org.eir.s13.client.S13Client;
import org.eir.s13.codec.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A DRA that this node connects to. */
@Timeout(60)
class ConnectingOutTest {
    private FakeDra dra;

    @BeforeEach
    void listen() throws IOException {
        dra = new FakeDra(0);
    }

    @AfterEach
    void close() throws IOException {
        dra.close();
    }

    private S13Gateway start() {
        S13Config config = new S13Config(
                "127.0.0.1",
                0,
                Ecr.HOST,
                Ecr.REALM,
                false,
                List.of(),
                List.of(new Remote("localhost", dra.port(), FakeDra.NAME, "example.org")),
                30_000,
                10,
                65_536);
        return S13Gateway.start(config, new SmallRegister().check(), new SimpleMeterRegistry());
    }

    private static void awaitState(S13Gateway gateway, State state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.peers()).singleElement().satisfies(peer -> {
                    assertThat(peer.identity()).isEqualTo(FakeDra.NAME);
                    assertThat(peer.state()).isEqualTo(state);
                }));
    }

    private void assertAsks() throws IOException {
        assertThat(dra.ask(Ecr.of(SmallRegister.STOLEN).octets()).equipmentStatus())
                .hasValue(1);
    }

    @Test
    void theRegisterConnectsAndAnswers() throws IOException {
        try (S13Gateway gateway = start()) {
            assertThat(Header.command(dra.accept(2001))).isEqualTo(Header.CAPABILITIES_EXCHANGE);
            assertAsks();
            awaitState(gateway, State.OPEN);
        }
    }

    @Test
    void itComesBackAfterAConnectionIsLost() throws IOException {
        try (S13Gateway gateway = start()) {
            dra.accept(2001);
            assertAsks();
            dra.drop();
            awaitState(gateway, State.CONNECTING);
            dra.accept(2001);
            assertAsks();
            awaitState(gateway, State.OPEN);
        }
    }

    @Test
    void itComesBackAfterTheDraTookLeave() throws IOException {
        try (S13Gateway gateway = start()) {
            dra.accept(2001);
            assertThat(dra.disconnect().resultCode()).hasValue(2001);
            awaitState(gateway, State.CONNECTING);
            dra.accept(2001);
            assertAsks();
        }
    }

    @Test
    void itKeepsTryingWhenItIsRefusedAndWhenNobodyListens() throws IOException {
        int port = dra.port();
        try (S13Gateway gateway = start()) {
            dra.accept(3010);
            awaitState(gateway, State.CONNECTING);
            dra.close();
            dra = new FakeDra(port);
            dra.accept(2001);
            assertAsks();
            awaitState(gateway, State.OPEN);
        }
    }

    @Test
    void itTakesLeaveOfTheDraWhenItCloses() throws IOException {
        S13Gateway gateway = start();
        dra.accept(2001);
        assertAsks();
        Thread closing = Thread.ofPlatform().start(gateway::close);

        assertThat(Header.command(dra.receive())).isEqualTo(Header.DISCONNECT_PEER);
        dra.close();
        await().until(() -> !closing.isAlive());
    }

    @Test
    void theDraIsNotToConnectItself() throws IOException {
        try (S13Gateway gateway = start()) {
            dra.accept(2001);
            try (S13Client same = S13Client.connect("127.0.0.1", gateway.port(), FakeDra.NAME, "example.org", 5_000)) {
                assertThat(same.exchangeCapabilities().resultCode()).hasValue(4003);
            }
            assertAsks();
        }
    }
}
