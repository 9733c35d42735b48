package org.eir.map.sccp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eir.core.check.CheckInterface;
import org.eir.map.Vectors;
import org.eir.map.Vectors.Vector;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignallingPointTest {
    private static final SccpAddress REGISTER = SccpAddress.ofGlobalTitle("491720000099", 9);
    private static final SccpAddress MSC = SccpAddress.ofGlobalTitle("4917200000011", 8);
    private static final SccpAddress REGISTER_BY_PC = SccpAddress.ofPointCode(22, 9);
    private static final SccpAddress MSC_BY_PC = SccpAddress.ofPointCode(11, 8);
    private static final int RETURN_ON_ERROR = 0x80;
    private static final byte[] QUESTION = {1, 2, 3};

    private final FakeUser user = new FakeUser();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong clockNs = new AtomicLong();
    private final FakeAssociation open = new FakeAssociation("stp1", Screen.OPEN);
    private final SignallingPoint register = new SignallingPoint(
            new LocalAddress(2, 22, 9, List.of("491720000099", "1720000099")),
            user,
            new SccpCounters(meters),
            clockNs::get);

    // --- answers ----------------------------------------------------------------------------------------------------

    static List<Vector> answered() {
        return Vectors.toEir().stream()
                .filter(vector -> !vector.answers().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("answered")
    void anAnswerIsTheVectorsOctetForOctet(Vector question) {
        Vector expected = Vectors.of(question.answers().getFirst());
        user.answer = expected.tcap();

        Carried carried = (Carried) PayloadData.read(question.m3ua());
        register.receive(carried.msu(), open);

        assertThat(open.onlySent().userData()).isEqualTo(expected.sccp());
        assertThat(PayloadData.write(open.onlySent(), carried.routingContext())).isEqualTo(expected.m3ua());
    }

    static List<Vector> questions() {
        return Vectors.toEir();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void everyVectorToTheRegisterReachesTheUserAndItsAnswerGoesBack(Vector vector) {
        Msu question = ((Carried) PayloadData.read(vector.m3ua())).msu();
        Unitdata asked = (Unitdata) SccpMessage.read(vector.sccp());

        register.receive(question, open);

        assertThat(user.asked).containsExactly(asked.data());
        Msu answer = open.onlySent();
        assertThat(List.of(answer.opc(), answer.dpc(), answer.networkIndicator(), answer.sls()))
                .containsExactly(22, 11, 2, question.sls());
        assertThat(message(answer))
                .usingRecursiveComparison()
                .isEqualTo(new Unitdata(
                        asked.extended(), asked.protocolClass(), asked.calling(), asked.called(), null, user.answer));
    }

    @Test
    void whatNeedsNoAnswerGetsNone() {
        user.answer = null;

        register.receive(udt(REGISTER, MSC), open);

        assertThat(user.asked).hasSize(1);
        assertThat(open.sent).isEmpty();
    }

    @ParameterizedTest(name = "calling {0} is answered to {1}")
    @CsvSource({
        "430c0008,                   12",
        "4208,                       11",
        "00,                         11",
        "120800110494710200001001,   11",
        // A point code beside a global title that is routed on is nobody's destination.
        "130c000800110494710200001001, 11",
        "530c000800110494710200001001, 12"
    })
    void anAnswerGoesToTheCallingPointCodeIfTheAddressIsRoutedOnItAndElseToTheOriginatingOne(String calling, int dpc) {
        SccpAddress asker = address(calling);

        register.receive(udt(REGISTER_BY_PC, asker), open);

        assertThat(open.onlySent().dpc()).isEqualTo(dpc);
        assertThat(message(open.onlySent()).called()).isEqualTo(asker);
    }

    @ParameterizedTest
    @CsvSource({
        "8,   false, F,  4917200000011",
        "7,   false, F,  4917200000011",
        "6,   false, F,  4917200000011",
        "149, false, GF, 4917200000011",
        "149, true,  GF, pc-11",
        "8,   true,  F,  pc-11"
    })
    void whoAsksIsToldToTheUser(int subsystem, boolean byPointCode, CheckInterface via, String host) {
        SccpAddress asker = byPointCode
                ? SccpAddress.ofPointCode(11, subsystem)
                : SccpAddress.ofGlobalTitle("4917200000011", subsystem);

        register.receive(udt(REGISTER, asker), open);

        assertThat(user.askers.getFirst().via()).isEqualTo(via);
        assertThat(user.askers.getFirst().peer()).isEqualTo("stp1");
        assertThat(user.askers.getFirst().origin().host()).isEqualTo(host);
        assertThat(user.askers.getFirst().origin().realm()).isEqualTo("operator-a");
    }

    @Test
    void aLongAnswerGoesInSegmentsThatFitTheNarrowestLinkOnTheWay() {
        user.answer = random(600);

        register.receive(udt(REGISTER, MSC), open);

        assertThat(open.sent).hasSize(3).allSatisfy(msu -> {
            assertThat(msu.userData().length).isLessThanOrEqualTo(268);
            assertThat(msu.sls()).isEqualTo(1);
            assertThat(message(msu).isInSequence()).isTrue();
        });
        assertThat(open.sent.stream().map(msu -> segmentation(msu).remaining())).containsExactly(2, 1, 0);
        assertThat(open.sent.stream().map(msu -> segmentation(msu).first())).containsExactly(true, false, false);
        assertThat(open.sent.stream()
                        .map(msu -> segmentation(msu).localReference())
                        .distinct())
                .hasSize(1);
        assertThat(joined(open.sent)).isEqualTo(user.answer);
    }

    @Test
    void twoLongAnswersHaveTwoReferences() {
        user.answer = random(300);

        register.receive(udt(REGISTER, MSC), open);
        register.receive(udt(REGISTER, MSC), open);

        assertThat(open.sent.stream()
                        .map(msu -> segmentation(msu).localReference())
                        .distinct())
                .hasSize(2);
    }

    @Test
    void theLongestAnswerOfOneMessageAndOneOctetMore() {
        user.answer = random(268 - 5 - 3 - MSC.length() - REGISTER.length());
        register.receive(udt(REGISTER, MSC), open);
        assertThat(open.onlySent().userData()).hasSize(268);
        assertThat(message(open.onlySent()).extended()).isFalse();

        open.sent.clear();
        user.answer = random(user.answer.length + 1);
        register.receive(udt(REGISTER, MSC), open);
        assertThat(open.sent).hasSize(2);
    }

    @Test
    void anAnswerThatSixteenSegmentsDoNotHoldIsDroppedAndCounted() {
        user.answer = random(16 * 255);

        register.receive(udt(REGISTER, MSC), open);

        assertThat(open.sent).isEmpty();
        assertThat(dropped(Drop.ANSWER_TOO_LONG)).isEqualTo(1);
    }

    // --- whose message it is
    // ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"22, 5, 2, OTHER_USER_PART", "22, 3, 0, OTHER_NETWORK", "23, 3, 2, OTHER_POINT_CODE"})
    void whatIsForSomebodyElseIsDroppedAndCounted(int dpc, int serviceIndicator, int networkIndicator, Drop reason) {
        Msu udt = udt(REGISTER, MSC);

        register.receive(new Msu(11, dpc, serviceIndicator, networkIndicator, 0, 1, udt.userData()), open);

        assertThat(dropped(reason)).isEqualTo(1);
        assertThat(user.asked).isEmpty();
        assertThat(open.sent).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // By its other global title, and whatever an STP made of translation type, numbering plan and nature.
        "12090012 03 7102000099",
        "1209fb72 03 947102000099",
        "06 09 04 947102000099",
        "0a 09 00 947102000099",
        "0e 09 00 12 947102000099",
        "10 0012 04 947102000099",
        "1200 0012 04 947102000099",
        "4209",
        "43ff0109",
        "52090012 04 111111111111"
    })
    void theRegisterKnowsItselfByManyNames(String called) {
        register.receive(udt(address(called), MSC), open);

        assertThat(user.asked).hasSize(1);
        assertThat(message(open.onlySent()).calling()).isEqualTo(address(called));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "12090012 04 947102000098, OTHER_GLOBAL_TITLE,  1",
        "12090011 04 947102000099, OTHER_GLOBAL_TITLE,  1",
        "12060012 04 947102000099, OTHER_SUBSYSTEM,     4",
        "4206,                     OTHER_SUBSYSTEM,     4",
        "40,                       OTHER_SUBSYSTEM,     4",
        "0209,                     NO_GLOBAL_TITLE,     0",
        "2209 947102000099,        NO_GLOBAL_TITLE,     0"
    })
    void whatIsNotForTheRegisterComesBackIfAskedFor(String called, Drop reason, int cause) {
        register.receive(udt(RETURN_ON_ERROR, address(called), MSC), open);

        Msu back = open.onlySent();
        assertThat(back.userData()[0]).isEqualTo((byte) SccpMessage.UDTS);
        assertThat(back.userData()[1]).isEqualTo((byte) cause);
        SccpMessage.Returned returned = (SccpMessage.Returned) SccpMessage.read(back.userData());
        assertThat(returned.called()).isEqualTo(MSC);
        assertThat(returned.calling()).isEqualTo(address(called));
        assertThat(returned.data()).isEqualTo(QUESTION);
        assertThat(back.dpc()).isEqualTo(11);
        assertThat(dropped(reason)).isEqualTo(1);
        assertThat(counted("eir.map.sccp.given.back")).isEqualTo(1);

        register.receive(udt(0, address(called), MSC), open);

        assertThat(open.sent).hasSize(1);
        assertThat(dropped(reason)).isEqualTo(2);
        assertThat(user.asked).isEmpty();
    }

    @Test
    void anXudtComesBackInAnXudts() {
        Unitdata question = new Unitdata(true, RETURN_ON_ERROR, SccpAddress.ofPointCode(22, 6), MSC, null, QUESTION);

        register.receive(msu(question), open);

        assertThat(HexFormat.of().formatHex(open.onlySent().userData()))
                .isEqualTo("1204 0f 04 10 14 00 0c 120800110494710200001001 04 43160006 03 010203".replace(" ", ""));
    }

    @Test
    void whatCannotBeReadIsCountedByKind() {
        register.receive(msu(HexFormat.of().parseHex("0980")), open);
        register.receive(msu(HexFormat.of().parseHex("1380")), open);

        assertThat(dropped(Drop.TRUNCATED)).isEqualTo(1);
        assertThat(dropped(Drop.LONG_UNITDATA)).isEqualTo(1);
        assertThat(open.sent).isEmpty();
    }

    @Test
    void anAnswerThatCameBackIsCountedAndNotAnswered() {
        byte[] udts = SccpWriter.returned(
                new Unitdata(false, RETURN_ON_ERROR, MSC, REGISTER, null, QUESTION), ReturnCause.SUBSYSTEM_FAILURE);

        register.receive(msu(udts), open);

        assertThat(meters.get("eir.map.sccp.came.back")
                        .tag("cause", "subsystem-failure")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(open.sent).isEmpty();
        assertThat(user.asked).isEmpty();
    }

    @Test
    void aFailureInsideGivesTheMessageBack() {
        user.failure = new IllegalStateException("on purpose");

        register.receive(udt(REGISTER, MSC), open);

        assertThat(open.onlySent().userData()[1]).isEqualTo((byte) ReturnCause.SUBSYSTEM_FAILURE.code());
        assertThat(dropped(Drop.FAILED)).isEqualTo(1);
    }

    // --- who may ask
    // --------------------------------------------------------------------------------------------------

    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                // prefixes, point codes, calling address, admitted
                "4917, -, 120800110494710200001001, true",
                "4917 4365, -, 12080012046435, false",
                "4917, -, 430b0008, false",
                "4917, 11, 430b0008, true",
                "4917, 11, 12080012046435, true",
                "4917, 12, 12080012046435, false",
                "-, 11, 4208, true",
                "-, 12, 4208, false",
                "-, 12, 430c0008, true",
                "-, 12, 430b0008, false"
            })
    void anAskerNeedsToBeInOneOfTheLists(String prefixes, String pointCodes, String calling, boolean admitted) {
        FakeAssociation association = new FakeAssociation("stp2", screen(prefixes, pointCodes));

        register.receive(udt(REGISTER, address(calling)), association);

        assertThat(user.asked).hasSize(admitted ? 1 : 0);
        assertThat(user.refused).hasSize(admitted ? 0 : 1);
        assertThat(counted("eir.map.sccp.screened")).isEqualTo(admitted ? 0 : 1);
        byte[] told = message(association.onlySent()).data();
        assertThat(Arrays.equals(told, FakeUser.REFUSAL)).isEqualTo(!admitted);
    }

    @Test
    void nothingIsPutTogetherForWhoMayNotAsk() {
        FakeAssociation association = new FakeAssociation("stp2", screen("4365", null));

        register.receive(segment(new Segmentation(true, false, 1, 1), QUESTION), association);

        assertThat(dropped(Drop.SCREENED_SEGMENT)).isEqualTo(1);
        assertThat(counted("eir.map.sccp.screened")).isEqualTo(1);
        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isZero();
    }

    private static Screen screen(@Nullable String prefixes, @Nullable String pointCode) {
        return new Screen(
                prefixes == null ? List.of() : List.of(prefixes.split(" ")),
                pointCode == null ? Set.of() : Set.of(Integer.valueOf(pointCode)));
    }

    // --- segments
    // -----------------------------------------------------------------------------------------------------

    @Test
    void aQuestionInSegmentsIsAskedOnceItIsWhole() {
        byte[] question = random(500);

        register.receive(segment(new Segmentation(true, false, 2, 7), Arrays.copyOf(question, 200)), open);
        register.receive(segment(new Segmentation(false, false, 1, 7), Arrays.copyOfRange(question, 200, 400)), open);
        assertThat(user.asked).isEmpty();
        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isEqualTo(1);
        register.receive(segment(new Segmentation(false, false, 0, 7), Arrays.copyOfRange(question, 400, 500)), open);

        assertThat(user.asked).containsExactly(question);
        assertThat(message(open.onlySent()).extended()).isTrue();
        assertThat(segmentation(open.onlySent())).isNull();
        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isZero();
    }

    @Test
    void aFirstSegmentThatIsTheLastIsAWholeMessage() {
        register.receive(segment(new Segmentation(true, false, 0, 7), QUESTION), open);

        assertThat(user.asked).containsExactly(QUESTION);
    }

    @Test
    void segmentsOfDifferentMessagesDoNotMix() {
        FakeAssociation other = new FakeAssociation("stp2", Screen.OPEN);

        register.receive(segment(new Segmentation(true, false, 1, 7), new byte[] {1}), open);
        register.receive(segment(new Segmentation(true, false, 1, 8), new byte[] {2}), open);
        register.receive(segment(new Segmentation(true, false, 1, 7), new byte[] {3}), other);
        register.receive(segment(new Segmentation(false, false, 0, 7), new byte[] {4}), open);
        register.receive(segment(new Segmentation(false, false, 0, 8), new byte[] {5}), open);
        register.receive(segment(new Segmentation(false, false, 0, 7), new byte[] {6}), other);

        assertThat(user.asked).containsExactly(new byte[] {1, 4}, new byte[] {2, 5}, new byte[] {3, 6});
    }

    @Test
    void aSegmentThatDoesNotFollowEndsItsMessage() {
        register.receive(segment(new Segmentation(true, false, 3, 7), QUESTION), open);
        register.receive(segment(new Segmentation(false, false, 1, 7), QUESTION), open);
        register.receive(segment(new Segmentation(false, false, 0, 7), QUESTION), open);

        assertThat(user.asked).isEmpty();
        assertThat(dropped(Drop.SEGMENT_OUT_OF_SEQUENCE)).isEqualTo(2);
        assertThat(open.sent).hasSize(2).allSatisfy(msu -> {
            assertThat(msu.userData()[0]).isEqualTo((byte) SccpMessage.XUDTS);
            assertThat(msu.userData()[1]).isEqualTo((byte) ReturnCause.ERROR_IN_TRANSPORT.code());
        });
        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isZero();
    }

    @Test
    void aMessageThatBeginsAgainBeginsAnew() {
        register.receive(segment(new Segmentation(true, false, 1, 7), new byte[] {1}), open);
        register.receive(segment(new Segmentation(true, false, 1, 7), new byte[] {2}), open);
        register.receive(segment(new Segmentation(false, false, 0, 7), new byte[] {3}), open);

        assertThat(user.asked).containsExactly(new byte[] {2, 3});
        assertThat(dropped(Drop.SEGMENT_OUT_OF_SEQUENCE)).isEqualTo(1);
    }

    @Test
    void messagesUnderWayAreLimitedInNumberAndInTime() {
        for (int reference = 0; reference < Reassembly.MAX_MESSAGES + 5; reference++) {
            register.receive(segment(new Segmentation(true, false, 1, reference), QUESTION), open);
        }

        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isEqualTo(Reassembly.MAX_MESSAGES);
        assertThat(dropped(Drop.NO_ROOM_TO_REASSEMBLE)).isEqualTo(5);
        assertThat(open.sent)
                .hasSize(5)
                .allSatisfy(
                        msu -> assertThat(msu.userData()[1]).isEqualTo((byte) ReturnCause.CANNOT_REASSEMBLE.code()));

        clockNs.addAndGet(Reassembly.LIFETIME_NS);
        register.receive(segment(new Segmentation(true, false, 1, 77), QUESTION), open);

        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isEqualTo(1);
        assertThat(dropped(Drop.REASSEMBLY_TIMED_OUT)).isEqualTo(Reassembly.MAX_MESSAGES);
    }

    // --- subsystem management
    // -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"03 09 1600 00, 01 09 1600 00", "03 01 1600 00, 01 01 1600 00"})
    void aNeighbourThatTestsTheSubsystemHearsThatItIsAllowed(String test, String allowed) {
        register.receive(management(test), open);

        assertThat(message(open.onlySent()).data()).isEqualTo(octets(allowed));
        assertThat(message(open.onlySent()).called()).isEqualTo(SccpAddress.ofPointCode(11, 1));
        assertThat(message(open.onlySent()).calling()).isEqualTo(SccpAddress.ofPointCode(22, 1));
        assertThat(counted("eir.map.sccp.status.tests")).isEqualTo(1);
        assertThat(user.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"03 08 1600 00", "03 09 1700 00", "01 08 0b00 00", "02 08 0b00 00", "03 09 16", "''"})
    void otherManagementIsCountedAndNotAnswered(String message) {
        register.receive(management(message), open);

        assertThat(open.sent).isEmpty();
        assertThat(dropped(Drop.MANAGEMENT)).isEqualTo(1);
        assertThat(user.asked).isEmpty();
    }

    private static Msu management(String data) {
        return msu(new Unitdata(
                false, 0, SccpAddress.ofPointCode(22, 1), SccpAddress.ofPointCode(11, 1), null, octets(data)));
    }

    // --- what the tests above are made of
    // -------------------------------------------------------------------------------

    private static Msu udt(SccpAddress called, SccpAddress calling) {
        return udt(RETURN_ON_ERROR, called, calling);
    }

    private static Msu udt(int protocolClass, SccpAddress called, SccpAddress calling) {
        return msu(new Unitdata(false, protocolClass, called, calling, null, QUESTION));
    }

    private static Msu segment(Segmentation segmentation, byte[] data) {
        return msu(new Unitdata(true, RETURN_ON_ERROR | 1, REGISTER_BY_PC, MSC_BY_PC, segmentation, data));
    }

    private static Msu msu(Unitdata message) {
        return msu(message.octets());
    }

    private static Msu msu(byte[] sccp) {
        return new Msu(11, 22, Msu.SCCP, 2, 0, 1, sccp);
    }

    private static Unitdata message(Msu msu) {
        return (Unitdata) SccpMessage.read(msu.userData());
    }

    private static @Nullable Segmentation segmentation(Msu msu) {
        return message(msu).segmentation();
    }

    private static byte[] joined(List<Msu> segments) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        segments.forEach(segment -> data.writeBytes(message(segment).data()));
        return data.toByteArray();
    }

    private static SccpAddress address(String hex) {
        byte[] octets = octets(hex);
        return Objects.requireNonNull(SccpAddress.read(octets, 0, octets.length));
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private double dropped(Drop reason) {
        return meters.get("eir.map.sccp.dropped")
                .tag("reason", reason.label())
                .counter()
                .count();
    }

    private double counted(String name) {
        return meters.get(name).counters().stream().mapToDouble(Counter::count).sum();
    }
}
