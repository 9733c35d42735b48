package org.eir.s13.check;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.s13.Ecr;
import org.eir.s13.SmallRegister;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.Octets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** TS 29.272 clause 6.2 and RFC 6733 clauses 6 and 7, message by message, without a socket. */
class MeIdentityCheckHandlerTest {
    private static final String PEER = "dra.example.org";

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final S13Counters counters = new S13Counters(meters);
    private final SmallRegister register = new SmallRegister();

    private CheckAnswer answer(Ecr request) {
        return answer(request.octets(), register.check());
    }

    private CheckAnswer answer(byte[] request, EquipmentCheck check) {
        return CheckAnswer.of(new MeIdentityCheckHandler(Ecr.HOST, Ecr.REALM, check, counters).answer(request, PEER));
    }

    private static void assertRejected(CheckAnswer answer, int resultCode, int failedAvpCode) {
        assertThat(answer.resultCode()).hasValue(resultCode);
        assertThat(answer.failedAvpCode()).hasValue(failedAvpCode);
        assertThat(answer.equipmentStatus()).isEmpty();
        assertThat(answer.isError()).isEqualTo(resultCode / 1000 == 3);
    }

    private static void assertProtocolError(CheckAnswer answer, int resultCode) {
        assertThat(answer.resultCode()).hasValue(resultCode);
        assertThat(answer.isError()).isTrue();
        assertThat(codes(answer)).contains(Avp.SESSION_ID, Avp.ORIGIN_HOST, Avp.ORIGIN_REALM);
    }

    private static List<Integer> codes(CheckAnswer answer) {
        List<Integer> codes = new ArrayList<>();
        AvpCursor avps = AvpCursor.ofMessage(answer.raw());
        while (avps.next()) {
            codes.add(avps.code());
        }
        return codes;
    }

    private static String text(CheckAnswer answer, int code) {
        AvpCursor avps = AvpCursor.ofMessage(answer.raw());
        while (avps.next()) {
            if (avps.code() == code) {
                return avps.text();
            }
        }
        return "none";
    }

    private double count(String meter, String label, String value) {
        return meters.get(meter).tag(label, value).counter().count();
    }

    @Nested
    class Verdicts {
        @Test
        void aListedOrOwnedDeviceIsAnsweredWithItsStatus() {
            assertThat(answer(Ecr.of(SmallRegister.OWNED)).equipmentStatus()).hasValue(0);
            assertThat(answer(Ecr.of(SmallRegister.STOLEN)).equipmentStatus()).hasValue(1);
            assertThat(answer(Ecr.of(SmallRegister.WATCHED)).equipmentStatus()).hasValue(2);
            assertThat(count("eir.s13.requests", "result", "prohibited")).isEqualTo(1);
        }

        @Test
        void aStatusComesWithSuccessAndWithoutAnyErrorAvp() {
            CheckAnswer answer = answer(Ecr.of(SmallRegister.STOLEN));

            assertThat(answer.resultCode()).hasValue(2001);
            assertThat(answer.flags()).isEqualTo(Header.PROXIABLE);
            assertThat(codes(answer))
                    .containsExactly(
                            Avp.SESSION_ID,
                            Avp.RESULT_CODE,
                            Avp.AUTH_SESSION_STATE,
                            Avp.ORIGIN_HOST,
                            Avp.ORIGIN_REALM,
                            Avp.EQUIPMENT_STATUS);
            assertThat(text(answer, Avp.ORIGIN_HOST)).isEqualTo(Ecr.HOST);
            assertThat(text(answer, Avp.AUTH_SESSION_STATE)).isEqualTo("\0\0\0\1");
        }

        @Test
        void anUnknownDeviceIsAnExperimentalResultWithoutAResultCode() {
            CheckAnswer answer = answer(Ecr.of(SmallRegister.UNLISTED));

            assertThat(answer.experimentalResultCode()).hasValue(5422);
            assertThat(answer.resultCode()).isEmpty();
            assertThat(answer.equipmentStatus()).isEmpty();
            assertThat(answer.isError()).isFalse();
        }

        @Test
        void fourteenAndSixteenDigitsAreTheSameDevice() {
            assertThat(answer(Ecr.of(SmallRegister.STOLEN.substring(0, 14))).equipmentStatus())
                    .hasValue(1);
            assertThat(answer(Ecr.of(SmallRegister.STOLEN.substring(0, 14) + "42"))
                            .equipmentStatus())
                    .hasValue(1);
        }

        @Test
        void aMalformedImeiIsAnsweredByPolicyAndCountedByDefect() {
            assertThat(answer(Ecr.of("4901542032")).experimentalResultCode()).hasValue(5422);
            assertThat(answer(Ecr.of("")).experimentalResultCode()).hasValue(5422);
            assertThat(answer(Ecr.of("49015420323751\u00e9")).experimentalResultCode())
                    .hasValue(5422);
            assertThat(count("eir.s13.malformed.identities", "defect", "too-short"))
                    .isEqualTo(1);
            assertThat(count("eir.s13.malformed.identities", "defect", "empty")).isEqualTo(1);
            assertThat(count("eir.s13.malformed.identities", "defect", "not-decimal"))
                    .isEqualTo(1);
        }

        @Test
        void aPolicyThatRefusesTheMalformedAnswers5004WithTheImei() {
            CheckAnswer answer = answer(
                    Ecr.of("4901542032").octets(),
                    SmallRegister.refusingTheMalformed().check());

            assertRejected(answer, 5004, Avp.IMEI);
            assertThat(answer.failedAvp()).startsWith(Arrays.copyOf(Ecr.imei("4901542032"), 22));
            assertThat(count("eir.s13.requests", "result", "refused")).isEqualTo(1);
        }
    }

    @Nested
    class Questions {
        @Test
        void theOriginIsWhoAskedAndThePeerIsWhoBroughtIt() {
            answer(Ecr.of(SmallRegister.STOLEN));

            assertThat(register.lastAsked().via()).isEqualTo(CheckInterface.S13);
            assertThat(register.lastAsked().peer()).isEqualTo(PEER);
            assertThat(register.lastAsked().origin()).isEqualTo(new Origin(Ecr.MME, Ecr.MME_REALM));
            assertThat(register.lastAsked().subscriber()).isNull();
        }

        @Test
        void theUserNameIsTheSubscriber() {
            answer(Ecr.of(SmallRegister.STOLEN).with(Ecr.text(Avp.USER_NAME, "001011234567890")));

            assertThat(register.lastAsked().subscriber()).isEqualTo(new Imsi("001011234567890"));
        }

        @Test
        void aUserNameThatIsNoImsiIsIgnoredAndCounted() {
            CheckAnswer answer =
                    answer(Ecr.of(SmallRegister.STOLEN).with(Ecr.text(Avp.USER_NAME, "alice@example.org")));

            assertThat(answer.equipmentStatus()).hasValue(1);
            assertThat(register.lastAsked().subscriber()).isNull();
            assertThat(count("eir.s13.avps.ignored", "avp", "user-name")).isEqualTo(1);
        }

        @Test
        void theSoftwareVersionBelongsToTheDevice() {
            answer(Ecr.bare().with(Ecr.terminalInformation(Ecr.imei(SmallRegister.STOLEN), Ecr.softwareVersion("07"))));

            assertThat(register.lastAsked().identity())
                    .isInstanceOfSatisfying(
                            Device.class,
                            device -> assertThat(device.softwareVersion()).isEqualTo(7));
        }

        @Test
        void aSoftwareVersionThatIsNotTwoDigitsIsIgnoredAndCounted() {
            CheckAnswer answer = answer(Ecr.bare()
                    .with(Ecr.terminalInformation(Ecr.imei(SmallRegister.STOLEN), Ecr.softwareVersion("7a"))));

            assertThat(answer.equipmentStatus()).hasValue(1);
            assertThat(count("eir.s13.avps.ignored", "avp", "software-version")).isEqualTo(1);
        }

        @Test
        void aMeidBesideTheImeiIsIgnored() {
            CheckAnswer answer =
                    answer(Ecr.bare().with(Ecr.terminalInformation(Ecr.meid(), Ecr.imei(SmallRegister.STOLEN))));

            assertThat(answer.equipmentStatus()).hasValue(1);
        }

        @Test
        void unknownAvpsWithoutTheMBitAreIgnored() {
            CheckAnswer answer = answer(Ecr.bare()
                    .with(Ecr.avp(9999, 0x80, 32473, new byte[3]))
                    .with(Ecr.terminalInformation(
                            Ecr.imei(SmallRegister.STOLEN), Ecr.avp(9998, 0x80, Avp.VENDOR_3GPP, new byte[1]))));

            assertThat(answer.equipmentStatus()).hasValue(1);
        }
    }

    @Nested
    class Echo {
        @Test
        void identifiersComeBackAndTheTBitDoesNot() {
            CheckAnswer answer = answer(Ecr.of(SmallRegister.STOLEN)
                    .flags(Header.REQUEST | Header.PROXIABLE | Header.RETRANSMITTED)
                    .hopByHop(-7));

            assertThat(answer.flags()).isEqualTo(Header.PROXIABLE);
            assertThat(answer.hopByHop()).isEqualTo(-7);
            assertThat(Header.endToEnd(answer.raw())).isEqualTo(0x0a0b0c0d);
            assertThat(Header.application(answer.raw())).isEqualTo(Header.S13_APPLICATION);
        }

        @Test
        void thePBitIsTheRequests() {
            assertThat(answer(Ecr.of(SmallRegister.STOLEN).flags(Header.REQUEST))
                            .flags())
                    .isZero();
        }

        @Test
        void proxyInfoComesBackUnchangedAndInOrderAndRouteRecordDoesNot() {
            byte[] first = Ecr.proxyInfo("b.example.org", "state-1");
            byte[] second = Ecr.proxyInfo("a.example.org", "state-22");
            CheckAnswer answer = answer(Ecr.bare()
                    .with(first)
                    .with(Ecr.text(Avp.ROUTE_RECORD, "relay.example.org"))
                    .with(Ecr.terminalInformation(Ecr.imei(SmallRegister.STOLEN)))
                    .with(second));

            assertThat(codes(answer)).doesNotContain(Avp.ROUTE_RECORD);
            byte[] tail = Arrays.copyOfRange(
                    answer.raw(), answer.raw().length - first.length - second.length, answer.raw().length);
            assertThat(Arrays.copyOf(tail, first.length)).isEqualTo(first);
            assertThat(Arrays.copyOfRange(tail, first.length, tail.length)).isEqualTo(second);
        }

        @Test
        void errorAnswersCarryProxyInfoToo() {
            CheckAnswer answer = answer(Ecr.bare()
                    .without(Avp.DESTINATION_REALM)
                    .with(Ecr.text(Avp.DESTINATION_REALM, "elsewhere.org"))
                    .with(Ecr.proxyInfo("a.example.org", "s")));

            assertThat(codes(answer)).contains(Avp.PROXY_INFO);
        }

        @Test
        void vendorSpecificApplicationIdComesBackIfItWasThere() {
            byte[] application =
                    Ecr.avp(Avp.VENDOR_SPECIFIC_APPLICATION_ID, 0x40, Avp.NO_VENDOR, Ecr.number(Avp.VENDOR_ID, 10415));

            assertThat(codes(answer(Ecr.of(SmallRegister.STOLEN).with(application))))
                    .contains(Avp.VENDOR_SPECIFIC_APPLICATION_ID);
            assertThat(codes(answer(Ecr.of(SmallRegister.STOLEN)))).doesNotContain(Avp.VENDOR_SPECIFIC_APPLICATION_ID);
        }
    }

    @Nested
    class Routing {
        private Ecr to(String realm) {
            return Ecr.of(SmallRegister.STOLEN)
                    .without(Avp.DESTINATION_REALM)
                    .with(Ecr.text(Avp.DESTINATION_REALM, realm));
        }

        @Test
        void realmAndHostAreComparedWithoutRegardToCase() {
            CheckAnswer answer = answer(to("EXAMPLE.Org").with(Ecr.text(Avp.DESTINATION_HOST, "Eir.EXAMPLE.org")));

            assertThat(answer.equipmentStatus()).hasValue(1);
        }

        @Test
        void anotherRealmIs3003() {
            assertProtocolError(answer(to("example.orgs")), 3003);
            assertProtocolError(answer(to("")), 3003);
        }

        @Test
        void anotherHostIs3002() {
            assertProtocolError(answer(to(Ecr.REALM).with(Ecr.text(Avp.DESTINATION_HOST, "hss.example.org"))), 3002);
        }

        @Test
        void anotherApplicationIs3007() {
            assertProtocolError(answer(Ecr.of(SmallRegister.STOLEN).application(16777251)), 3007);
        }

        @Test
        void anotherCommandIs3001InOurApplicationAndInTheBaseProtocol() {
            assertProtocolError(answer(Ecr.of(SmallRegister.STOLEN).command(316)), 3001);
            assertProtocolError(answer(Ecr.of(SmallRegister.STOLEN).command(274).application(0)), 3001);
            assertThat(count("eir.s13.rejected", "code", "3001")).isEqualTo(2);
        }

        @Test
        void aRequestWithTheEBitIs3008() {
            assertProtocolError(answer(Ecr.of(SmallRegister.STOLEN).flags(Header.REQUEST | Header.ERROR)), 3008);
        }
    }

    @Nested
    class WhatIsMissing {
        @Test
        void everyMandatoryAvpIsNamedByAnExample() {
            for (int code : new int[] {
                Avp.SESSION_ID,
                Avp.AUTH_SESSION_STATE,
                Avp.ORIGIN_HOST,
                Avp.ORIGIN_REALM,
                Avp.DESTINATION_REALM,
                Avp.TERMINAL_INFORMATION
            }) {
                assertRejected(answer(Ecr.of(SmallRegister.STOLEN).without(code)), 5005, code);
            }
            assertThat(register.timesAsked()).isZero();
        }

        @Test
        void theExampleOfAnImeiHasItsVendorAndFourteenDigits() {
            CheckAnswer answer = answer(Ecr.bare().with(Ecr.terminalInformation()));

            assertRejected(answer, 5005, Avp.IMEI);
            assertThat(Octets.int32(answer.failedAvp(), 8)).isEqualTo(Avp.VENDOR_3GPP);
            assertThat(new String(answer.failedAvp(), 12, 14, StandardCharsets.US_ASCII))
                    .isEqualTo("00000000000000");
        }

        @Test
        void aMeidAloneIsNoImei() {
            assertRejected(answer(Ecr.bare().with(Ecr.terminalInformation(Ecr.meid()))), 5005, Avp.IMEI);
        }

        @Test
        void anImeiWithoutItsVendorIsAnotherAvp() {
            byte[] imei = Ecr.avp(Avp.IMEI, 0, Avp.NO_VENDOR, "490154203237518".getBytes(StandardCharsets.UTF_8));

            assertRejected(answer(Ecr.bare().with(Ecr.terminalInformation(imei))), 5005, Avp.IMEI);
        }
    }

    @Nested
    class WhatIsTooMuch {
        @Test
        void anUnknownMandatoryAvpIs5001WithItInFailedAvp() {
            byte[] unknown = Ecr.avp(9999, 0xc0, 32473, new byte[] {1, 2, 3, 4});
            CheckAnswer answer = answer(Ecr.of(SmallRegister.STOLEN).with(unknown));

            assertRejected(answer, 5001, 9999);
            assertThat(answer.failedAvp()).isEqualTo(unknown);
        }

        @Test
        void soIsOneInsideTerminalInformation() {
            byte[] unknown = Ecr.avp(9998, 0xc0, Avp.VENDOR_3GPP, new byte[] {1, 2, 3, 4});

            assertRejected(
                    answer(Ecr.bare().with(Ecr.terminalInformation(Ecr.imei(SmallRegister.STOLEN), unknown))),
                    5001,
                    9998);
        }

        @Test
        void whatMayOccurOnceAndOccursTwiceIs5009() {
            assertRejected(
                    answer(Ecr.of(SmallRegister.STOLEN).with(Ecr.text(Avp.ORIGIN_HOST, "evil.example.org"))),
                    5009,
                    Avp.ORIGIN_HOST);
            assertRejected(
                    answer(Ecr.bare()
                            .with(Ecr.terminalInformation(
                                    Ecr.imei(SmallRegister.OWNED), Ecr.imei(SmallRegister.STOLEN)))),
                    5009,
                    Avp.IMEI);
        }
    }

    @Nested
    class WhatCannotBeTrue {
        /** An AVP that claims this length. */
        private byte[] lying(byte[] avp, int length) {
            byte[] copy = avp.clone();
            copy[5] = (byte) (length >> 16);
            copy[6] = (byte) (length >> 8);
            copy[7] = (byte) length;
            return copy;
        }

        @Test
        void anAvpLengthBeyondTheMessageOrBelowItsHeaderIs5014() {
            for (int length : new int[] {0, 7, 11, 5000, 0xffffff}) {
                byte[] avp = lying(Ecr.avp(Avp.SUPPORTED_FEATURES, 0xc0, Avp.VENDOR_3GPP, new byte[8]), length);

                assertRejected(answer(Ecr.of(SmallRegister.STOLEN).with(avp)), 5014, Avp.SUPPORTED_FEATURES);
            }
        }

        @Test
        void theFailedAvpOf5014IsTheHeaderWithATrueLength() {
            byte[] avp = lying(Ecr.text(Avp.USER_NAME, "001011234567890"), 4000);

            assertThat(answer(Ecr.of(SmallRegister.STOLEN).with(avp)).failedAvp())
                    .isEqualTo(new byte[] {0, 0, 0, 1, 0x40, 0, 0, 8});
        }

        @Test
        void theSameInsideTerminalInformation() {
            byte[] imei = lying(Ecr.imei(SmallRegister.STOLEN), 200);

            assertRejected(answer(Ecr.bare().with(Ecr.terminalInformation(imei))), 5014, Avp.IMEI);
        }

        @Test
        void fewerOctetsLeftThanAnAvpHeaderHasAre5014() {
            byte[] request = Ecr.of(SmallRegister.STOLEN).octets();
            byte[] longer = Arrays.copyOf(request, request.length + 4);
            longer[2] = (byte) (longer.length >> 8);
            longer[3] = (byte) longer.length;

            assertThat(answer(longer, register.check()).resultCode()).hasValue(5014);
        }

        @Test
        void anEnumeratedThatIsNotFourOctetsIs5014() {
            assertRejected(
                    answer(Ecr.of(SmallRegister.STOLEN)
                            .without(Avp.AUTH_SESSION_STATE)
                            .with(Ecr.text(Avp.AUTH_SESSION_STATE, "12345"))),
                    5014,
                    Avp.AUTH_SESSION_STATE);
        }

        @Test
        void undefinedAvpFlagsAre3009() {
            assertRejected(
                    answer(Ecr.of(SmallRegister.STOLEN).with(Ecr.avp(Avp.USER_NAME, 0x41, 0, new byte[4]))),
                    3009,
                    Avp.USER_NAME);
        }

        @Test
        void anOriginThatCannotBeWrittenDownIs5004() {
            for (String host : List.of("", "mme one", "mme\n1", "m\u00fcme", "m".repeat(256))) {
                assertRejected(
                        answer(Ecr.of(SmallRegister.STOLEN)
                                .without(Avp.ORIGIN_HOST)
                                .with(Ecr.text(Avp.ORIGIN_HOST, host))),
                        5004,
                        Avp.ORIGIN_HOST);
            }
        }
    }

    @Nested
    class Failures {
        private final Logger log = (Logger) LoggerFactory.getLogger(MeIdentityCheckHandler.class);
        private final ListAppender<ILoggingEvent> written = new ListAppender<>();

        @Test
        void anInternalFailureIs5012CountedAndLoggedWithIdentitiesMasked() {
            written.start();
            log.addAppender(written);
            log.setAdditive(false);
            try {
                CheckAnswer answer = answer(
                        Ecr.of(SmallRegister.STOLEN).octets(),
                        SmallRegister.failingWith(new IllegalStateException("no room for 490154203237518")));

                assertThat(answer.resultCode()).hasValue(5012);
                assertThat(answer.isError()).isFalse();
                assertThat(answer.equipmentStatus()).isEmpty();
            } finally {
                log.detachAppender(written);
                log.setAdditive(true);
            }
            assertThat(count("eir.s13.requests", "result", "failed")).isEqualTo(1);
            assertThat(written.list).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).contains(PEER).doesNotContain("490154203237518");
                assertThat(event.getThrowableProxy().getMessage()).contains("no room for *****");
            });
        }
    }
}
