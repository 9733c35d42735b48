package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.eir.core.check.CheckInterface;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.M3uaConfig.TrafficMode;
import org.eir.map.M3uaConfig.Transport;
import org.eir.map.MapConfig.ScreenedOut;
import org.eir.map.check.SubscriberExtension;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.PayloadData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All of it together, as a peer sees it. */
@Timeout(60)
class MapGatewayTest extends GatewayFixture {
    private static final PointCode EIR = new PointCode(22);
    private static final List<String> TITLES = List.of("491720000099");

    private final SmallRegister register = new SmallRegister();

    private RawPeer asking(M3uaConfig m3ua, MapConfig map) throws IOException {
        MapGateway gateway = opened(MapGateway.start(m3ua, map, register.check(), meters));
        return opened(RawPeer.active(gateway.port()));
    }

    private static M3uaConfig allowing(List<String> titles) {
        Association association = new Association(
                "msc-a",
                Mode.LISTEN,
                Transport.TCP,
                List.of("127.0.0.1"),
                0,
                0,
                "home",
                titles,
                List.of(),
                Association.NO_ASP_IDENTIFIER);
        return M3ua.of(List.of(association), M3ua.server("eir", Role.IPSP_SERVER, 100, TrafficMode.ANY, "msc-a"));
    }

    @Test
    void aQuestionIsAnsweredAndNamesItsOrigin() throws IOException {
        RawPeer msc = asking(allowing(List.of()), MapConfig.of(EIR, TITLES));
        msc.send(Vectors.of("v3-begin-white").m3ua());

        PayloadData.Carried answer = msc.expectData();
        assertThat(answer.msu().opc()).isEqualTo(22);
        assertThat(answer.msu().dpc()).isEqualTo(11);
        assertThat(HexFormat.of().formatHex(answer.msu().userData())).contains("0a0100");
        assertThat(register.lastAsked().origin().realm()).isEqualTo("home");
        assertThat(register.lastAsked().peer()).isEqualTo("msc-a");
        assertThat(register.lastAsked().via()).isEqualTo(CheckInterface.F);
    }

    @Test
    void whoMayNotAskIsRefused() throws IOException {
        RawPeer msc = asking(allowing(List.of("99")), MapConfig.of(EIR, TITLES));
        msc.send(Vectors.of("v3-begin-white").m3ua());

        msc.expectData();
        assertThat(register.timesAsked()).isZero();
    }

    @Test
    void whoMayNotAskCanBeToldNothing() throws IOException {
        MapConfig discarding = new MapConfig(
                MapConfig.NetworkIndicator.NATIONAL,
                EIR,
                MapConfig.EIR_SUBSYSTEM_NUMBER,
                TITLES,
                List.of(SubscriberExtension.values()),
                ScreenedOut.DISCARD,
                10,
                30_000);
        RawPeer msc = asking(allowing(List.of("99")), discarding);
        msc.send(Vectors.of("v3-begin-white").m3ua());
        msc.send(RawPeer.of(MessageType.BEAT));

        msc.expect(MessageType.BEAT_ACK);
        assertThat(register.timesAsked()).isZero();
    }
}
