package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eir.map.Vectors.Vector;
import org.eir.map.m3ua.Header;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.sccp.SccpMessage;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All vectors to the register, over a socket: octet for octet what they name, and for the others what follows from the
 * standard.
 */
@Timeout(60)
class VectorTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String NONE = "none";
    /** Of the vectors that name one. */
    private static final int ROUTING_CONTEXT = 100;
    /** The transaction id that the register chose in the vectors. */
    private static final String REGISTERS_ID = "e3000041";

    private static final String ACCEPT_2 =
            "6b2a2828060700118605010101a01d611b80020780a109060704000001000d02a203020100a305a103020100";
    private static final String ACCEPT_3 =
            "6b2a2828060700118605010101a01d611b80020780a109060704000001000d03a203020100a305a103020100";
    private static final String WHITE_3 = "6c0fa20d020101300802012b30030a0100";

    /** Answers of the vectors that name none. */
    private static final Map<String, Expected> DERIVED = derived();

    private record Expected(String answer, String why) {}

    private static Map<String, Expected> derived() {
        Map<String, Expected> all = new LinkedHashMap<>();
        String[][] rows = {
            {"v3-begin-statusAndBmuef", "64434904a3000011" + ACCEPT_3 + WHITE_3, "bmuef is optional and never held here"
            },
            {
                "v3-begin-bmuefOnly",
                "64404904a3000012" + ACCEPT_3 + "6c0ca20a020101300502012b3000",
                "only what was asked, and of that what is held: v3-end-emptyRes"
            },
            {"v3-begin-info8bits", "64434904a3000013" + ACCEPT_3 + WHITE_3, "unknown bits are discarded (17.7.1)"},
            {"v1-begin-imeisv", "64154904a10000216c0da20b020101300602012b0a0100", "the first 14 digits are the device"},
            {"v2-begin-imeisv", "64414904a2000021" + ACCEPT_2 + "6c0da20b020101300602012b0a0100", "as v1"},
            {"v3-begin-imeisv", "64434904a3000021" + ACCEPT_3 + WHITE_3, "as v1"},
            {"v1-begin-imei14-spare0", "64154904a10000226c0da20b020101300602012b0a0100", "the spare digit is none"},
            {"v2-begin-imei14-spare0", "64414904a2000022" + ACCEPT_2 + "6c0da20b020101300602012b0a0100", "as v1"},
            {"v3-begin-imei14-spare0", "64434904a3000022" + ACCEPT_3 + WHITE_3, "as v1"},
            {"v3-begin-otid1", "6440490101" + ACCEPT_3 + WHITE_3, "the transaction id as it came"},
            {"v3-begin-otid2", "644149020102" + ACCEPT_3 + WHITE_3, "the transaction id as it came"},
            {"v3-begin-otid3", "64424903010203" + ACCEPT_3 + WHITE_3, "the transaction id as it came"},
            {"v3-begin-invokeId-128", "64434904a3000031" + ACCEPT_3 + white3("80"), "the invoke id as it came"},
            {"v3-begin-invokeId-1", "64434904a3000031" + ACCEPT_3 + white3("ff"), "the invoke id as it came"},
            {"v3-begin-invokeId0", "64434904a3000031" + ACCEPT_3 + white3("00"), "the invoke id as it came"},
            {"v3-begin-invokeId127", "64434904a3000031" + ACCEPT_3 + white3("7f"), "the invoke id as it came"},
            {"v3-begin-mapOpen", "64434904a3000032" + ACCEPT_3 + WHITE_3, "references change nothing (7.3.1)"},
            {"v3-begin-xudt", "64434904a3000034" + ACCEPT_3 + WHITE_3, "SCCP's business"},
            {"v3-begin-sgsn", "64434904a3000035" + ACCEPT_3 + WHITE_3, "the same answer on Gf"},
            {"v3-begin-routeOnSsn", "64434904a3000036" + ACCEPT_3 + WHITE_3, "SCCP's business"},
            {"v3-begin-routeOnSsnNoPc", "64434904a3000037" + ACCEPT_3 + WHITE_3, "SCCP's business"},
            {"u-abort-mapUserAbort", NONE, "an Abort is not answered (Q.774 3.3.3)"},
            {"abort-empty", NONE, "an Abort is not answered (Q.774 3.3.3)"},
            {"bad-truncated", "67094904a30000014a0102", "lengths run past the end: badlyFormattedTransactionPortion"},
            {"bad-tag", "67094904a30000014a0100", "unrecognizedMessageType, the originating id can be read"},
            {
                "bad-imeiHexDigit",
                "643c4904a2000001" + ACCEPT_2 + "6c08a306020101020107",
                "no identity: policy answers it, here as unknown"
            },
            {
                "ext-huaweiImsi",
                "64414904" + "00000002" + ACCEPT_2 + "6c0da20b020100300602012b0a0100",
                "the IMSI does not show in the answer"
            },
            {"jss7-v1-begin-white", jss7v1("01", "0da20b020100300602012b0a0100"), "invoke id 0"},
            {"jss7-v2-begin-white", jss7("41", "02", ACCEPT_2, "0da20b020100300602012b0a0100"), "invoke id 0"},
            {"jss7-v3-begin-white", jss7("43", "03", ACCEPT_3, "0fa20d020100300802012b30030a0100"), "invoke id 0"},
            {"jss7-v1-begin-black", jss7v1("04", "0da20b020100300602012b0a0101"), "invoke id 0"},
            {"jss7-v2-begin-black", jss7("41", "05", ACCEPT_2, "0da20b020100300602012b0a0101"), "invoke id 0"},
            {"jss7-v3-begin-black", jss7("43", "06", ACCEPT_3, "0fa20d020100300802012b30030a0101"), "invoke id 0"},
            {"jss7-v1-begin-grey", jss7v1("07", "0da20b020100300602012b0a0102"), "invoke id 0"},
            {"jss7-v2-begin-grey", jss7("41", "08", ACCEPT_2, "0da20b020100300602012b0a0102"), "invoke id 0"},
            {"jss7-v3-begin-grey", jss7("43", "09", ACCEPT_3, "0fa20d020100300802012b30030a0102"), "invoke id 0"},
            {"jss7-v1-begin-unknown", "641049040000000a6c08a306020100020107", "unknownEquipment has no parameter"},
            {"jss7-v2-begin-unknown", jss7("3c", "0b", ACCEPT_2, "08a306020100020107"), "as v1"},
            {"jss7-v3-begin-unknown", jss7("3c", "0c", ACCEPT_3, "08a306020100020107"), "as v1"},
        };
        for (String[] row : rows) {
            all.put(row[0], new Expected(row[1], row[2]));
        }
        return all;
    }

    private static String white3(String invokeId) {
        return "6c0fa20d0201" + invokeId + "300802012b30030a0100";
    }

    private static String jss7v1(String otid, String components) {
        return jss7("15", otid, "", components);
    }

    private static String jss7(String length, String otid, String dialoguePortion, String components) {
        return "64" + length + "4904000000" + otid + dialoguePortion + "6c" + components;
    }

    private static MapGateway gateway;
    private static RawPeer msc;

    @BeforeAll
    static void connect() throws IOException {
        gateway = MapGateway.start(
                M3uaConfig.onLoopback(0, ROUTING_CONTEXT),
                MapConfig.of(new PointCode(22), List.of("491720000099")),
                new SmallRegister().check(),
                new SimpleMeterRegistry());
        msc = RawPeer.active(gateway.port());
    }

    @AfterAll
    static void leave() throws IOException {
        msc.close();
        gateway.close();
    }

    /** The DATA, in hexadecimal, that answers this one: what comes before the answer to a BEAT sent behind it. */
    private static String answer(byte[] question) throws IOException {
        msc.send(question);
        msc.send(RawPeer.of(MessageType.BEAT));
        List<String> answers = new ArrayList<>();
        byte[] message = msc.receive();
        while (MessageType.of(message) != MessageType.BEAT_ACK) {
            if (Header.isData(message)) {
                answers.add(HEX.formatHex(message));
            }
            message = msc.receive();
        }
        assertThat(answers).as("answers").hasSizeLessThan(2);
        return answers.isEmpty() ? NONE : answers.getFirst();
    }

    private static Carried carried(String data) {
        return (Carried) PayloadData.read(HEX.parseHex(data));
    }

    private static Unitdata unitdata(String data) {
        return (Unitdata) SccpMessage.read(carried(data).msu().userData());
    }

    private static String hex(String vector) {
        return HEX.formatHex(Vectors.of(vector).m3ua());
    }

    /** Those whose answers depend on no dialogue of before. */
    static List<Vector> alone() {
        return Vectors.toEir().stream()
                .filter(vector -> !List.of("v3-begin-empty", "v3-continue-invoke", "bad-imei7octets")
                        .contains(vector.name()))
                .toList();
    }

    static List<Vector> naming() {
        return alone().stream().filter(vector -> !vector.answers().isEmpty()).toList();
    }

    static List<Vector> notNaming() {
        return alone().stream().filter(vector -> vector.answers().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("naming")
    void isAnsweredAsItNames(Vector vector) throws IOException {
        assertThat(answer(vector.m3ua())).isEqualTo(hex(vector.answers().getFirst()));
    }

    @ParameterizedTest
    @MethodSource("notNaming")
    void isAnsweredAsTheStandardHasIt(Vector vector) throws IOException {
        Expected expected = DERIVED.get(vector.name());
        String answer = answer(vector.m3ua());
        if (expected.answer().equals(NONE)) {
            assertThat(answer).as(expected.why()).isEqualTo(NONE);
            return;
        }
        Unitdata asked = unitdata(hex(vector.name()));
        Unitdata answered = unitdata(answer);
        assertThat(HEX.formatHex(answered.data())).as(expected.why()).isEqualTo(expected.answer());
        assertThat(answered.called()).isEqualTo(asked.calling());
        assertThat(answered.calling()).isEqualTo(asked.called());
        assertThat(answered.extended()).isEqualTo(asked.extended());
        assertThat(carried(answer).routingContext())
                .isEqualTo(carried(hex(vector.name())).routingContext());
    }

    @Test
    void thereAre62OfWhich23NameTheirAnswerAndTheOthersAreDerived() {
        assertThat(Vectors.toEir()).hasSize(62);
        assertThat(Vectors.toEir().stream().filter(vector -> !vector.answers().isEmpty()))
                .hasSize(23);
        assertThat(notNaming()).extracting(Vector::name).containsExactlyInAnyOrderElementsOf(DERIVED.keySet());
    }

    @Test
    void sevenOctetsAreFourteenDigits() throws IOException {
        assertThat(answer(Vectors.of("bad-imei7octets").m3ua()))
                .as("the vector names a reject; old switches send 14 digits (TS 23.003 clause 6.2.1), which are enough")
                .isEqualTo(hex("v2-end-white"));
    }

    @Test
    void anEmptyBeginIsContinuedAndThenAnswered() throws IOException {
        String accepted = answer(Vectors.of("v3-begin-empty").m3ua());
        // Tag and length of Continue and of the originating transaction id, then its four octets.
        String ownId = HEX.formatHex(unitdata(accepted).data(), 4, 8);
        assertThat(accepted).isEqualTo(hex("v3-continue-accept").replace(REGISTERS_ID, ownId));

        byte[] asked = HEX.parseHex(hex("v3-continue-invoke").replace(REGISTERS_ID, ownId));
        assertThat(answer(asked)).isEqualTo(hex("v3-end-afterContinue"));
        assertThat(answer(asked))
                .as("once answered, the dialogue is over")
                .isEqualTo(hex("p-abort-unrecognizedTransactionID"));
    }
}
