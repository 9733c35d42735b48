package org.eir.s13;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.eir.s13.PeerStatus.State;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The interface as a peer sees it: real sockets, the real stack. */
@Timeout(60)
class S13GatewayTest {
    private static final int TIMEOUT_MS = 10_000;
    private static final long SEED = 20261123;

    private final SmallRegister register = new SmallRegister();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private S13Gateway start(S13Config config) {
        S13Gateway gateway = S13Gateway.start(config, register.check(), meters);
        open.add(gateway);
        return gateway;
    }

    private S13Gateway start() {
        return start(S13Config.onLoopback(0, Ecr.HOST, Ecr.REALM));
    }

    private static S13Config only(List<String> known, int watchdogTimeoutMs, int maxConnections) {
        return new S13Config(
                "127.0.0.1",
                0,
                Ecr.HOST,
                Ecr.REALM,
                known.isEmpty(),
                known,
                List.of(),
                watchdogTimeoutMs,
                maxConnections,
                4_096);
    }

    private S13Client tcp(S13Gateway gateway, String name) throws IOException {
        S13Client client = S13Client.connect("127.0.0.1", gateway.port(), name, "epc.example.org", TIMEOUT_MS);
        open.add(client);
        return client;
    }

    private S13Client peer(S13Gateway gateway, String name) throws IOException {
        S13Client client = tcp(gateway, name);
        assertThat(client.exchangeCapabilities().resultCode()).hasValue(2001);
        return client;
    }

    private static IdentityCheckRequest asking(String imei) {
        return new IdentityCheckRequest(Ecr.MME, Ecr.MME_REALM, Ecr.HOST, Ecr.REALM, imei, "01", "001011234567890");
    }

    private static CheckAnswer exchange(S13Client client, byte[] request) throws IOException {
        client.sendRaw(request);
        return CheckAnswer.of(client.receiveRaw());
    }

    private double count(String meter, String label, String value) {
        return meters.get(meter).tag(label, value).counter().count();
    }

    @Nested
    class Checks {
        @Test
        void allFourVerdictsAreAnswered() throws IOException {
            S13Client mme = peer(start(), "mme.example.org");

            assertThat(mme.check(asking(SmallRegister.OWNED)).equipmentStatus()).hasValue(0);
            assertThat(mme.check(asking(SmallRegister.STOLEN)).equipmentStatus())
                    .hasValue(1);
            assertThat(mme.check(asking(SmallRegister.WATCHED)).equipmentStatus())
                    .hasValue(2);
            assertThat(mme.check(asking(SmallRegister.UNLISTED)).experimentalResultCode())
                    .hasValue(5422);
        }

        @Test
        void theQuestionNamesPeerAndOrigin() throws IOException {
            S13Client dra = peer(start(), "dra.example.org");
            dra.check(asking(SmallRegister.STOLEN));

            assertThat(register.lastAsked().peer()).isEqualTo("dra.example.org");
            assertThat(register.lastAsked().origin().host()).isEqualTo(Ecr.MME);
            assertThat(register.lastAsked().subscriber()).isNotNull();
        }

        @Test
        void everyErrorComesBackThroughTheStack() throws IOException {
            S13Client mme = peer(start(), "mme.example.org");
            Ecr elsewhere = Ecr.bare().without(Avp.DESTINATION_REALM);

            assertThat(exchange(mme, elsewhere.octets()).resultCode()).hasValue(5005);
            assertThat(exchange(
                                    mme,
                                    elsewhere
                                            .with(Ecr.text(Avp.DESTINATION_REALM, "x.org"))
                                            .octets())
                            .resultCode())
                    .hasValue(3003);
            assertThat(exchange(
                                    mme,
                                    Ecr.of("1")
                                            .with(Ecr.text(Avp.DESTINATION_HOST, "x"))
                                            .octets())
                            .resultCode())
                    .hasValue(3002);
            assertThat(exchange(mme, Ecr.of("1").application(1).octets()).resultCode())
                    .hasValue(3007);
            assertThat(exchange(mme, Ecr.of("1").command(999).octets()).resultCode())
                    .hasValue(3001);
            assertThat(exchange(
                                    mme,
                                    Ecr.of("1")
                                            .with(Ecr.avp(7777, 0x40, 0, new byte[4]))
                                            .octets())
                            .resultCode())
                    .hasValue(5001);
            assertThat(exchange(mme, Ecr.bare().octets()).failedAvpCode()).hasValue(Avp.TERMINAL_INFORMATION);
            assertThat(mme.check(asking(SmallRegister.STOLEN)).equipmentStatus())
                    .as("the connection has borne all that")
                    .hasValue(1);
        }

        @Test
        void aLyingAvpLengthIsAnsweredAndThePipelinedRequestBehindItToo() throws IOException {
            S13Client mme = peer(start(), "mme.example.org");
            byte[] avp = Ecr.text(Avp.USER_NAME, "001011234567890");
            avp[6] = 0x7f;
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(Ecr.of(SmallRegister.STOLEN).with(avp).hopByHop(1).octets());
            both.write(Ecr.of(SmallRegister.STOLEN).hopByHop(2).octets());
            mme.sendRaw(both.toByteArray());

            assertThat(mme.await(1).resultCode()).hasValue(5014);
            assertThat(mme.await(2).equipmentStatus()).hasValue(1);
        }

        @Test
        void proxyInfoComesBackInOrderAndTheTBitStaysBehind() throws IOException {
            S13Client mme = peer(start(), "mme.example.org");
            byte[] first = Ecr.proxyInfo("z.example.org", "1");
            byte[] second = Ecr.proxyInfo("a.example.org", "2");
            CheckAnswer answer = exchange(
                    mme,
                    Ecr.of(SmallRegister.STOLEN)
                            .with(first)
                            .with(second)
                            .flags(Header.REQUEST | Header.PROXIABLE | Header.RETRANSMITTED)
                            .octets());

            assertThat(answer.flags()).isEqualTo(Header.PROXIABLE);
            byte[] raw = answer.raw();
            assertThat(Arrays.copyOfRange(raw, raw.length - second.length, raw.length))
                    .isEqualTo(second);
        }

        @Test
        void aRequestLongerThanAllowedIs5015AndEndsTheConnection() throws IOException {
            S13Client mme = peer(start(only(List.of(), 30_000, 10)), "mme.example.org");
            byte[] request = Ecr.of(SmallRegister.STOLEN)
                    .with(Ecr.avp(7777, 0, 0, new byte[5_000]))
                    .octets();

            assertThat(exchange(mme, Arrays.copyOf(request, Header.LENGTH)).resultCode())
                    .hasValue(5015);
            assertThatThrownBy(mme::receiveRaw).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class Pipelines {
        @Test
        void requestsInTheSegmentOfTheCerAreAllAnsweredAfterTheCea() throws IOException {
            S13Gateway gateway = start();
            for (int round = 0; round < 20; round++) {
                S13Client mme = tcp(gateway, "mme" + round + ".example.org");
                ByteArrayOutputStream segment = new ByteArrayOutputStream();
                segment.write(mme.capabilitiesRequest());
                for (int i = 0; i < 20; i++) {
                    segment.write(asking(SmallRegister.STOLEN).octets(1_000 + i, i));
                }
                mme.sendRaw(segment.toByteArray());

                assertThat(Header.command(mme.receiveRaw())).isEqualTo(Header.CAPABILITIES_EXCHANGE);
                for (int i = 0; i < 20; i++) {
                    CheckAnswer answer = CheckAnswer.of(mme.receiveRaw());
                    assertThat(answer.hopByHop()).isEqualTo(1_000 + i);
                    assertThat(answer.equipmentStatus()).hasValue(1);
                }
            }
        }

        @Test
        void manyOutstandingRequestsAreAnsweredOnceAndInOrder() throws IOException {
            S13Client mme = peer(start(), "mme.example.org");
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                sent.add(mme.send(asking(SmallRegister.STOLEN)));
            }
            for (int hopByHop : sent) {
                assertThat(Header.hopByHop(mme.receiveRaw())).isEqualTo(hopByHop);
            }
            assertThat(register.timesAsked()).isEqualTo(5_000);
        }
    }

    @Nested
    class PeersComeAndGo {
        @Test
        void aPeerIsListedWhileItIsConnected() throws IOException {
            S13Gateway gateway = start();
            S13Client mme = peer(gateway, "mme.example.org");
            mme.check(asking(SmallRegister.STOLEN));

            assertThat(gateway.peers()).singleElement().satisfies(peer -> {
                assertThat(peer.identity()).isEqualTo("mme.example.org");
                assertThat(peer.realm()).isEqualTo("epc.example.org");
                assertThat(peer.address()).startsWith("127.0.0.1:");
                assertThat(peer.state()).isEqualTo(State.OPEN);
                assertThat(peer.requests()).isEqualTo(1);
            });
            assertThat(meters.get("eir.s13.peers").gauge().value()).isEqualTo(1);
            mme.close();
            await().untilAsserted(() -> assertThat(gateway.peers()).isEmpty());
        }

        @Test
        void aWatchdogIsAnsweredAndSoIsADisconnection() throws IOException {
            S13Gateway gateway = start();
            S13Client mme = peer(gateway, "mme.example.org");

            assertThat(mme.watchdog().resultCode()).hasValue(2001);
            assertThat(mme.disconnect().resultCode()).hasValue(2001);
            assertThatThrownBy(mme::receiveRaw).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(gateway.peers()).isEmpty());
        }

        @Test
        void aQuietPeerIsProbed() throws IOException {
            S13Client mme = peer(start(only(List.of(), 6_000, 10)), "mme.example.org");
            byte[] probe = mme.receiveAny();

            assertThat(Header.command(probe)).isEqualTo(Header.DEVICE_WATCHDOG);
            assertThat(Header.isRequest(probe)).isTrue();
        }

        @Test
        void aPeerThatTookLeaveMayComeBackAtOnce() throws IOException {
            S13Gateway gateway = start();
            for (int i = 0; i < 10; i++) {
                S13Client mme = peer(gateway, "mme.example.org");
                assertThat(mme.check(asking(SmallRegister.STOLEN)).equipmentStatus())
                        .hasValue(1);
                assertThat(mme.disconnect().resultCode()).hasValue(2001);
                mme.close();
            }
        }

        @Test
        void aPeerWhoseOldConnectionIsStillThereTakesItsPlace() throws IOException {
            S13Gateway gateway = start();
            S13Client before = peer(gateway, "mme.example.org");
            S13Client after = peer(gateway, "MME.example.org");

            assertThat(after.check(asking(SmallRegister.STOLEN)).equipmentStatus())
                    .hasValue(1);
            assertThatThrownBy(before::receiveAny).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(gateway.peers())
                    .singleElement()
                    .satisfies(peer -> assertThat(peer.state()).isEqualTo(State.OPEN)));
            assertThat(meters.get("eir.s13.connections.replaced").counter().count())
                    .isEqualTo(1);
            assertThat(after.watchdog().resultCode()).hasValue(2001);
        }

        @Test
        void closingTakesLeaveOfEveryPeerAndFreesThePort() throws Exception {
            S13Gateway gateway = start();
            S13Client mme = peer(gateway, "mme.example.org");
            int port = gateway.port();
            Thread closing = Thread.ofPlatform().start(gateway::close);

            byte[] goodbye = mme.receiveAny();
            assertThat(Header.command(goodbye)).isEqualTo(Header.DISCONNECT_PEER);
            assertThat(Header.isRequest(goodbye)).isTrue();
            mme.close();
            assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Nested
    class Churn {
        @Test
        void peersThatAreGoneLeaveNothingBehind() throws IOException {
            S13Gateway gateway = start();
            for (int i = 0; i < 100; i++) {
                S13Client mme = peer(gateway, "mme" + i + ".example.org");
                assertThat(mme.disconnect().resultCode()).hasValue(2001);
                mme.close();
            }
            await().untilAsserted(() -> assertThat(gateway.peers()).isEmpty());
            // The stack's pool keeps idle threads for a minute; a state machine that does not end would hold one each.
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().values().stream()
                            .flatMap(Arrays::stream)
                            .filter(frame -> frame.getClassName().startsWith("org.jdiameter.client.impl.fsm")))
                    .isEmpty());
        }

        @Test
        void capabilitiesThatAreAlmostRightHarmNobodyElse() throws IOException {
            S13Gateway gateway = start();
            S13Client bystander = peer(gateway, "bystander.example.org");
            Random random = new Random(SEED);
            for (int i = 0; i < 150; i++) {
                try (S13Client client =
                        S13Client.connect("127.0.0.1", gateway.port(), "m" + i, "example.org", TIMEOUT_MS)) {
                    byte[] request = client.capabilitiesRequest();
                    for (int n = 1 + random.nextInt(3); n > 0; n--) {
                        int at = Header.LENGTH + random.nextInt(request.length - Header.LENGTH);
                        request[at] = (byte) random.nextInt(256);
                    }
                    client.sendRaw(request);
                }
            }
            assertThat(bystander.check(asking(SmallRegister.STOLEN)).equipmentStatus())
                    .hasValue(1);
            assertThat(peer(gateway, "late.example.org").watchdog().resultCode())
                    .hasValue(2001);
        }
    }

    @Nested
    class Refusals {
        @Test
        void anUnknownPeerIs3010WhenNotAnyMayConnect() throws IOException {
            S13Gateway gateway = start(only(List.of("MME.example.org"), 30_000, 10));

            CheckAnswer refused = tcp(gateway, "evil.example.org").exchangeCapabilities();
            assertThat(refused.resultCode()).hasValue(3010);
            assertThat(refused.isError()).isTrue();
            assertThat(peer(gateway, "mme.example.org")
                            .check(asking(SmallRegister.STOLEN))
                            .equipmentStatus())
                    .hasValue(1);
            await().untilAsserted(() -> assertThat(count("eir.s13.connections.refused", "reason", "unknown-peer"))
                    .isEqualTo(1));
        }

        @Test
        void aPeerMayBeKnownByItsAddress() throws IOException {
            peer(start(only(List.of("127.0.0.1"), 30_000, 10)), "mme.example.org");
        }

        @Test
        void noCommonApplicationIs5010() throws IOException {
            S13Client other = tcp(start(), "hss.example.org");
            byte[] request = other.capabilitiesRequest();
            // The application's last octet, at the very end of the message.
            request[request.length - 1] ^= 1;

            assertThat(exchange(other, request).resultCode()).hasValue(5010);
            assertThatThrownBy(other::receiveRaw).isInstanceOf(IOException.class);
        }

        @Test
        void aRequestBeforeCapabilitiesEndsTheConnection() throws IOException {
            S13Client mme = tcp(start(), "mme.example.org");
            mme.sendRaw(Ecr.of(SmallRegister.STOLEN).octets());

            assertThatThrownBy(mme::receiveRaw).isInstanceOf(IOException.class);
            assertThat(register.timesAsked()).isZero();
        }

        @Test
        void whatIsNotDiameterEndsTheConnection() throws IOException {
            S13Client browser = tcp(start(), "x");
            browser.sendRaw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(browser::receiveRaw).isInstanceOf(IOException.class);
        }

        @Test
        void oneConnectionMoreThanAllowedIsClosedAtOnce() throws IOException {
            S13Gateway gateway = start(only(List.of(), 30_000, 2));
            List<S13Client> two = IntStream.range(0, 2)
                    .mapToObj(i -> {
                        try {
                            return peer(gateway, "mme" + i + ".example.org");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();

            assertThatThrownBy(() -> tcp(gateway, "mme3.example.org").exchangeCapabilities())
                    .isInstanceOf(IOException.class);
            assertThat(two.getFirst().watchdog().resultCode()).hasValue(2001);
            assertThat(count("eir.s13.connections.refused", "reason", "limit")).isEqualTo(1);
        }

        @Test
        void aPortInUseIsOneClearSentence() throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                S13Config config = S13Config.onLoopback(taken.getLocalPort(), Ecr.HOST, Ecr.REALM);

                assertThatThrownBy(() -> S13Gateway.start(config, register.check(), meters))
                        .isInstanceOf(S13StartException.class)
                        .hasMessageStartingWith("port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
                        .hasMessageContaining("set s13.port");
            }
        }
    }
}
