package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.server.node.RunningNode;
import org.eir.server.node.StartFailure;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MSCs that are not ours ask a whole register, over TCP as in a laboratory. What they understood is what they print; what
 * was said is what tshark reads.
 */
@Tag("interop")
class RealMscTest {
    private static final String RESULT = "gsm_old.returnResultLast_element";
    private static final String ERROR = "gsm_old.returnError_element";
    private static final String FROM_REGISTER = "m3ua.protocol_data_opc==22";

    @TempDir
    private Path directory;

    private RunningNode node;
    private Capture capture;

    @BeforeEach
    void start() throws IOException, StartFailure {
        node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("state"))
                .start();
        node.added("white", Lists.OWNED);
        node.added("black", Lists.STOLEN);
        node.added("grey", Lists.WATCHED);
        capture = Capture.of(node.m3uaPort(), directory);
    }

    @AfterEach
    void stop() {
        capture.close();
        node.close();
    }

    @Test
    void jss7UnderstandsEveryVersionAndVerdict() throws IOException {
        int questions = Lists.everyVersionAndVerdict().size();
        try (Program msc = Jss7Msc.compiledInto(directory)
                .overTcp(
                        directory,
                        node.m3uaPort(),
                        RunningNode.ROUTING_CONTEXT,
                        new Jss7Msc.Questions(questions, 1, 0, 5_000, Lists.DEVICES))) {
            msc.expectEnd(0);
            assertThat(msc.linesThatBegin("v")).isEqualTo(Lists.everyVersionAndVerdict());
        }

        Recording recording = recording();
        assertThat(recording.malformedFrames()).isEmpty();
        for (String imei : Lists.DEVICES) {
            assertThat(recording.fields("gsm_map.tbcd_digits==\"" + imei + "\"", "gsm_old.localValue"))
                    .containsExactly("43", "43", "43");
        }
        assertThat(recording.fields(RESULT, "gsm_map.ms.equipmentStatus"))
                .containsExactly("0", "0", "0", "1", "1", "1", "2", "2", "2");
        assertThat(recording.fields(ERROR, "gsm_old.localValue")).containsExactly("7", "7", "7");
    }

    /** What each answer has to be is tested beside the gateway; here somebody else reads them. */
    @Test
    void tsharkUnderstandsTheAnswersToAllVectors() throws IOException {
        InetSocketAddress register = new InetSocketAddress(InetAddress.getLoopbackAddress(), node.m3uaPort());
        try (RawMsc msc = RawMsc.overTcp(register, RunningNode.ROUTING_CONTEXT)) {
            Conformance.expectOfAll(new MapVectors(), msc);
        }

        Recording recording = recording();
        assertThat(recording.malformedFrames("!(m3ua.protocol_data_opc==11)")).isEmpty();
        assertThat(howOften(recording.fields(RESULT, "gsm_map.ms.equipmentStatus")))
                .isEqualTo(Map.of("0", 33L, "1", 7L, "2", 7L));
        assertThat(recording.fields(ERROR, "gsm_old.localValue"))
                .as("systemFailure for what is no identity; unknownEquipment, asked by jSS7 and by the encoder")
                .containsExactly("34", "7", "7", "7", "7", "7", "7");
        assertThat(recording.fields("gsm_old.reject_element && " + FROM_REGISTER, "gsm_old.invokeProblem"))
                .as("unrecognizedOperation")
                .containsExactly("1");
        assertThat(recording.fields("tcap.abort_element && " + FROM_REGISTER, "tcap.p_abortCause"))
                .as("badlyFormattedTransactionPortion, unrecognizedMessageType; two application contexts")
                .containsExactly("2", "0", "", "");
    }

    /** Each value and how often it came; a message with two results has them separated by a comma, one without has none. */
    private static Map<String, Long> howOften(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
    }

    private Recording recording() throws IOException {
        capture.stop(node.m3uaPort());
        Path script = Resource.copy("m3ua_tcp.lua", directory);
        return Recording.ofM3uaOverTcp(capture.file(), script, node.m3uaPort());
    }
}
