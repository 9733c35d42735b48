package org.eir.map.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.map.SmallRegister;
import org.eir.map.Vectors;
import org.eir.map.Vectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All vectors to the register: octet for octet what they name, and for the others what follows from the standard. */
class VectorTest {
    private static final Asker MSC = new Asker(CheckInterface.F, "stp-a", new Origin("4917200000011", "example"));
    private static final String NONE = "none";

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

    private final CheckImeiService service = new CheckImeiService(
            new SmallRegister().check(),
            new MapCounters(new SimpleMeterRegistry()),
            new DialogueSettings(Set.of(SubscriberExtension.values()), 10, 30_000));

    private String answer(byte[] message) {
        byte[] answer = service.answer(message, MSC);
        return answer == null ? NONE : HexFormat.of().formatHex(answer);
    }

    private static String hex(String vector) {
        return HexFormat.of().formatHex(Vectors.tcap(vector));
    }

    /** Those whose answers depend on no dialogue of before. */
    static List<Vector> alone() {
        return Vectors.toEir().stream()
                .filter(vector -> !vector.name().equals("v3-begin-empty")
                        && !vector.name().equals("v3-continue-invoke")
                        && !vector.name().equals("bad-imei7octets"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("alone")
    void isAnsweredOctetForOctet(Vector vector) {
        Expected derived = DERIVED.get(vector.name());
        assertThat(vector.answers().isEmpty())
                .as("only those that name no answer are derived")
                .isEqualTo(derived != null);
        String expected =
                derived != null ? derived.answer() : hex(vector.answers().getFirst());
        assertThat(answer(vector.tcap()))
                .as(derived != null ? derived.why() : "named")
                .isEqualTo(expected);
    }

    @Test
    void thereAre62OfWhich23NameTheirAnswer() {
        assertThat(Vectors.toEir()).hasSize(62);
        assertThat(Vectors.toEir().stream().filter(v -> !v.answers().isEmpty())).hasSize(23);
    }

    @Test
    void sevenOctetsAreFourteenDigits() {
        assertThat(answer(Vectors.tcap("bad-imei7octets")))
                .as(
                        "the vector names a reject; old switches send 14 digits, and specs/map-checkimei.md has them answered")
                .isEqualTo(hex("v2-end-white"));
    }

    @Test
    void anEmptyBeginIsContinuedAndThenAnswered() {
        String accepted = answer(Vectors.tcap("v3-begin-empty"));
        String ownId = accepted.substring(8, 16);
        assertThat(accepted).isEqualTo(hex("v3-continue-accept").replace("e3000041", ownId));

        String asked = hex("v3-continue-invoke").replace("e3000041", ownId);
        assertThat(answer(HexFormat.of().parseHex(asked))).isEqualTo(hex("v3-end-afterContinue"));
        assertThat(answer(HexFormat.of().parseHex(asked)))
                .as("once answered, the dialogue is over")
                .isEqualTo(hex("p-abort-unrecognizedTransactionID"));
    }
}
