package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.eir.map.AssociationStatus.ApplicationServerState;
import org.eir.map.AssociationStatus.AsState;
import org.eir.map.AssociationStatus.AspState;
import org.eir.map.AssociationStatus.State;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.M3uaConfig.TrafficMode;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The peer connects and maintains its ASP: IPSP, single exchange, as in a lab (RFC 4666 clause 5.6). */
@Timeout(60)
class IpspServerTest extends GatewayFixture {
    private static final int CONTEXT = 100;
    private static final int OTHER_CONTEXT = 200;
    private static final long SEED = 20261124;

    private MapGateway lab() {
        return start(M3uaConfig.onLoopback(0, CONTEXT));
    }

    private RawPeer connected(MapGateway gateway) throws IOException {
        return opened(RawPeer.connect(gateway.port()));
    }

    private RawPeer active(MapGateway gateway) throws IOException {
        return opened(RawPeer.active(gateway.port()));
    }

    private RawPeer up(MapGateway gateway) throws IOException {
        RawPeer peer = connected(gateway);
        peer.send(RawPeer.of(MessageType.ASPUP));
        peer.expect(MessageType.ASPUP_ACK);
        return peer;
    }

    @Nested
    class States {
        @Test
        void upActiveDataInactiveDown() throws IOException {
            MapGateway gateway = lab();
            RawPeer peer = connected(gateway);
            await().until(() -> status(gateway, "lab").state() == State.UP);
            assertThat(server(gateway, "lab"))
                    .isEqualTo(new ApplicationServerState("eir", AspState.DOWN, AsState.DOWN));

            peer.send(RawPeer.of(MessageType.ASPUP));
            peer.expect(MessageType.ASPUP_ACK);
            await().until(() -> server(gateway, "lab").state() == AsState.INACTIVE);
            peer.send(RawPeer.of(MessageType.ASPAC, CONTEXT));
            assertThat(RawPeer.value(peer.expect(MessageType.ASPAC_ACK), Parameter.ROUTING_CONTEXT))
                    .isEqualTo(CONTEXT);
            await().until(() -> server(gateway, "lab").state() == AsState.ACTIVE);
            peer.expectEcho("a question");

            peer.send(RawPeer.of(MessageType.ASPIA, CONTEXT));
            peer.expect(MessageType.ASPIA_ACK);
            await().until(() -> server(gateway, "lab").asp() == AspState.INACTIVE);
            peer.send(RawPeer.of(MessageType.ASPDN));
            peer.expect(MessageType.ASPDN_ACK);
            await().until(() -> server(gateway, "lab").asp() == AspState.DOWN);
            assertThat(status(gateway, "lab").requests()).isEqualTo(1);
            assertThat(status(gateway, "lab").address()).isEqualTo("127.0.0.1:" + peer.localPort());
        }

        @Test
        void theAspIdentifierComesBack() throws IOException {
            RawPeer peer = connected(lab());
            peer.send(new MessageWriter(MessageType.ASPUP)
                    .parameter(Parameter.ASP_IDENTIFIER, 7)
                    .octets());

            assertThat(RawPeer.value(peer.expect(MessageType.ASPUP_ACK), Parameter.ASP_IDENTIFIER))
                    .isEqualTo(7);
        }

        @Test
        void whatIsSoAlreadyIsAcknowledgedAgain() throws IOException {
            RawPeer peer = active(lab());

            peer.send(RawPeer.of(MessageType.ASPAC));
            peer.expect(MessageType.ASPAC_ACK);
            peer.expectEcho("still active");
            peer.send(RawPeer.of(MessageType.ASPIA));
            peer.expect(MessageType.ASPIA_ACK);
            peer.send(RawPeer.of(MessageType.ASPIA));
            peer.expect(MessageType.ASPIA_ACK);
            peer.send(RawPeer.of(MessageType.ASPAC));
            peer.expect(MessageType.ASPAC_ACK);
            peer.expectEcho("active again");
        }

        @Test
        void anActiveAspThatSaysUpIsInactive() throws IOException {
            RawPeer peer = active(lab());

            peer.send(RawPeer.of(MessageType.ASPUP));
            peer.expect(MessageType.ASPUP_ACK);
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
            peer.send(RawPeer.data("too early"));
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
            peer.send(RawPeer.of(MessageType.ASPAC));
            peer.expect(MessageType.ASPAC_ACK);
            peer.expectEcho("active again");
        }

        @Test
        void activeBeforeUpIsRefused() throws IOException {
            RawPeer peer = connected(lab());

            peer.send(RawPeer.of(MessageType.ASPAC));
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
            peer.send(RawPeer.of(MessageType.ASPIA));
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
        }

        @Test
        void aPeerMayComeBackWithAnotherTrafficMode() throws IOException {
            MapGateway gateway = lab();
            for (int mode : new int[] {RawPeer.OVERRIDE, RawPeer.LOADSHARE}) {
                RawPeer peer = up(gateway);
                peer.send(new MessageWriter(MessageType.ASPAC)
                        .parameter(Parameter.TRAFFIC_MODE_TYPE, mode)
                        .parameter(Parameter.ROUTING_CONTEXT, CONTEXT)
                        .octets());

                assertThat(RawPeer.value(peer.expect(MessageType.ASPAC_ACK), Parameter.TRAFFIC_MODE_TYPE))
                        .isEqualTo(mode);
                peer.expectEcho("mode " + mode);
            }
        }

        @Test
        void noModeNamedIsNoModeAcknowledged() throws IOException {
            RawPeer peer = up(lab());
            peer.send(RawPeer.of(MessageType.ASPAC));

            assertThat(RawPeer.value(peer.expect(MessageType.ASPAC_ACK), Parameter.TRAFFIC_MODE_TYPE))
                    .isNull();
        }

        @Test
        void broadcastIsRefused() throws IOException {
            RawPeer peer = up(lab());
            peer.send(new MessageWriter(MessageType.ASPAC)
                    .parameter(Parameter.TRAFFIC_MODE_TYPE, 3)
                    .octets());

            peer.expectError(ErrorCode.UNSUPPORTED_TRAFFIC_MODE_TYPE);
        }

        @Test
        void anotherModeThanTheConfiguredOneIsRefused() throws IOException {
            MapGateway gateway = start(M3ua.of(
                    List.of(M3ua.listening("lab", "127.0.0.1")),
                    M3ua.server("eir", Role.IPSP_SERVER, CONTEXT, TrafficMode.LOADSHARE, "lab")));
            RawPeer peer = up(gateway);
            peer.send(new MessageWriter(MessageType.ASPAC)
                    .parameter(Parameter.TRAFFIC_MODE_TYPE, RawPeer.OVERRIDE)
                    .octets());

            peer.expectError(ErrorCode.UNSUPPORTED_TRAFFIC_MODE_TYPE);
        }

        @Test
        void twoPeersShareTheLoadAndOneMayGo() throws Exception {
            MapGateway gateway = start(M3ua.of(
                    List.of(M3ua.listening("a", "127.0.0.1"), M3ua.listening("b", "127.0.0.2")),
                    M3ua.server("eir", Role.IPSP_SERVER, CONTEXT, TrafficMode.LOADSHARE, "a", "b")));
            RawPeer a = active(gateway);
            RawPeer b = opened(RawPeer.connect("127.0.0.2", gateway.port()));
            b.send(RawPeer.of(MessageType.ASPUP));
            b.expect(MessageType.ASPUP_ACK);
            b.send(RawPeer.of(MessageType.ASPAC));
            b.expect(MessageType.ASPAC_ACK);
            a.expectEcho("by a");
            b.expectEcho("by b");

            a.close();
            await().until(() -> status(gateway, "a").state() == State.DOWN);
            assertThat(server(gateway, "a").asp()).isEqualTo(AspState.DOWN);
            assertThat(server(gateway, "b").state()).isEqualTo(AsState.ACTIVE);
            b.expectEcho("still by b");
        }

        @Test
        void inOverrideTheLastToBecomeActiveIsTheActiveOne() throws IOException {
            MapGateway gateway = start(M3ua.of(
                    List.of(M3ua.listening("a", "127.0.0.1"), M3ua.listening("b", "127.0.0.2")),
                    M3ua.server("eir", Role.IPSP_SERVER, CONTEXT, TrafficMode.OVERRIDE, "a", "b")));
            RawPeer a = active(gateway);
            RawPeer b = opened(RawPeer.connect("127.0.0.2", gateway.port()));
            b.send(RawPeer.of(MessageType.ASPUP));
            b.expect(MessageType.ASPUP_ACK);
            assertThat(server(gateway, "a").state()).isEqualTo(AsState.ACTIVE);
            a.expectEcho("still by a");
            b.send(RawPeer.of(MessageType.ASPAC));
            b.expect(MessageType.ASPAC_ACK);

            b.expectEcho("by b");
            assertThat(server(gateway, "b").state()).isEqualTo(AsState.ACTIVE);
            assertThat(server(gateway, "a").asp()).isEqualTo(AspState.INACTIVE);
            a.send(RawPeer.data("overridden"));
            a.expectError(ErrorCode.UNEXPECTED_MESSAGE);
        }
    }

    @Nested
    class RoutingContexts {
        private MapGateway two() {
            return start(M3ua.of(
                    List.of(M3ua.listening("lab", "127.0.0.1")),
                    M3ua.server("one", Role.IPSP_SERVER, CONTEXT, TrafficMode.ANY, "lab"),
                    M3ua.server("two", Role.IPSP_SERVER, OTHER_CONTEXT, TrafficMode.ANY, "lab")));
        }

        @Test
        void anAnswerHasTheContextOfItsQuestion() throws IOException {
            RawPeer peer = active(lab());

            peer.send(RawPeer.data("with", CONTEXT));
            assertThat(peer.expectData().routingContext()).isEqualTo(CONTEXT);
            peer.send(RawPeer.data("without"));
            assertThat(peer.expectData().routingContext()).isEqualTo(-1);
        }

        @Test
        void anUnknownOneIsRefusedByName() throws IOException {
            RawPeer peer = active(lab());
            peer.send(RawPeer.data("elsewhere", OTHER_CONTEXT));

            byte[] error = peer.expect(MessageType.ERR);
            assertThat(RawPeer.value(error, Parameter.ERROR_CODE)).isEqualTo(ErrorCode.INVALID_ROUTING_CONTEXT.code());
            assertThat(RawPeer.value(error, Parameter.ROUTING_CONTEXT)).isEqualTo(OTHER_CONTEXT);
            assertThat(count("eir.map.m3ua.errors.sent", "code", "invalid-routing-context"))
                    .isEqualTo(1);
            peer.expectEcho("here");
        }

        @Test
        void anUnknownOneIsNotActivated() throws IOException {
            RawPeer peer = up(lab());
            peer.send(RawPeer.of(MessageType.ASPAC, OTHER_CONTEXT));

            byte[] error = peer.expect(MessageType.ERR);
            assertThat(RawPeer.value(error, Parameter.ERROR_CODE)).isEqualTo(ErrorCode.INVALID_ROUTING_CONTEXT.code());
            assertThat(RawPeer.value(error, Parameter.ROUTING_CONTEXT)).isEqualTo(OTHER_CONTEXT);
        }

        @Test
        void oneOfTwoIsActivatedAlone() throws IOException {
            RawPeer peer = up(two());
            peer.send(RawPeer.of(MessageType.ASPAC, CONTEXT));
            peer.expect(MessageType.ASPAC_ACK);

            peer.send(RawPeer.data("active", CONTEXT));
            assertThat(RawPeer.text(peer.expectData())).isEqualTo("active");
            peer.send(RawPeer.data("not active", OTHER_CONTEXT));
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
        }

        @Test
        void ofTwoOneHasToBeNamed() throws IOException {
            RawPeer peer = up(two());
            peer.send(RawPeer.of(MessageType.ASPAC));
            peer.expectError(ErrorCode.INVALID_ROUTING_CONTEXT);
            peer.send(RawPeer.data("which?"));
            peer.expectError(ErrorCode.INVALID_ROUTING_CONTEXT);
        }

        @Test
        void noneIsNeededWhereNoneIsConfigured() throws IOException {
            RawPeer peer = active(start(M3uaConfig.onLoopback(0, -1)));

            peer.expectEcho("plain");
        }
    }

    @Nested
    class Oddities {
        @Test
        void dataBeforeActiveIsRefused() throws IOException {
            RawPeer peer = connected(lab());
            peer.send(RawPeer.data("before up"));
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
            peer.send(RawPeer.of(MessageType.ASPUP));
            peer.expect(MessageType.ASPUP_ACK);
            peer.send(RawPeer.data("before active"));
            peer.expectError(ErrorCode.UNEXPECTED_MESSAGE);
        }

        @Test
        void dataRightBehindActiveIsTaken() throws IOException {
            RawPeer peer = connected(lab());
            ByteBuffer together = ByteBuffer.allocate(200)
                    .put(RawPeer.of(MessageType.ASPUP))
                    .put(RawPeer.of(MessageType.ASPAC))
                    .put(RawPeer.data("at once"));
            peer.send(Arrays.copyOf(together.array(), together.position()));

            peer.expect(MessageType.ASPUP_ACK);
            peer.expect(MessageType.ASPAC_ACK);
            assertThat(RawPeer.text(peer.expectData())).isEqualTo("at once");
        }

        @Test
        void aBeatComesBackUnchanged() throws IOException {
            RawPeer peer = connected(lab());
            byte[] beat = new MessageWriter(MessageType.BEAT)
                    .parameter(Parameter.HEARTBEAT_DATA, new byte[] {1, 2, 3, 4, 5})
                    .octets();
            peer.send(beat);

            byte[] expected = beat.clone();
            expected[3] = (byte) MessageType.BEAT_ACK.type();
            assertThat(peer.receive()).isEqualTo(expected);
        }

        @Test
        void whatIsUnknownIsRefused() throws IOException {
            RawPeer peer = active(lab());
            peer.send(new byte[] {1, 0, 5, 1, 0, 0, 0, 8});
            peer.expectError(ErrorCode.UNSUPPORTED_MESSAGE_CLASS);
            peer.send(new byte[] {1, 0, 3, 99, 0, 0, 0, 8});
            peer.expectError(ErrorCode.UNSUPPORTED_MESSAGE_TYPE);
            peer.send(RawPeer.of(MessageType.REG_REQ));
            peer.expectError(ErrorCode.UNSUPPORTED_MESSAGE_CLASS);
            peer.expectEcho("still there");
        }

        @Test
        void anErrorIsNeverAnsweredWithOne() throws IOException {
            RawPeer peer = active(lab());
            peer.send(MessageWriter.error(ErrorCode.PROTOCOL_ERROR, new byte[8]));
            peer.send(new byte[] {1, 0, 0, 0, 0, 0, 0, 9, 1});
            peer.send(new byte[] {1, 0, 0, 0, 0, 0, 0, 8});

            peer.expectEcho("the next message");
            assertThat(count("eir.map.m3ua.errors.received", "code", "protocol-error"))
                    .isEqualTo(1);
            assertThat(count("eir.map.m3ua.errors.received", "code", "other")).isEqualTo(2);
        }

        @Test
        void whatChangesNothingIsPassedOver() throws IOException {
            RawPeer peer = active(lab());
            for (MessageType type : List.of(
                    MessageType.NTFY,
                    MessageType.ASPUP_ACK,
                    MessageType.ASPAC_ACK,
                    MessageType.DUNA,
                    MessageType.DAVA,
                    MessageType.SCON)) {
                peer.send(RawPeer.of(type));
            }

            peer.expectEcho("still active");
            assertThat(count("eir.map.m3ua.dropped", "reason", "ignored")).isEqualTo(6);
        }

        @Test
        void aBrokenParameterIsRefusedAndHurtsNobody() throws IOException {
            RawPeer peer = active(lab());
            // A routing context of three octets; a parameter longer than its message.
            peer.send(new byte[] {1, 0, 4, 1, 0, 0, 0, 16, 0, 6, 0, 7, 1, 2, 3, 0});
            peer.expectError(ErrorCode.PARAMETER_FIELD_ERROR);
            peer.send(new byte[] {1, 0, 3, 1, 0, 0, 0, 16, 0, 4, (byte) 255, (byte) 255, 1, 2, 3, 4});
            peer.expectError(ErrorCode.PARAMETER_FIELD_ERROR);
            peer.expectEcho("still there");
            assertThat(meters.get("eir.map.stack.failures").counter().count()).isZero();
        }

        @Test
        void anyMessageOfTheStateMachinesLeavesThemAlive() throws IOException {
            MapGateway gateway = lab();
            Random random = new Random(SEED);
            RawPeer peer = active(gateway);
            for (int i = 0; i < 2_000; i++) {
                byte[] parameter = new byte[random.nextInt(24)];
                random.nextBytes(parameter);
                int tag = new int[] {4, 6, 7, 9, 11, 12, 13, 17}[random.nextInt(8)];
                MessageType type = MessageType.values()[random.nextInt(MessageType.values().length)];
                peer.send(new MessageWriter(type).parameter(tag, parameter).octets());
            }
            peer.close();

            active(gateway).expectEcho("a new connection");
            assertThat(meters.get("eir.map.stack.failures").counter().count()).isZero();
        }
    }
}
