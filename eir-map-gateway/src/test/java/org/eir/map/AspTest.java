package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.eir.map.AssociationStatus.AsState;
import org.eir.map.AssociationStatus.AspState;
import org.eir.map.AssociationStatus.State;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.M3uaConfig.TrafficMode;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** This node connects to signalling gateways and maintains its ASP there (RFC 4666 clause 4.3). */
@Timeout(60)
class AspTest extends GatewayFixture {
    private static final int CONTEXT = 100;
    private static final int OTHER = 2;
    private static final int ALTERNATE_ASP_ACTIVE = 2;

    private final FakeSgw sgw;
    private final FakeSgw second;

    AspTest() throws IOException {
        sgw = opened(new FakeSgw());
        second = opened(new FakeSgw());
    }

    private MapGateway one(Role role, TrafficMode mode) {
        return start(M3ua.of(
                List.of(M3ua.connecting("stp-a", sgw.port())), M3ua.server("eir", role, CONTEXT, mode, "stp-a")));
    }

    private MapGateway pair(TrafficMode mode) {
        return start(M3ua.of(
                List.of(M3ua.connecting("stp-a", sgw.port()), M3ua.connecting("stp-b", second.port())),
                M3ua.server("eir", Role.ASP, CONTEXT, mode, "stp-a", "stp-b")));
    }

    private void awaitActive(MapGateway gateway, String association) {
        await().until(() -> server(gateway, association).asp() == AspState.ACTIVE);
    }

    @Test
    void upActiveAndDownAtTheEnd() throws IOException {
        MapGateway gateway = one(Role.ASP, TrafficMode.LOADSHARE);
        assertThat(status(gateway, "stp-a").address()).isEqualTo("127.0.0.1:" + sgw.port());
        RawPeer asp = opened(sgw.accept());
        assertThat(RawPeer.value(asp.expect(MessageType.ASPUP), Parameter.ASP_IDENTIFIER))
                .isNull();
        asp.send(RawPeer.of(MessageType.ASPUP_ACK));
        asp.send(RawPeer.notify(1, 2));
        byte[] active = asp.expect(MessageType.ASPAC);
        assertThat(RawPeer.value(active, Parameter.ROUTING_CONTEXT)).isEqualTo(CONTEXT);
        assertThat(RawPeer.value(active, Parameter.TRAFFIC_MODE_TYPE)).isEqualTo(RawPeer.LOADSHARE);
        asp.send(RawPeer.of(MessageType.ASPAC_ACK, CONTEXT));
        asp.send(RawPeer.notify(1, 3));
        asp.expectEcho("a question");
        assertThat(status(gateway, "stp-a").state()).isEqualTo(State.UP);
        assertThat(server(gateway, "stp-a").state()).isEqualTo(AsState.ACTIVE);

        Thread closing = Thread.ofVirtual().start(gateway::close);
        asp.expect(MessageType.ASPDN);
        asp.send(RawPeer.of(MessageType.ASPDN_ACK));
        asp.expectEnd();
        await().until(() -> !closing.isAlive());
    }

    @Test
    void whereNoModeIsConfiguredNoneIsSentEvenAgain() throws IOException {
        one(Role.ASP, TrafficMode.ANY);
        for (int times = 0; times < 2; times++) {
            RawPeer asp = sgw.acceptUp();
            assertThat(RawPeer.value(asp.expect(MessageType.ASPAC), Parameter.TRAFFIC_MODE_TYPE))
                    .isNull();
            asp.send(new MessageWriter(MessageType.ASPAC_ACK)
                    .parameter(Parameter.TRAFFIC_MODE_TYPE, RawPeer.OVERRIDE)
                    .octets());
            asp.expectEcho("active");
            asp.close();
        }
    }

    @Test
    void anIdentifierIsSentIfThereIsOne() throws IOException {
        start(M3ua.of(
                List.of(M3ua.connecting("stp-a", sgw.port(), 4_000_000_000L)),
                M3ua.server("eir", Role.ASP, CONTEXT, TrafficMode.ANY, "stp-a")));

        assertThat(RawPeer.value(opened(sgw.accept()).expect(MessageType.ASPUP), Parameter.ASP_IDENTIFIER))
                .isEqualTo((int) 4_000_000_000L);
    }

    @Test
    void aLostConnectionIsMadeAgain() throws Exception {
        MapGateway gateway = one(Role.ASP, TrafficMode.LOADSHARE);
        for (int times = 0; times < 3; times++) {
            RawPeer asp = sgw.acceptActive();
            asp.expectEcho("time " + times);
            asp.close();
            await().until(() -> status(gateway, "stp-a").state() == State.CONNECTING
                    || server(gateway, "stp-a").asp() != AspState.ACTIVE);
        }
    }

    @Test
    void aGatewayThatIsNotThereYetIsFound() throws Exception {
        int port = sgw.port();
        sgw.close();
        MapGateway gateway = start(M3ua.of(
                List.of(M3ua.connecting("stp-a", port)),
                M3ua.server("eir", Role.ASP, CONTEXT, TrafficMode.ANY, "stp-a")));
        assertThat(status(gateway, "stp-a").state()).isEqualTo(State.CONNECTING);

        java.net.ServerSocket late =
                opened(new java.net.ServerSocket(port, 10, java.net.InetAddress.getLoopbackAddress()));
        opened(new RawPeer(late.accept())).expect(MessageType.ASPUP);
    }

    @Test
    void whatNobodyAcknowledgesIsAskedAgain() throws IOException {
        one(Role.ASP, TrafficMode.LOADSHARE);
        RawPeer asp = opened(sgw.accept());
        asp.expect(MessageType.ASPUP);
        asp.expect(MessageType.ASPUP);
        asp.send(RawPeer.of(MessageType.ASPUP_ACK));
        asp.expect(MessageType.ASPAC);
        asp.send(MessageWriter.error(ErrorCode.REFUSED_MANAGEMENT_BLOCKING, RawPeer.of(MessageType.ASPAC)));
        asp.expect(MessageType.ASPAC);
        asp.send(RawPeer.of(MessageType.ASPAC_ACK));
        asp.expectEcho("in the end");
        assertThat(count("eir.map.m3ua.errors.received", "code", "refused-management-blocking"))
                .isEqualTo(1);
    }

    @Test
    void dataMayOvertakeTheAcknowledgement() throws IOException {
        one(Role.ASP, TrafficMode.LOADSHARE);
        RawPeer asp = opened(sgw.acceptUp());
        asp.expect(MessageType.ASPAC);
        asp.expectEcho("asked for, not acknowledged");
    }

    @Test
    void whatIsAcknowledgedTwiceChangesNothing() throws IOException {
        MapGateway gateway = one(Role.ASP, TrafficMode.LOADSHARE);
        RawPeer asp = opened(sgw.acceptActive());
        awaitActive(gateway, "stp-a");
        asp.send(RawPeer.of(MessageType.ASPUP_ACK));
        asp.send(RawPeer.of(MessageType.ASPAC_ACK));
        asp.expectEcho("still active");
    }

    @Test
    void aGatewayThatTakesTheAspDownIsAskedFromTheStart() throws IOException {
        one(Role.ASP, TrafficMode.LOADSHARE);
        for (MessageType unasked : List.of(MessageType.ASPDN_ACK, MessageType.ASPIA_ACK)) {
            RawPeer asp = sgw.acceptActive();
            asp.expectEcho("active");
            asp.send(RawPeer.of(unasked));
            asp.expectEnd();
            asp.close();
        }

        opened(sgw.acceptActive()).expectEcho("active again");
        assertThat(count("eir.map.connections.ended", "reason", "taken-down")).isEqualTo(2);
    }

    @Test
    void bothShareTheLoadAndOneMayBeLostAndComeBack() throws Exception {
        MapGateway gateway = pair(TrafficMode.LOADSHARE);
        RawPeer a = sgw.acceptActive();
        RawPeer b = opened(second.acceptActive());
        a.expectEcho("by a");
        b.expectEcho("by b");

        a.close();
        await().until(() -> server(gateway, "stp-a").asp() == AspState.DOWN);
        b.expectEcho("still by b");
        assertThat(server(gateway, "stp-b").state()).isEqualTo(AsState.ACTIVE);
        opened(sgw.acceptActive()).expectEcho("by a again");
    }

    @Test
    void inOverrideTheSecondTakesOverWhenTheFirstIsLost() throws Exception {
        MapGateway gateway = pair(TrafficMode.OVERRIDE);
        RawPeer a = sgw.acceptActive();
        awaitActive(gateway, "stp-a");
        a.expectEcho("by a");
        RawPeer b = opened(second.acceptUp());
        await().until(() -> server(gateway, "stp-b").asp() == AspState.INACTIVE);
        assertThat(server(gateway, "stp-a").asp()).isEqualTo(AspState.ACTIVE);

        a.close();
        b.expect(MessageType.ASPAC);
        b.send(RawPeer.of(MessageType.ASPAC_ACK));
        b.expectEcho("by b");
    }

    @Test
    void anotherAspThatIsActiveInsteadMakesThisOneInactive() throws IOException {
        MapGateway gateway = one(Role.ASP, TrafficMode.OVERRIDE);
        RawPeer asp = opened(sgw.acceptActive());
        asp.expectEcho("active");
        asp.send(RawPeer.notify(OTHER, ALTERNATE_ASP_ACTIVE));

        await().until(() -> server(gateway, "stp-a").asp() == AspState.INACTIVE);
        asp.send(RawPeer.data("not for me"));
        asp.expectError(ErrorCode.UNEXPECTED_MESSAGE);
    }

    @Test
    void anIpspClientNeedsNoNotification() throws IOException {
        MapGateway gateway = one(Role.IPSP_CLIENT, TrafficMode.LOADSHARE);
        RawPeer peer = opened(sgw.accept());
        peer.expect(MessageType.ASPUP);
        peer.send(RawPeer.of(MessageType.ASPUP_ACK));
        peer.expect(MessageType.ASPAC);
        peer.send(RawPeer.of(MessageType.ASPAC_ACK));
        peer.expectEcho("a question");
        assertThat(server(gateway, "stp-a").state()).isEqualTo(AsState.ACTIVE);
    }

    @Test
    void aGatewayThatDoesNotSayGoodbyeDoesNotHoldUpTheEnd() throws IOException {
        MapGateway gateway = one(Role.ASP, TrafficMode.LOADSHARE);
        RawPeer asp = opened(sgw.acceptActive());
        asp.expectEcho("active");
        Thread closing = Thread.ofVirtual().start(gateway::close);

        asp.expect(MessageType.ASPDN);
        asp.expectEnd();
        await().until(() -> !closing.isAlive());
    }

    @Test
    void aGatewayDoesNotAskToBeActivated() throws IOException {
        one(Role.ASP, TrafficMode.LOADSHARE);
        RawPeer asp = opened(sgw.acceptActive());
        asp.send(RawPeer.of(MessageType.ASPUP));
        asp.expectError(ErrorCode.UNEXPECTED_MESSAGE);
        asp.expectEcho("still active");
    }
}
