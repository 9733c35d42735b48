package org.eir.map.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.map.check.Tcap.BLACK;
import static org.eir.map.check.Tcap.GREY;
import static org.eir.map.check.Tcap.OTID;
import static org.eir.map.check.Tcap.UNLISTED;
import static org.eir.map.check.Tcap.WHITE;
import static org.eir.map.check.Tcap.aarq;
import static org.eir.map.check.Tcap.abort;
import static org.eir.map.check.Tcap.begin;
import static org.eir.map.check.Tcap.beginWith;
import static org.eir.map.check.Tcap.checkImei;
import static org.eir.map.check.Tcap.context;
import static org.eir.map.check.Tcap.continueTo;
import static org.eir.map.check.Tcap.dialogue;
import static org.eir.map.check.Tcap.element;
import static org.eir.map.check.Tcap.end;
import static org.eir.map.check.Tcap.error;
import static org.eir.map.check.Tcap.hex;
import static org.eir.map.check.Tcap.imei;
import static org.eir.map.check.Tcap.invoke;
import static org.eir.map.check.Tcap.octets;
import static org.eir.map.check.Tcap.pAbort;
import static org.eir.map.check.Tcap.rejectGeneral;
import static org.eir.map.check.Tcap.rejectInvoke;
import static org.eir.map.check.Tcap.sequence;
import static org.eir.map.check.Tcap.status;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.map.SmallRegister;
import org.eir.map.Vectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Q.773, Q.774 and TS 29.002, message by message, without SCCP below. */
class CheckImeiServiceTest {
    private static final String NONE = "none";
    private static final Asker MSC = new Asker(CheckInterface.F, "stp-a", new Origin("4917200000011", "example"));
    private static final Asker OTHER_MSC = new Asker(CheckInterface.F, "stp-a", new Origin("4917200000012", "example"));
    private static final long TIMEOUT_MS = 30_000;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final MapCounters counters = new MapCounters(meters);
    private final SmallRegister register = new SmallRegister();
    private final AtomicLong clockNs = new AtomicLong(-5);
    private final CheckImeiService service = service(register.check(), EnumSet.allOf(SubscriberExtension.class));

    private CheckImeiService service(EquipmentCheck check, Set<SubscriberExtension> extensions) {
        return new CheckImeiService(check, counters, new DialogueSettings(extensions, 2, TIMEOUT_MS), clockNs::get);
    }

    private String answer(byte[] message) {
        return answer(message, MSC);
    }

    private String answer(byte[] message, Asker asker) {
        return text(service.answer(message, asker));
    }

    private static String text(byte[] answer) {
        return answer == null ? NONE : hex(answer);
    }

    private double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    @Nested
    class Verdicts {
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void aListedDeviceIsAnsweredWithItsStatus(int version) {
            String[] lists = {WHITE, BLACK, GREY};
            for (int status = 0; status < lists.length; status++) {
                assertThat(answer(begin(version, checkImei(1, argument(version, lists[status])))))
                        .isEqualTo(end(version, status(version, 1, status)));
            }
            assertThat(count("eir.map.requests", "result", "prohibited", "version", Integer.toString(version)))
                    .isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void anUnknownDeviceIsAnErrorWithoutParameter(int version) {
            assertThat(answer(begin(version, checkImei(1, argument(version, UNLISTED)))))
                    .isEqualTo(end(version, error(1, 7)));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void aFaultIsAnsweredSystemFailureAsTheVectorsWriteIt(int version) {
            EquipmentCheck failing = SmallRegister.failingWith(new IllegalStateException("down"));
            byte[] answer = service(failing, Set.of()).answer(Vectors.tcap("v" + version + "-begin-white"), MSC);

            assertThat(text(answer)).isEqualTo(hex(Vectors.tcap("v" + version + "-end-systemFailure")));
            assertThat(count("eir.map.requests", "result", "failed", "version", Integer.toString(version)))
                    .isEqualTo(1);
        }

        @Test
        void theQuestionSaysWhoAsked() {
            Asker sgsn = new Asker(CheckInterface.GF, "stp-b", new Origin("491720000202", "example"));
            answer(Vectors.tcap("v3-begin-imeisv"), sgsn);

            CheckRequest asked = register.lastAsked();
            assertThat(asked.via()).isEqualTo(CheckInterface.GF);
            assertThat(asked.peer()).isEqualTo("stp-b");
            assertThat(asked.origin()).isEqualTo(sgsn.origin());
            assertThat(asked.subscriber()).isNull();
            assertThat(asked.identity()).isEqualTo(new Device(Imei.of(SmallRegister.OWNED), 23));
        }

        private static String argument(int version, String imei) {
            return version == 3 ? sequence(imei) : imei(imei);
        }
    }

    @Nested
    class Identities {
        @ParameterizedTest
        @CsvSource({
            "530299007116 84, 14 digits in 7 octets",
            "53029900711684 ff, 14 digits and two fillers",
            "53029900711684 f0, the spare digit",
            "53029900711684 f1, the check digit",
            "53029900711684 99, a software version",
        })
        void everyFormOfADeviceIsThatDevice(String imei, String why) {
            assertThat(answer(begin(2, checkImei(1, imei(imei))))).as(why).isEqualTo(end(2, status(2, 1, 0)));
        }

        @ParameterizedTest
        @CsvSource({
            "'', empty",
            "ffffffffffffffff, empty",
            "5302990071 16, too-short",
            "530299007116f4, too-short",
            "53029900711684f1f1, too-long",
            "53029900711684f100ff, too-long",
            "5c029900711684f1, not-decimal",
            "530299f0711684f1, not-decimal",
            "530299007116841f, not-decimal",
            "f302990071168411, not-decimal",
            "a0000000000000f1, not-decimal",
        })
        void whatIsNoIdentityIsAnsweredByPolicyAndCountedByKindAndOrigin(String imei, String defect) {
            assertThat(answer(begin(1, checkImei(1, imei(imei))))).isEqualTo(end(1, error(1, 7)));
            assertThat(answer(begin(3, checkImei(1, sequence(imei))))).isEqualTo(end(3, error(1, 7)));
            String[] tags = {"defect", defect, "interface", "f", "association", "stp-a"};
            assertThat(count("eir.map.malformed.identities", tags)).isEqualTo(2);
        }

        @ParameterizedTest
        @CsvSource({"PERMITTED, 0", "PROHIBITED, 1"})
        void policyMayGiveAStatusToWhatIsNoIdentity(Verdict malformed, int status) {
            Policy policy = new Policy(1, Verdict.UNKNOWN, malformed, Verdict.UNKNOWN);
            byte[] asked = begin(3, checkImei(1, sequence("")));
            byte[] answer = service(new SmallRegister(policy).check(), Set.of()).answer(asked, MSC);
            assertThat(text(answer)).isEqualTo(end(3, status(3, 1, status)));
        }

        @Test
        void policyMayAnswerWhatIsNoIdentitySystemFailure() {
            EquipmentCheck refusing = SmallRegister.refusingTheMalformed().check();
            byte[] answer = service(refusing, Set.of()).answer(begin(3, checkImei(1, sequence(""))), MSC);
            assertThat(text(answer)).isEqualTo(end(3, error(1, 34)));
            assertThat(count("eir.map.requests", "result", "refused", "version", "3"))
                    .isEqualTo(1);
        }

        @Test
        void associationsBeyondTheLimitShareTheirCounters() {
            for (int i = 0; i < MapCounters.MAX_MALFORMED_METERS + 10; i++) {
                answer(begin(1, checkImei(1, imei(""))), new Asker(CheckInterface.F, "a" + i, MSC.origin()));
            }
            String[] tags = {"defect", "empty", "interface", "f", "association", "other"};
            assertThat(count("eir.map.malformed.identities", tags)).isEqualTo(10);
        }
    }

    @Nested
    class Subscribers {
        private static final String IMSI = "62021132547698f0";
        private static final Imsi READ = new Imsi("262011234567890");

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void theHuaweiFormCarriesTheImsiAfterTheImei(int version) {
            byte[] asked = begin(version, checkImei(1, imei(WHITE) + "0008" + IMSI));
            assertThat(answer(asked)).isEqualTo(end(version, status(version, 1, 0)));
            assertThat(register.lastAsked().subscriber()).isEqualTo(READ);
            assertThat(count("eir.map.subscribers", "reading", "read")).isEqualTo(1);
        }

        @Test
        void theExampleFromTheFieldIsRead() {
            answer(begin(2, checkImei(1, "0408 53467640949819F0 0008 27340403305867F3".toLowerCase())));
            assertThat(register.lastAsked().subscriber()).isEqualTo(new Imsi("724340300385763"));
            assertThat(register.lastAsked().identity())
                    .isEqualTo(new Device(Imei.of("356467044989910"), Device.NO_VERSION));
        }

        @Test
        void theHuaweiFormIsReadInIndefiniteLengthsToo() {
            String invoke = "a180 020101 02012b" + imei(WHITE) + "0008" + IMSI + "0000";
            assertThat(answer(begin(2, invoke))).isEqualTo(end(2, status(2, 1, 0)));
            assertThat(register.lastAsked().subscriber()).isEqualTo(READ);
        }

        @Test
        void theEricssonFormCarriesTheImsiAsPrivate1() {
            answer(Vectors.tcap("ext-ericssonImsi"));
            assertThat(register.lastAsked().subscriber()).isEqualTo(READ);
        }

        @Test
        void aFormThatIsSwitchedOffIsIgnored() {
            CheckImeiService plain = service(register.check(), Set.of());
            assertThat(text(plain.answer(Vectors.tcap("ext-ericssonImsi"), MSC)))
                    .isEqualTo(hex(Vectors.tcap("v3-end-white")));
            assertThat(register.lastAsked().subscriber()).isNull();
            plain.answer(Vectors.tcap("ext-huaweiImsi"), MSC);
            assertThat(register.lastAsked().subscriber()).isNull();
            assertThat(count("eir.map.subscribers", "reading", "ignored")).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"00", "0003 62ff11", "0008 62021132547698fa", "0009 62021132547698f0f0", "0008 6202", "00"})
        void anImsiThatIsNoneNeverFailsTheQuestion(String afterTheImei) {
            assertThat(answer(begin(2, checkImei(1, imei(WHITE) + afterTheImei))))
                    .isEqualTo(end(2, status(2, 1, 0)));
            assertThat(register.lastAsked().subscriber()).isNull();
        }

        @Test
        void anImsiThatIsNoneIsCounted() {
            answer(begin(3, checkImei(1, sequence(WHITE, "c1026202"))));
            assertThat(count("eir.map.subscribers", "reading", "malformed")).isEqualTo(1);
        }
    }

    @Nested
    class Arguments {
        @ParameterizedTest
        @CsvSource({
            "03020680, 0",
            "030206c0, 0",
            "03020081, 0",
            "0303 078080, 0",
        })
        void statusIsAnsweredWhereItIsAsked(String requestedEquipmentInfo, int status) {
            String argument = element(0x30, imei(WHITE), requestedEquipmentInfo);
            assertThat(answer(begin(3, checkImei(1, argument)))).isEqualTo(end(3, status(3, 1, status)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"03020640", "03020600", "03020001"})
        void whatIsNotAskedIsNotAnswered(String requestedEquipmentInfo) {
            String argument = element(0x30, imei(BLACK), requestedEquipmentInfo);
            assertThat(answer(begin(3, checkImei(1, argument))))
                    .isEqualTo(end(3, "a20a 020101 3005 02012b 3000".replace(" ", "")));
        }

        @Test
        void anUnknownDeviceIsUnknownWhateverIsAsked() {
            String argument = element(0x30, imei(UNLISTED), "03020640");
            assertThat(answer(begin(3, checkImei(1, argument)))).isEqualTo(end(3, error(1, 7)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"3000", "850101", "bf8a3f03 020101", "3003 800100 a080 0000", "30 05"})
        void whatFollowsTheMandatoryElementsIsPassedOver(String more) {
            assertThat(answer(begin(3, checkImei(1, sequence(WHITE, more))))).isEqualTo(end(3, status(3, 1, 0)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "0408" + WHITE,
                    "3000",
                    "3004 03020680",
                    "300a 0408" + WHITE,
                    "300c 0408" + WHITE + "0300",
                    "300d 0408" + WHITE + "030100",
                    "300e 03020680 0408" + WHITE,
                    "300e 8008" + WHITE + "03020680",
                    "300a 2404 04025302 03020680",
                    "020101",
                })
        void anArgumentThatIsNotOfItsTypeIsRejected(String argument) {
            assertThat(answer(begin(3, checkImei(1, argument)))).isEqualTo(end(3, rejectInvoke(1, 2)));
            assertThat(count("eir.map.rejects", "problem", "mistyped-parameter"))
                    .isEqualTo(1);
            assertThat(count("eir.map.requests", "result", "rejected", "version", "3"))
                    .isEqualTo(1);
            assertThat(register.timesAsked()).isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void theArgumentOfVersion3IsNoneOfAnOlderOne(int version) {
            byte[] asked = octets(
                    hex(begin(version, checkImei(1, sequence(WHITE)))).replace("a3000001", "a" + version + "000001"));
            assertThat(answer(asked)).isEqualTo(hex(Vectors.tcap("v" + version + "-end-reject-mistypedParameter")));
        }

        @Test
        void anArgumentOfVersion3WithNeitherElementIsRejectedAsTheVectorWritesIt() {
            assertThat(answer(begin(3, checkImei(1, "3000"))))
                    .isEqualTo(hex(Vectors.tcap("v3-end-reject-mistypedParameter")));
        }
    }

    @Nested
    class Components {
        @Test
        void severalInvokesAreAnsweredInOrder() {
            byte[] asked = begin(
                    3,
                    checkImei(-1, sequence(UNLISTED)),
                    checkImei(127, sequence(BLACK)),
                    invoke(5, "020138"),
                    checkImei(-128, sequence(GREY)));
            assertThat(answer(asked))
                    .isEqualTo(end(3, error(-1, 7), status(3, 127, 1), rejectInvoke(5, 1), status(3, -128, 2)));
        }

        @Test
        void onlySoManyComponentsAreLookedAt() {
            List<String> invokes = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (int id = 0; id < CheckImeiOperation.MAX_COMPONENTS; id++) {
                invokes.add(checkImei(id, imei(BLACK)));
                answers.add(status(1, id, 1));
            }
            invokes.add(checkImei(99, imei(BLACK)));
            answers.add(rejectInvoke(99, 3));
            invokes.add(checkImei(100, imei(BLACK)));

            assertThat(answer(begin(1, invokes.toArray(String[]::new))))
                    .isEqualTo(end(1, answers.toArray(String[]::new)));
            assertThat(count("eir.map.rejects", "problem", "resource-limitation"))
                    .isEqualTo(1);
        }

        @Test
        void anInvokeIdMayBeThereOnce() {
            byte[] asked = begin(3, checkImei(1, sequence(WHITE)), checkImei(1, sequence(BLACK)));
            assertThat(answer(asked)).isEqualTo(end(3, status(3, 1, 0), rejectInvoke(1, 0)));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void anotherOperationIsRejectedAsTheVectorsWriteIt(int version) {
            byte[] asked =
                    octets(hex(begin(version, invoke(1, "020138"))).replace("a3000001", "a" + version + "000001"));
            assertThat(answer(asked)).isEqualTo(hex(Vectors.tcap("v" + version + "-end-reject-unrecognizedOperation")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0605 2b06010401", "0205 010000002b", "02012c", "0202 2b00", "0201ab"})
        void anOperationThatIsNotCheckImeiIsRejected(String operation) {
            assertThat(answer(begin(2, invoke(1, operation, imei(WHITE))))).isEqualTo(end(2, rejectInvoke(1, 1)));
        }

        @Test
        void aLinkedIdLinksToNothing() {
            String linked = invoke(1, "800105", "02012b", imei(WHITE));
            assertThat(answer(begin(2, linked))).isEqualTo(end(2, rejectInvoke(1, 5)));
        }

        @ParameterizedTest
        @CsvSource({
            "a108 02020001 02012b 00, 0500, an invoke id of two octets",
            "a103 02012b, 02012b, no operation code",
            "a106 0201050a012b, 020105, an operation code of another type",
            "a106 800101 02012b, 0500, no invoke id",
            "a100, 0500, nothing",
        })
        void aComponentBuiltWronglyIsMistyped(String component, String id, String why) {
            assertThat(answer(begin(2, component))).as(why).isEqualTo(end(2, rejectGeneral(id, 1)));
        }

        @ParameterizedTest
        @CsvSource({"a503020105, 020105", "3000, 0500", "a000, 0500"})
        void aComponentOfNoKindIsUnrecognized(String component, String id) {
            assertThat(answer(begin(2, component))).isEqualTo(end(2, rejectGeneral(id, 0)));
        }

        @ParameterizedTest
        @CsvSource({
            "a17f 020105 02012b, 020105, longer than the component portion",
            "a106 020105 02042b, 020105, an operation code longer than its invoke",
            "a10a 020105 02012b 04085302, 020105, an IMEI longer than its invoke",
            "a106 027f05 02012b, 0500, an invoke id longer than its invoke",
            "a180 020105 02012b 0400, 020105, no end-of-contents",
            "a1, 0500, no length",
            "a184ffffffff, 0500, a length beyond all limits",
            "1f8080, 0500, a tag without end",
        })
        void aComponentThatBreaksTheEncodingRulesIsBadlyStructured(String component, String id, String why) {
            assertThat(answer(begin(2, component))).as(why).isEqualTo(end(2, rejectGeneral(id, 2)));
        }

        @Test
        void whatComesBeforeABrokenComponentIsAnswered() {
            byte[] asked = begin(2, checkImei(1, imei(BLACK)), "a17f 020105");
            assertThat(answer(asked)).isEqualTo(end(2, status(2, 1, 1), rejectGeneral("020105", 2)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a203020101",
                    "a306020101020107",
                    "a4060201018101 02",
                    "a4050500 800100",
                    "a703020101",
                    "a47f"
                })
        void whatAnswersAnInvokeIsNotRejected(String response) {
            byte[] asked = begin(2, checkImei(1, imei(BLACK)), response);
            assertThat(answer(asked)).isEqualTo(end(2, status(2, 1, 1)));
            assertThat(count("eir.map.responses.ignored")).isEqualTo(1);
        }
    }

    @Nested
    class Opening {
        @Test
        void theProtocolVersionNeedNotBeNamed() {
            byte[] asked = beginWith(dialogue(aarq(context(3))), checkImei(1, sequence(WHITE)));
            assertThat(answer(asked)).isEqualTo(end(3, status(3, 1, 0)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"be00", "be03 010203", "be0228ff", "be8000000000", "a403 020101", "8103 000102"})
        void userInformationChangesNothing(String information) {
            String fields = "80020780" + context(3) + information.replace("be8000000000", "be800000");
            byte[] asked = beginWith(dialogue(aarq(fields)), checkImei(1, sequence(WHITE)));
            assertThat(answer(asked)).isEqualTo(end(3, status(3, 1, 0)));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 4, 127})
        void anotherVersionIsRefusedProposingTheHighest(int version) {
            byte[] asked = beginWith(dialogue(aarq(context(version))), checkImei(1, sequence(WHITE)));
            assertThat(answer(asked))
                    .isEqualTo(hex(Vectors.tcap("acn-v4-abort")).replace("a4000001", "a3000001"));
            assertThat(count("eir.map.aborts", "cause", "application-context-name-not-supported"))
                    .isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0607 04000001000e03", "0601 04", "0608 04000001000d8101", "0606 04000001000d"})
        void anotherContextIsRefused(String name) {
            byte[] asked = beginWith(dialogue(aarq(element(0xa1, name))), checkImei(1, sequence(WHITE)));
            String named = name.startsWith("0608") || name.startsWith("0606") ? "0607 04000001000d03" : name;
            String aare = element(0x61, "80020780", element(0xa1, named), "a203020101", "a305a103020102");
            assertThat(answer(asked)).isEqualTo(abort(dialogue(aare)));
            assertThat(register.timesAsked()).isZero();
        }

        @Test
        void aVersion1ContextByNameIsAnAbnormalDialogue() {
            byte[] asked = beginWith(dialogue(aarq(context(1))), checkImei(1, imei(WHITE)));
            assertThat(answer(asked))
                    .isEqualTo(hex(Vectors.tcap("u-abort-mapProviderAbort")).replace("a3000041", "a3000001"));
            assertThat(count("eir.map.aborts", "cause", "abnormal-dialogue")).isEqualTo(1);
        }

        @Test
        void aProtocolVersionWithoutVersion1IsNoCommonDialoguePortion() {
            byte[] asked = beginWith(dialogue(aarq("80020640", context(3))), checkImei(1, sequence(WHITE)));
            String aare = element(0x61, "80020780", context(3), "a203020101", "a305a203020102");
            assertThat(answer(asked)).isEqualTo(abort(dialogue(aare)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "6b00",
                    "6b022800",
                    "6b03 020100",
                    "6b11 280f 0607 00118605010101 a004 6002 8000",
                    "6b18 2816 0607 00118605010102 a00b 6009 a107 0605 0400000100",
                    "6b16 2814 0607 00118605010101 a009 6107 a105 0603 040000",
                    "6b16 2814 0607 00118605010101 a009 6007 a105 0607 040000",
                    "6b16 2814 0607 00118605010101 a009 6007 a103 060104 be7f",
                })
        void whatIsNoRequestIsAbortedByTheDialogueServiceProvider(String dialoguePortion) {
            String abrt = "6403800101";
            assertThat(answer(beginWith(dialoguePortion, checkImei(1, sequence(WHITE)))))
                    .isEqualTo(abort(dialogue(abrt)));
            assertThat(count("eir.map.aborts", "cause", "incorrect-dialogue-portion"))
                    .isEqualTo(1);
        }

        @Test
        void anEmptyBeginOfVersion1AsksNothing() {
            assertThat(answer(begin(1))).isEqualTo(abort(""));
            assertThat(count("eir.map.aborts", "cause", "nothing-asked")).isEqualTo(1);
        }
    }

    @Nested
    class OpenDialogue {
        private String open() {
            return answer(begin(3)).substring(8, 16);
        }

        private double open(MeterRegistry registry) {
            return registry.get("eir.map.dialogues.open").gauge().value();
        }

        private final String answered = element(0x64, Tcap.DTID, element(0x6c, status(3, 1, 2)));

        @Test
        void waitsForItsQuestionAndIsGoneWhenItIsAnswered() {
            String id = open();
            assertThat(open(meters)).isEqualTo(1);
            assertThat(answer(continueTo(id, checkImei(1, sequence(GREY))))).isEqualTo(answered);
            assertThat(open(meters)).isZero();
            assertThat(answer(continueTo(id, checkImei(1, sequence(GREY))))).isEqualTo(pAbort(1));
        }

        @Test
        void keepsItsVersion() {
            String id = answer(begin(2)).substring(8, 16);
            assertThat(answer(continueTo(id, checkImei(1, imei(GREY)))))
                    .isEqualTo(element(0x64, Tcap.DTID, element(0x6c, status(2, 1, 2))));
        }

        @Test
        void goesOnWaitingAfterAContinueWithoutAQuestion() {
            String id = open();
            assertThat(answer(continueTo(id))).isEqualTo(NONE);
            assertThat(answer(continueTo(id, "a4060201018101 02"))).isEqualTo(NONE);
            assertThat(answer(continueTo(id, checkImei(1, sequence(GREY))))).isEqualTo(answered);
        }

        @Test
        void belongsToWhoOpenedItByWhicheverAssociation() {
            String id = open();
            Asker sameByOtherStp = new Asker(CheckInterface.F, "stp-b", MSC.origin());
            byte[] question = continueTo(id, checkImei(1, sequence(GREY)));
            assertThat(answer(question, OTHER_MSC)).isEqualTo(pAbort(1));
            answer(octets(element(0x67, element(0x49, id))), OTHER_MSC);
            assertThat(answer(question, sameByOtherStp)).isEqualTo(answered);
        }

        @ParameterizedTest
        @CsvSource({"64, end", "67, abort"})
        void isForgottenWhenThePeerEndsIt(String type, String label) {
            String id = open();
            assertThat(answer(octets(element(Integer.parseInt(type, 16), element(0x49, id)))))
                    .isEqualTo(NONE);
            assertThat(open(meters)).isZero();
            assertThat(count("eir.map.messages.unanswered", "type", label)).isEqualTo(1);
        }

        @Test
        void isForgottenWhenTheTransactionPortionIsBroken() {
            String id = open();
            byte[] broken = octets("6510" + OTID + "4904" + id + "6c7f");
            assertThat(answer(broken)).isEqualTo(pAbort(2));
            assertThat(open(meters)).isZero();
        }

        @Test
        void expires() {
            String first = open();
            passMs(TIMEOUT_MS / 2);
            String second = open();
            passMs(TIMEOUT_MS / 2);
            assertThat(open(meters)).isEqualTo(1);
            assertThat(answer(continueTo(first, checkImei(1, sequence(GREY))))).isEqualTo(pAbort(1));
            assertThat(answer(continueTo(second))).isEqualTo(NONE);
            passMs(TIMEOUT_MS - 1);
            assertThat(answer(continueTo(second, checkImei(1, sequence(GREY))))).isEqualTo(answered);
            assertThat(count("eir.map.dialogues.expired")).isEqualTo(1);
        }

        private void passMs(long ms) {
            clockNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
        }

        @Test
        void isOneOfSoMany() {
            open();
            open();
            assertThat(answer(begin(3))).isEqualTo(pAbort(4));
            assertThat(count("eir.map.aborts", "cause", "resource-limitation")).isEqualTo(1);
            assertThat(answer(begin(3, checkImei(1, sequence(GREY)))))
                    .as("a question needs no place")
                    .isEqualTo(end(3, status(3, 1, 2)));
        }
    }

    @Nested
    class Transactions {
        @ParameterizedTest
        @ValueSource(strings = {"e3000041", "01", "e300004100"})
        void aContinueOfNothingIsAborted(String id) {
            String answer = answer(continueTo(id, checkImei(1, sequence(WHITE))));
            assertThat(answer).isEqualTo(id.length() > 8 ? pAbort(3) : pAbort(1));
        }

        @ParameterizedTest
        @CsvSource({
            "6200, badly",
            "62, badly",
            "''",
            "6206 4800 6c00",
            "620748058182838485",
            "6303 480101 ff",
            "63",
            "64 03 490101 00",
        })
        void whatNobodyCanBeToldOfIsDropped(String message) {
            String answer = answer(octets(message == null ? "" : message));
            boolean hasId = message != null && message.startsWith("6303");
            assertThat(answer).isEqualTo(hasId ? "6706490101 4a0100".replace(" ", "") : NONE);
        }

        @ParameterizedTest
        @CsvSource({
            "62, 49040a0b0c0d, 3, a Begin with a destination",
            "62, 4a0101, 3, a Begin with a cause",
            "62, 48040a0b0c0d, 3, two originating ids",
            "62, 6c00 6b00, 3, in the wrong order",
            "62, 700100, 3, something unknown",
            "65, '', 3, a Continue without a destination",
            "62, 6c7f00, 2, longer than the message",
            "62, 6c80, 2, without end",
            "66, '', 0, no type of message",
        })
        void aTransactionPortionThatIsWrongIsAborted(String type, String more, int cause, String why) {
            byte[] message = octets(element(Integer.parseInt(type, 16), OTID, more == null ? "" : more));
            assertThat(answer(message)).as(why).isEqualTo(pAbort(cause));
        }

        @ParameterizedTest
        @ValueSource(strings = {"64", "67", "61"})
        void anEndAnAbortAndAUnidirectionalAreNeverAnswered(String type) {
            byte[] message = octets(element(Integer.parseInt(type, 16), OTID, "4904e3000041", "6c7f00"));
            assertThat(answer(message)).isEqualTo(NONE);
            assertThat(count("eir.map.messages.dropped", "cause", "badly-formatted-transaction-portion"))
                    .isEqualTo(1);
        }

        @Test
        void lengthsMayBeLongerThanTheyNeedToBe() {
            String invoke = "a1830000" + "12" + "02810101" + "02012b" + "04820007" + "53029900711684";
            assertThat(answer(begin(1, invoke))).isEqualTo(end(1, status(1, 1, 0)));
        }
    }

    @Nested
    class Refusing {
        private String refuse(byte[] message) {
            return text(service.refuse(message, MSC));
        }

        @Test
        void aDialogueIsRefusedWithoutAReason() {
            assertThat(refuse(Vectors.tcap("v3-begin-mapOpen")))
                    .as("as u-abort-mapRefuse, with noReasonGiven(0)")
                    .isEqualTo(hex(Vectors.tcap("u-abort-mapRefuse")).replaceAll("0a0101$", "0a0100"));
            assertThat(register.timesAsked()).isZero();
            assertThat(count("eir.map.refused")).isEqualTo(1);
            assertThat(count("eir.map.aborts", "cause", "not-allowed")).isEqualTo(1);
        }

        @Test
        void aDialogueOfVersion1HasNoWordForIt() {
            assertThat(refuse(begin(1, checkImei(1, imei(WHITE))))).isEqualTo(abort(""));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"v3-continue-invoke", "abort-empty", "u-abort-mapUserAbort", "bad-tag", "bad-truncated"})
        void nothingElseIsAnswered(String vector) {
            assertThat(refuse(Vectors.tcap(vector))).isEqualTo(NONE);
            assertThat(count("eir.map.refused")).isEqualTo(1);
        }
    }

    @Nested
    class Failing {
        @Test
        void isLoggedOnceASecondWithoutDigits() {
            Logger logger = (Logger) LoggerFactory.getLogger(CheckImeiService.class);
            ListAppender<ILoggingEvent> events = new ListAppender<>();
            events.start();
            logger.addAppender(events);
            logger.setAdditive(false);
            try {
                CheckImeiService failing =
                        service(SmallRegister.failingWith(new IllegalStateException("no 490154203237518")), Set.of());
                failing.answer(begin(3, checkImei(1, sequence(BLACK))), MSC);
                failing.answer(begin(3, checkImei(1, sequence(BLACK))), MSC);
            } finally {
                logger.detachAppender(events);
                logger.setAdditive(true);
            }
            assertThat(events.list).hasSize(1);
            assertThat(events.list.getFirst().getFormattedMessage()).contains("stp-a");
            assertThat(events.list.getFirst().getThrowableProxy().getMessage()).endsWith("no *****");
        }

        @Test
        void abortsADialogueThatCouldNotBeOpened() {
            CheckImeiService failing = new CheckImeiService(
                    register.check(), counters, new DialogueSettings(Set.of(), 2, TIMEOUT_MS), () -> {
                        throw new IllegalStateException("no clock");
                    });
            assertThat(text(failing.answer(begin(3), MSC))).isEqualTo(pAbort(4));
            assertThat(count("eir.map.messages.failed")).isEqualTo(1);
        }

        @Test
        void answersTheOtherInvokes() {
            int[] asked = {0};
            EquipmentCheck once = SmallRegister.failingWith(new IllegalStateException(), () -> asked[0]++ == 0);
            byte[] answer = service(once, Set.of())
                    .answer(begin(1, checkImei(1, imei(UNLISTED)), checkImei(2, imei(UNLISTED))), MSC);
            assertThat(text(answer)).isEqualTo(end(1, error(1, 34), error(2, 7)));
        }
    }

    @Test
    void noMeterHasADigitOfAnybodyInALabel() {
        answer(Vectors.tcap("v3-begin-black"));
        answer(begin(1, checkImei(1, imei("00"))));
        for (Meter meter : meters.getMeters()) {
            meter.getId().getTags().stream()
                    .filter(tag -> !tag.getKey().equals("le")) // a bound of a histogram, in seconds
                    .forEach(tag -> assertThat(tag.getValue()).doesNotContainPattern("[0-9]{5}"));
        }
        Timer answering = meters.get("eir.map.answering").timer();
        assertThat(answering.count()).isEqualTo(2);
    }
}
