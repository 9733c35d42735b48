package org.eir.s13;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eir.s13.S13Config.Remote;
import org.junit.jupiter.api.Test;

class S13ConfigTest {
    private static final Remote DRA = new Remote("10.0.0.1", 3868, "dra.example.org", "example.org");

    private static S13Config peers(boolean any, List<String> known, List<Remote> connectTo) {
        return new S13Config(
                "0.0.0.0", 3868, "eir.example.org", "example.org", any, known, connectTo, 30_000, 256, 65_536);
    }

    private static S13Config numbers(int port, int watchdogTimeoutMs, int maxConnections, int maxMessageBytes) {
        return new S13Config(
                "0.0.0.0",
                port,
                "eir.example.org",
                "example.org",
                true,
                List.of(),
                List.of(),
                watchdogTimeoutMs,
                maxConnections,
                maxMessageBytes);
    }

    private static void assertRefused(ThrowingCallable config, String sentence) {
        assertThatThrownBy(config).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(sentence);
    }

    @Test
    void theLoopbackConfigurationIsValid() {
        S13Config config = S13Config.onLoopback(3868, "eir.dev.example.org", "dev.example.org");

        assertThat(config.acceptAnyPeer()).isTrue();
        assertThat(config.watchdogTimeoutMs()).isEqualTo(30_000);
    }

    @Test
    void anAddressIsNeeded() {
        assertRefused(
                () -> new S13Config(" ", 1, "a", "b", true, List.of(), List.of(), 30_000, 1, 65_536),
                "s13.host ' ': must be a host name or an IP address");
    }

    @Test
    void identitiesAreHostNames() {
        assertRefused(
                () -> S13Config.onLoopback(1, "eir example", "b"), "s13.originHost 'eir example': must be a Diameter");
        assertRefused(
                () -> S13Config.onLoopback(1, "aaa://eir", "b"), "s13.originHost 'aaa://eir': must be a Diameter");
        assertRefused(() -> S13Config.onLoopback(1, "eir", ""), "s13.originRealm '': must be a Diameter");
        assertRefused(() -> S13Config.onLoopback(1, "eir", "a".repeat(256)), "s13.originRealm 'aaa");
    }

    @Test
    void numbersHaveRanges() {
        assertRefused(() -> numbers(65_536, 30_000, 1, 65_536), "s13.port '65536': must be 0 to 65535");
        assertRefused(() -> numbers(-1, 30_000, 1, 65_536), "s13.port '-1': must be 0 to 65535");
        assertRefused(() -> numbers(1, 5_999, 1, 65_536), "s13.watchdogTimeoutMs '5999': must be 6000 to 600000");
        assertRefused(() -> numbers(1, 600_001, 1, 65_536), "s13.watchdogTimeoutMs '600001': must be 6000 to 600000");
        assertRefused(() -> numbers(1, 30_000, 0, 65_536), "s13.maxConnections '0': must be 1 to 10000");
        assertRefused(() -> numbers(1, 30_000, 10_001, 65_536), "s13.maxConnections '10001': must be 1 to 10000");
        assertRefused(() -> numbers(1, 30_000, 1, 1_023), "s13.maxMessageBytes '1023': must be 1024 to 1048576");
        assertRefused(() -> numbers(1, 30_000, 1, 1_048_577), "s13.maxMessageBytes '1048577': must be 1024 to");
    }

    @Test
    void someoneHasToBeAbleToAsk() {
        assertRefused(() -> peers(false, List.of(), List.of()), "s13.knownPeers '': must name a peer");
        assertThat(peers(false, List.of("mme.example.org"), List.of()).knownPeers())
                .hasSize(1);
        assertThat(peers(false, List.of(), List.of(DRA)).connectTo()).hasSize(1);
    }

    @Test
    void aKnownPeerHasNoBlanks() {
        assertRefused(() -> peers(false, List.of("mme "), List.of()), "s13.knownPeers 'mme ': must be an Origin-Host");
        assertRefused(() -> peers(false, List.of(""), List.of()), "s13.knownPeers '': must be an Origin-Host");
    }

    @Test
    void aPeerToConnectToIsWhole() {
        assertRefused(() -> new Remote("", 1, "dra", "r"), "s13.connectTo.host '': must be a host name");
        assertRefused(() -> new Remote("h", 0, "dra", "r"), "s13.connectTo.port '0': must be 1 to 65535");
        assertRefused(() -> new Remote("h", 1, "d ra", "r"), "s13.connectTo.name 'd ra': must be a Diameter identity");
        assertRefused(() -> new Remote("h", 1, "dra", "-"), "s13.connectTo.realm '-': must be a Diameter identity");
    }

    @Test
    void aPeerToConnectToIsNamedOnceAndIsNotThisNode() {
        Remote again = new Remote("10.0.0.2", 3868, "DRA.example.org", "example.org");
        Remote self = new Remote("10.0.0.2", 3868, "eir.EXAMPLE.org", "example.org");

        assertRefused(
                () -> peers(true, List.of(), List.of(DRA, again)),
                "s13.connectTo.name 'DRA.example.org': must be named once");
        assertRefused(
                () -> peers(true, List.of(), List.of(self)),
                "s13.connectTo.name 'eir.EXAMPLE.org': must be named once");
    }
}
