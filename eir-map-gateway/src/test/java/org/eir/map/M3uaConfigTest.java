package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eir.core.input.Outcome;
import org.eir.map.M3uaConfig.ApplicationServer;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.M3uaConfig.TrafficMode;
import org.eir.map.M3uaConfig.Transport;
import org.eir.map.MapConfig.NetworkIndicator;
import org.eir.map.MapConfig.ScreenedOut;
import org.junit.jupiter.api.Test;

class M3uaConfigTest {
    private static final Association STP_A = stp("stp-a", "10.9.0.1");
    private static final Association STP_B = stp("stp-b", "10.9.0.2");

    private static Association stp(String name, String address) {
        return sctp(name, Mode.CONNECT, List.of(address), 2905);
    }

    private static Association sctp(String name, Mode mode, List<String> addresses, int port) {
        return association(name, mode, Transport.SCTP, addresses, port, 0, List.of(), -1);
    }

    private static Association association(
            String name,
            Mode mode,
            Transport transport,
            List<String> addresses,
            int remotePort,
            int localPort,
            List<String> titles,
            long aspIdentifier) {
        return new Association(
                name, mode, transport, addresses, remotePort, localPort, "", titles, List.of(), aspIdentifier);
    }

    private static ApplicationServer server(String name, long context, String... associations) {
        return M3ua.server(name, Role.ASP, context, TrafficMode.LOADSHARE, associations);
    }

    private static M3uaConfig config(List<Association> associations, ApplicationServer... servers) {
        return numbers(2905, associations, List.of(servers), 10_000, 1_000, 30_000, 8_192);
    }

    private static M3uaConfig numbers(
            int port,
            List<Association> associations,
            List<ApplicationServer> servers,
            int heartbeatMs,
            int minMs,
            int maxMs,
            int maxMessageBytes) {
        return new M3uaConfig(
                List.of("10.1.0.5", "10.2.0.5"),
                port,
                associations,
                servers,
                heartbeatMs,
                minMs,
                maxMs,
                maxMessageBytes);
    }

    private static M3uaConfig numbers(int port, int heartbeatMs, int minMs, int maxMs, int maxMessageBytes) {
        return numbers(
                port, List.of(STP_A), List.of(server("eir", 100, "stp-a")), heartbeatMs, minMs, maxMs, maxMessageBytes);
    }

    private static void assertRefused(ThrowingCallable config, String sentence) {
        assertThatThrownBy(config).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(sentence);
    }

    @Test
    void aPairOfStpsIsValid() {
        M3uaConfig config = config(List.of(STP_A, STP_B), server("eir", 100, "stp-a", "stp-b"));

        assertThat(config.associations().getFirst().network()).isEqualTo("stp-a");
    }

    @Test
    void addressesAreAddresses() {
        assertRefused(
                () -> new M3uaConfig(
                        List.of("eir.example.org"), 1, List.of(STP_A), List.of(), 10_000, 1_000, 1_000, 8_192),
                "m3ua.localAddresses 'eir.example.org': must be one or more IP addresses of this node");
        assertRefused(
                () -> new M3uaConfig(List.of(), 1, List.of(STP_A), List.of(), 10_000, 1_000, 1_000, 8_192),
                "m3ua.localAddresses '': must be one or more IP addresses");
        assertRefused(
                () -> sctp("stp-a", Mode.CONNECT, List.of("10.9.0.1", "10.9.0.256"), 2905),
                "m3ua.associations.remoteAddresses '10.9.0.1, 10.9.0.256': must be one or more IP addresses of the"
                        + " peer 'stp-a'");
        assertRefused(
                () -> sctp("stp-a", Mode.CONNECT, List.of(), 2905),
                "m3ua.associations.remoteAddresses '': must be one or more IP addresses");
        assertThat(sctp("six", Mode.CONNECT, List.of("2001:db8::1"), 2905).remoteAddresses())
                .hasSize(1);
    }

    @Test
    void tcpHasOnePath() {
        assertRefused(
                () -> association(
                        "stp-a", Mode.CONNECT, Transport.TCP, List.of("10.9.0.1", "10.9.1.1"), 2905, 0, List.of(), -1),
                "m3ua.associations.remoteAddresses '10.9.0.1, 10.9.1.1': must be one address for TCP");
    }

    @Test
    void namesAreShortAndPlain() {
        assertRefused(() -> stp("", "10.9.0.1"), "m3ua.associations.name '': must be 1 to 63 letters");
        assertRefused(() -> stp("stp a", "10.9.0.1"), "m3ua.associations.name 'stp a': must be 1 to 63 letters");
        assertRefused(() -> server("a b", 1, "stp-a"), "m3ua.applicationServers.name 'a b': must be 1 to 63 letters");
    }

    @Test
    void numbersHaveRanges() {
        assertRefused(() -> numbers(65_536, 10_000, 100, 100, 512), "m3ua.port '65536': must be 0 to 65535");
        assertRefused(() -> numbers(1, 999, 100, 100, 512), "m3ua.heartbeatIntervalMs '999': must be 1000 to");
        assertRefused(() -> numbers(1, 1_000, 99, 100, 512), "m3ua.reconnectMinMs '99': must be 100 to 600000");
        assertRefused(() -> numbers(1, 1_000, 200, 199, 512), "m3ua.reconnectMaxMs '199': must be 200 to 600000");
        assertRefused(() -> numbers(1, 1_000, 100, 100, 511), "m3ua.maxMessageBytes '511': must be 512 to 65536");
        assertRefused(
                () -> sctp("stp-a", Mode.CONNECT, List.of("10.9.0.1"), 0),
                "m3ua.associations.remotePort '0': must be 1 to 65535");
        assertRefused(
                () -> association("a", Mode.LISTEN, Transport.SCTP, List.of("10.9.0.1"), 0, 65_536, List.of(), -1),
                "m3ua.associations.localPort '65536': must be 0 to 65535");
        assertRefused(
                () -> association("a", Mode.LISTEN, Transport.SCTP, List.of("10.9.0.1"), 0, 0, List.of(), 1L << 32),
                "m3ua.associations.aspIdentifier '4294967296': must be 0 to 4294967295");
        assertRefused(
                () -> server("eir", 1L << 32, "stp-a"),
                "m3ua.applicationServers.routingContext '4294967296': must be 0 to 4294967295");
    }

    @Test
    void globalTitlesAreDigits() {
        assertRefused(
                () -> association("a", Mode.LISTEN, Transport.SCTP, List.of("10.9.0.1"), 0, 0, List.of("+49"), -1),
                "m3ua.associations.allowedGlobalTitles '+49': must be the first 1 to 15 digits");
    }

    @Test
    void someoneHasToBeAbleToAsk() {
        assertRefused(() -> config(List.of()), "m3ua.associations '': must name at least one peer");
    }

    @Test
    void namesAreThereOnce() {
        assertRefused(
                () -> config(List.of(STP_A, STP_A), server("eir", 100, "stp-a")),
                "m3ua.associations 'stp-a': must be named once");
        assertRefused(
                () -> config(List.of(STP_A), server("eir", 100, "stp-a"), server("eir", 200, "stp-a")),
                "m3ua.applicationServers 'eir': must be named once");
    }

    @Test
    void applicationServersAndAssociationsBelongTogether() {
        assertRefused(
                () -> config(List.of(STP_A), server("eir", 100, "stp-a", "stp-c")),
                "m3ua.applicationServers 'eir': names the association 'stp-c', which is not among m3ua.associations");
        assertRefused(
                () -> config(List.of(STP_A, STP_B), server("eir", 100, "stp-a")),
                "m3ua.applicationServers 'stp-b': must be in the associations of an application server");
        assertRefused(() -> server("eir", 100), "m3ua.applicationServers.associations '': must name the associations");
    }

    @Test
    void applicationServersOfOneAssociationAreToldApart() {
        assertRefused(
                () -> config(List.of(STP_A), server("one", 100, "stp-a"), server("two", 100, "stp-a")),
                "m3ua.applicationServers 'two': cannot be told from another one on the association 'stp-a'");
        assertRefused(
                () -> config(List.of(STP_A), server("one", 100, "stp-a"), server("two", -1, "stp-a")),
                "m3ua.applicationServers 'two': shares the association 'stp-a' with 'one': both need a routing");
        assertRefused(
                () -> config(
                        List.of(STP_A),
                        server("one", 100, "stp-a"),
                        M3ua.server("two", Role.IPSP_CLIENT, 200, TrafficMode.ANY, "stp-a")),
                "m3ua.applicationServers 'two': shares the association 'stp-a' with 'one': both must have the same");
    }

    @Test
    void whoeverComesIsOneAssociation() {
        Association any = sctp("any", Mode.LISTEN, List.of("10.9.0.1"), 0);
        Association same = sctp("same", Mode.LISTEN, List.of("10.9.0.7", "10.9.0.1"), 0);
        Association byPort = sctp("by-port", Mode.LISTEN, List.of("10.9.0.1"), 2905);

        assertRefused(
                () -> config(List.of(any, same), server("eir", 100, "any", "same")),
                "m3ua.associations 'same': cannot be told from 'any': both are whoever comes by SCTP 10.9.0.1");
        assertThat(config(List.of(any, byPort), server("eir", 100, "any", "by-port"))
                        .associations())
                .hasSize(2);
    }

    private static Association from(int localPort, String name, Transport transport, String peer) {
        return association(name, Mode.CONNECT, transport, List.of(peer), 2905, localPort, List.of(), -1);
    }

    @Test
    void whoeverConnectsHasAPortOfItsOwn() {
        ApplicationServer both = server("eir", 100, "a", "b");
        Association sctp = from(2906, "a", Transport.SCTP, "10.9.0.1");
        Association tcp = from(2906, "a", Transport.TCP, "10.9.0.1");
        Association listening = sctp("b", Mode.LISTEN, List.of("10.9.0.2"), 0);

        assertRefused(
                () -> config(List.of(sctp, from(2906, "b", Transport.SCTP, "10.9.0.2")), both),
                "m3ua.associations 'b': cannot connect from SCTP port 2906: it is that of 'a'");
        assertRefused(
                () -> config(List.of(tcp, from(2906, "b", Transport.TCP, "10.9.0.1")), both),
                "m3ua.associations 'b': cannot connect from TCP port 2906 to 10.9.0.1:2905: it is that of 'a'");
        assertRefused(
                () -> config(List.of(from(2905, "a", Transport.SCTP, "10.9.0.1"), listening), both),
                "m3ua.associations 'a': cannot connect from SCTP port 2905: it is that of m3ua.port");
        assertRefused(
                () -> association("a", Mode.LISTEN, Transport.SCTP, List.of("10.9.0.1"), 0, 2906, List.of(), -1),
                "m3ua.associations.localPort '2906': must be left out: 'a' comes to m3ua.port");
        for (List<Association> apart : List.of(
                List.of(sctp, from(2907, "b", Transport.SCTP, "10.9.0.2")),
                List.of(sctp, from(2906, "b", Transport.TCP, "10.9.0.2")),
                List.of(tcp, from(2906, "b", Transport.TCP, "10.9.0.2")),
                List.of(sctp, listening))) {
            assertThat(config(apart, both).associations()).hasSize(2);
        }
    }

    @Test
    void pointCodesAreFourteenBits() {
        assertThat(PointCode.parse("map.pointCode", "22"))
                .isEqualTo(PointCode.parse("map.pointCode", "0-2-6"))
                .isEqualTo(Outcome.accepted(new PointCode(22)));
        for (String wrong : List.of("16384", "8-0-0", "0-256-0", "0-0-8", "1-2", "-1", "", "99999")) {
            assertThat(PointCode.parse("map.pointCode", wrong))
                    .as(wrong)
                    .isEqualTo(Outcome.refused(
                            "map.pointCode",
                            wrong,
                            "must be a point code: 0 to 16383, or zone-area-point as in 0-2-6 (0-7, 0-255, 0-7)"));
        }
        assertThat(new PointCode(22)).hasToString("22 (0-2-6)");
    }

    private static MapConfig map(int subsystem, List<String> titles, int maxDialogues, int timeoutMs) {
        return new MapConfig(
                NetworkIndicator.NATIONAL,
                new PointCode(22),
                subsystem,
                titles,
                List.of(),
                ScreenedOut.REFUSE,
                maxDialogues,
                timeoutMs);
    }

    @Test
    void theRegistersOwnAddressesAreAddresses() {
        assertRefused(() -> map(1, List.of(), 1, 1_000), "map.subsystemNumber '1': must be 2 to 254");
        assertRefused(() -> map(9, List.of("49 172"), 1, 1_000), "map.globalTitles '49 172': must be 1 to 18 digits");
        assertRefused(() -> map(9, List.of("49", "49"), 1, 1_000), "map.globalTitles '49': must be named once");
        assertRefused(() -> map(9, List.of(), 0, 1_000), "map.maxOpenDialogues '0': must be 1 to 1000000");
        assertRefused(() -> map(9, List.of(), 1, 999), "map.dialogueTimeoutMs '999': must be 1000 to 600000");
    }
}
