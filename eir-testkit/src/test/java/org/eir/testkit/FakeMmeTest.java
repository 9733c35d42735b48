package org.eir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.eir.core.EquipmentCheck;
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
import org.eir.s13.S13Config;
import org.eir.s13.S13Gateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeMmeTest {
    private static final String STOLEN = "490154203237518";
    private static final String WATCHED = "356938035643809";
    private static final String OWNED = "352099001761481";
    private static final String UNLISTED = "868918031234564";

    private S13Gateway register;
    private volatile CheckRequest asked;

    @BeforeEach
    void start() {
        Register lists = new Register(10);
        RegisterUpdate update = new RegisterUpdate(1, Instant.EPOCH);
        update.load(ImeiRange.of(Imei.of(STOLEN)), Listing.of(EquipmentList.BLACK, Reason.STOLEN, false));
        update.load(ImeiRange.of(Imei.of(WATCHED)), Listing.of(EquipmentList.GREY, Reason.FRAUD, false));
        update.load(ImeiRange.of(Imei.of(OWNED)), Listing.of(EquipmentList.WHITE, Reason.OTHER, false));
        update.policy(new Policy(1, Verdict.UNKNOWN, Verdict.REFUSED, Verdict.UNKNOWN));
        lists.publish(update, Instant.EPOCH);
        register = S13Gateway.start(
                S13Config.onLoopback(0, "eir.example.org", "example.org"),
                new EquipmentCheck(lists, (request, result) -> asked = request),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void aWholeConversationReadsLikeALadderDiagram() {
        try (FakeMme mme = FakeMme.connect(register.port())) {
            mme.identityCheck(STOLEN).expectProhibited();
            mme.identityCheck(WATCHED).expectTracked();
            mme.identityCheck(OWNED).softwareVersion("01").expectPermitted();
            mme.identityCheck(Imei.of(UNLISTED)).expectUnknown();
            mme.identityCheck("49015420").expectError(5004);
            mme.watchdog();
            mme.disconnect();
        }
    }

    @Test
    void aQuestionSaysWhoAsksAndForWhom() {
        try (FakeMme mme = FakeMme.connect(register.port())) {
            mme.identityCheck(STOLEN)
                    .from("mme7.visited.example.net", "visited.example.net")
                    .subscriber("001011234567890")
                    .expectProhibited();
        }

        assertThat(asked.origin().host()).isEqualTo("mme7.visited.example.net");
        assertThat(asked.subscriber()).isEqualTo(new Imsi("001011234567890"));
    }

    @Test
    void whatWasNotExpectedIsShownInFull() {
        try (FakeMme mme = FakeMme.connect(register.port())) {
            assertThatThrownBy(() -> mme.identityCheck(STOLEN).expectPermitted())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(
                            STOLEN,
                            "permitted (Result-Code 2001, Equipment-Status 0)",
                            "command 324",
                            "Result-Code 2001",
                            "Equipment-Status 1",
                            "Origin-Host eir.example.org",
                            "octets 01");
            assertThatThrownBy(() -> mme.identityCheck(UNLISTED).expectError(5004))
                    .hasMessageContaining(
                            "Experimental-Result\n    Vendor-Id 10415\n    Experimental-Result-Code 5422");
            assertThatThrownBy(() -> mme.identityCheck(STOLEN).expectUnknown()).hasMessageContaining("5422");
            assertThatThrownBy(() -> mme.identityCheck("4901").expectTracked()).hasMessageContaining("Failed-AVP");
        }
    }

    @Test
    void aRegisterThatStopsTakesLeave() {
        try (FakeMme mme = FakeMme.connect(register.port())) {
            mme.watchdog();
            Thread.ofVirtual().start(register::close);

            mme.expectLeave();
        }
    }

    @Test
    void aRegisterThatIsNotThereIsNamed() {
        int port = register.port();
        register.close();

        assertThatThrownBy(() -> FakeMme.connect(port)).hasMessageContaining("no S13 on port " + port);
    }
}
