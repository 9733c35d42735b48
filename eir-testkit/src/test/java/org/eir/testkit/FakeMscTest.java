package org.eir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.map.M3uaConfig;
import org.eir.map.MapConfig;
import org.eir.map.MapGateway;
import org.eir.map.PointCode;
import org.eir.map.client.CheckImeiAnswer.Status;
import org.eir.map.client.Node;
import org.eir.map.client.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeMscTest {
    private static final String STOLEN = "490154203237518";
    private static final String WATCHED = "356938035643809";
    private static final String OWNED = "352099001761481";
    private static final String UNLISTED = "868918031234564";

    private MapGateway register;
    private volatile CheckRequest asked;

    @BeforeEach
    void start() {
        start(M3uaConfig.onLoopback(0, 100));
    }

    private void start(M3uaConfig m3ua) {
        Register lists = new Register(10);
        RegisterUpdate update = new RegisterUpdate(1, Instant.EPOCH);
        update.load(ImeiRange.of(Imei.of(STOLEN)), Listing.of(EquipmentList.BLACK, Reason.STOLEN, false));
        update.load(ImeiRange.of(Imei.of(WATCHED)), Listing.of(EquipmentList.GREY, Reason.FRAUD, false));
        update.load(ImeiRange.of(Imei.of(OWNED)), Listing.of(EquipmentList.WHITE, Reason.OTHER, false));
        update.policy(new Policy(1, Verdict.UNKNOWN, Verdict.REFUSED, Verdict.UNKNOWN));
        lists.publish(update, Instant.EPOCH);
        register = MapGateway.start(
                m3ua,
                MapConfig.of(new PointCode(22), List.of("491720000099")),
                new EquipmentCheck(lists, (request, result) -> asked = request),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void aWholeConversationReadsLikeALadderDiagram() {
        try (FakeMsc msc = FakeMsc.connect(register.port())) {
            msc.checkImei(STOLEN).version(3).expectBlacklisted();
            msc.checkImei(WATCHED).version(2).expectGreylisted();
            msc.checkImei(Imei.of(OWNED)).version(1).expectWhitelisted();
            msc.checkImei(UNLISTED).as(Node.SGSN).expectUnknownEquipment();
            msc.checkImei(STOLEN).octets("940145").expectSystemFailure();
            msc.checkImei(STOLEN).version(4).expectFallbackTo(3);
            msc.leave();
        }
    }

    @Test
    void aQuestionSaysWhoAsksAndForWhom() {
        try (FakeMsc msc = FakeMsc.connect(register.port())) {
            msc.checkImei(STOLEN)
                    .version(2)
                    .as(Node.SGSN)
                    .subscriber("001011234567890")
                    .expectBlacklisted();
            assertThat(asked.via()).isEqualTo(CheckInterface.GF);
            assertThat(asked.origin().host()).isEqualTo("4917200000011");
            assertThat(asked.subscriber()).isEqualTo(new Imsi("001011234567890"));

            msc.checkImei(OWNED).as(Node.VLR).subscriber("262011234567890").expectWhitelisted();
            assertThat(asked.via()).isEqualTo(CheckInterface.F);
            assertThat(asked.subscriber()).isEqualTo(new Imsi("262011234567890"));
        }
    }

    @Test
    void theRegisterIsReachedByItsPointCodeToo() {
        try (FakeMsc msc = FakeMsc.connect(register.port(), Path.byPointCode(11, 22, 100))) {
            msc.checkImei(STOLEN).expectBlacklisted();
        }

        assertThat(asked.origin().host()).isEqualTo("pc-11");
    }

    @Test
    void aGlobalTitleThatIsNotTheRegistersComesBack() {
        Path elsewhere = FakeMsc.DEVELOPMENT.withGlobalTitles("4917200000011", "491720000098");
        try (FakeMsc msc = FakeMsc.connect(register.port(), elsewhere)) {
            msc.checkImei(STOLEN).expectBack();
            assertThatThrownBy(() -> msc.checkImei(STOLEN).expectBlacklisted())
                    .hasMessageContaining("the question back from SCCP: no-translation");
        }
    }

    @Test
    void whoMayNotAskIsRefusedInEveryVersion() {
        register.close();
        start(admitting(M3uaConfig.onLoopback(0, 100), "4365"));

        try (FakeMsc msc = FakeMsc.connect(register.port())) {
            msc.checkImei(STOLEN).version(1).expectRefused();
            msc.checkImei(STOLEN).version(2).expectRefused();
            msc.checkImei(STOLEN).version(3).expectRefused();
        }
        assertThat(asked).isNull();
    }

    private static M3uaConfig admitting(M3uaConfig config, String globalTitlePrefix) {
        M3uaConfig.Association open = config.associations().getFirst();
        M3uaConfig.Association screened = new M3uaConfig.Association(
                open.name(),
                open.mode(),
                open.transport(),
                open.remoteAddresses(),
                open.remotePort(),
                open.localPort(),
                open.network(),
                List.of(globalTitlePrefix),
                open.allowedPointCodes(),
                open.aspIdentifier());
        return new M3uaConfig(
                config.localAddresses(),
                config.port(),
                List.of(screened),
                config.applicationServers(),
                config.heartbeatIntervalMs(),
                config.reconnectMinMs(),
                config.reconnectMaxMs(),
                config.maxMessageBytes());
    }

    @Test
    void whatWasNotExpectedIsSaidInWords() {
        try (FakeMsc msc = FakeMsc.connect(register.port())) {
            assertThatThrownBy(() -> msc.checkImei(STOLEN).as(Node.SGSN).expectWhitelisted())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage(
                            "expected that 490154203237518, asked by SGSN in version 3, is answered whiteListed (0), "
                                    + "and the register sent blackListed (1)");
            assertThatThrownBy(() -> msc.checkImei(UNLISTED).expectGreylisted())
                    .hasMessageContaining("the error unknownEquipment (7)");
            assertThatThrownBy(() -> msc.checkImei(STOLEN).version(5).expectReject())
                    .hasMessageContaining("application context not supported, version 3 is offered");
            assertThatThrownBy(() -> msc.checkImei(STOLEN).expectRefused()).hasMessageContaining("blackListed");
            assertThat(msc.checkImei(STOLEN).answer()).isEqualTo(new Status(1));
        }
    }

    @Test
    void aRegisterThatIsNotThereIsNamed() {
        int port = register.port();
        register.close();

        assertThatThrownBy(() -> FakeMsc.connect(port)).hasMessageContaining("no M3UA on TCP port " + port);
    }
}
