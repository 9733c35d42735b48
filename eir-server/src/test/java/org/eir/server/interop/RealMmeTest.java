package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * MMEs that are not ours connect, exchange capabilities, ask about every kind of device, are silent until watchdogs
 * have passed, ask again, and take leave. What they understood is what they print; what was said is what tshark reads.
 */
@Tag("interop")
class RealMmeTest {
    private static final String OWNED = "352099001761481";
    private static final String STOLEN = "490154203237518";
    private static final String WATCHED = "356938035643809";
    private static final String UNLISTED = "868918031234564";
    private static final String MALFORMED = "4901542032";
    private static final List<String> ASKED = List.of(OWNED, STOLEN, WATCHED, UNLISTED, MALFORMED);

    /** Longer than both sides' watchdog timers of 6 s, whose jitter is 2 s (RFC 3539 clause 3.4.1). */
    private static final int SILENCE_S = 9;

    private static final int CAPABILITIES_EXCHANGE = 257;
    private static final int DEVICE_WATCHDOG = 280;
    private static final int DISCONNECT_PEER = 282;
    private static final int ME_IDENTITY_CHECK = 324;

    @TempDir
    private Path directory;

    private RunningNode node;
    private Capture capture;

    @BeforeEach
    void start() throws IOException, StartFailure {
        node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("state"))
                .start();
        node.added("white", OWNED);
        node.added("black", STOLEN);
        node.added("grey", WATCHED);
        capture = Capture.of(node.s13Port(), directory);
    }

    @AfterEach
    void stop() {
        capture.close();
        node.close();
    }

    @Test
    void freeDiameterUnderstandsEveryAnswer() throws IOException {
        Resource.copy("freediameter/s13_ext.c", directory);
        Program.run(directory, "gcc", "-O2", "-Wall", "-Werror", "-fPIC", "-shared", "-o", "s13_ext.fdx", "s13_ext.c");
        Program.run(
                directory,
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mme-fd.example.org -keyout key.pem -out cert.pem"
                        .split(" "));
        Resource.copy(
                "freediameter/client.conf",
                directory,
                Map.of(
                        "@DIR@", directory.toString(),
                        "@LISTEN@", String.valueOf(freePort()),
                        "@PORT@", String.valueOf(node.s13Port()),
                        "@PAUSE_S@", String.valueOf(SILENCE_S),
                        "@IMEIS@", String.join(" ", ASKED)));

        try (Program mme = Program.start(directory, List.of("freeDiameterd", "-c", "client.conf"))) {
            mme.expect("DONE");
            assertThat(node.get("/api/v1/peers").text()).contains("\"mme-fd.example.org\"", "\"open\"");
            mme.terminate();
            mme.expectEnd(0);
            assertThat(mme.linesThatBegin("ANSWER"))
                    .isEqualTo(twice(
                            "ANSWER 352099001761481 Result-Code 2001 Equipment-Status 0",
                            "ANSWER 490154203237518 Result-Code 2001 Equipment-Status 1",
                            "ANSWER 356938035643809 Result-Code 2001 Equipment-Status 2",
                            "ANSWER 868918031234564 Experimental-Result 10415 5422",
                            "ANSWER 4901542032 Result-Code 5004 Failed-AVP"));
        }
        theRecordIsAsTheStandardSays();
    }

    @Test
    void otpDiameterUnderstandsEveryAnswer() throws IOException {
        Resource.copy("otp/s13.dia", directory);
        Resource.copy("otp/s13_peer.erl", directory);
        Program.run(directory, "diameterc", "s13.dia");
        Program.run(directory, "erlc", "s13.erl", "s13_peer.erl");

        List<String> command = new ArrayList<>(List.of("erl", "-noshell", "-run", "s13_peer", "ask"));
        command.add(String.valueOf(node.s13Port()));
        command.add(String.valueOf(SILENCE_S * 1_000));
        command.addAll(ASKED);
        try (Program mme = Program.start(directory, command)) {
            mme.expect("CLOSED");
            mme.expectEnd(0);
            assertThat(mme.lines().getFirst()).isEqualTo("OPEN");
            assertThat(mme.linesThatBegin("ANSWER"))
                    .isEqualTo(twice(
                            "ANSWER 352099001761481 Result-Code 2001 Equipment-Status [0] Failed-AVP 0",
                            "ANSWER 490154203237518 Result-Code 2001 Equipment-Status [1] Failed-AVP 0",
                            "ANSWER 356938035643809 Result-Code 2001 Equipment-Status [2] Failed-AVP 0",
                            "ANSWER 868918031234564 Experimental-Result 10415/5422 Equipment-Status []",
                            "ANSWER 4901542032 Result-Code 5004 Equipment-Status [] Failed-AVP 1"));
        }
        theRecordIsAsTheStandardSays();
    }

    private void theRecordIsAsTheStandardSays() throws IOException {
        capture.stop(node.s13Port());
        Recording recording = Recording.ofDiameter(capture.file(), node.s13Port());
        assertThat(recording.malformedFrames()).isEmpty();
        assertThat(answers(recording, CAPABILITIES_EXCHANGE, "diameter.Result-Code"))
                .containsExactly("2001");
        assertThat(answers(
                        recording,
                        ME_IDENTITY_CHECK,
                        "diameter.Result-Code",
                        "diameter.Experimental-Result-Code",
                        "diameter.Equipment-Status"))
                .isEqualTo(twice("2001  0", "2001  1", "2001  2", "5422", "5004"));
        assertThat(requests(recording, DEVICE_WATCHDOG)).isPositive();
        assertThat(answers(recording, DEVICE_WATCHDOG, "diameter.Result-Code"))
                .hasSize(requests(recording, DEVICE_WATCHDOG))
                .containsOnly("2001");
        assertThat(requests(recording, DISCONNECT_PEER)).isEqualTo(1);
        assertThat(answers(recording, DISCONNECT_PEER, "diameter.Result-Code")).containsExactly("2001");
    }

    /** How many Diameter messages have this command code. */
    private static int requests(Recording recording, int command) throws IOException {
        return recording
                .fields("diameter.cmd.code==" + command + " && diameter.flags.request==1", "frame.number")
                .size();
    }

    /** The answers to a command, in order. */
    private static List<String> answers(Recording recording, int command, String... fields) throws IOException {
        return recording.fields("diameter.cmd.code==" + command + " && diameter.flags.request==0", fields);
    }

    /** They ask before the silence and after it. */
    private static List<String> twice(String... answers) {
        return Stream.concat(Stream.of(answers), Stream.of(answers)).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
