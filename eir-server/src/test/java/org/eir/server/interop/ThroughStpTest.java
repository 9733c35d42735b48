package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * MSCs ask through osmo-stp over the kernel's SCTP, in a guest that has it. The guest is started once and plays every
 * scenario; each is a test here.
 */
@Tag("interop")
class ThroughStpTest {
    /** A quiet machine needs a quarter of it; the guest has one processor, and a busy host takes most of that. */
    private static final int LIMIT_S = 1_200;

    @TempDir
    private static Path directory;

    private static List<String> printed;

    @BeforeAll
    static void playEverything() throws IOException {
        Jss7Msc jss7 = Jss7Msc.compiledInto(directory);
        Resource.copy("stp/osmo-stp.cfg", directory);
        Path guest = Resource.copy("stp/sctp-guest.sh", directory);
        List<String> command = List.of(
                "bash",
                guest.toString(),
                "-t",
                String.valueOf(LIMIT_S),
                "-k",
                "veth",
                "-k",
                "sch_netem",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                testClassPath(),
                InGuest.class.getName(),
                jss7.classPath());
        try (Program played = Program.start(directory, command)) {
            played.expectEnd(0, Duration.ofSeconds(LIMIT_S + 30));
            printed = played.lines();
        }
    }

    @ParameterizedTest
    @EnumSource
    void passes(StpScenario scenario) {
        // What is wrong with it comes first: some who report a failure show no more than that.
        String told = Stream.concat(
                        printed.stream().dropWhile(line -> !line.equals("FAIL " + scenario)), printed.stream())
                .collect(Collectors.joining("\n"));
        assertThat(printed).as(told).anyMatch(line -> line.startsWith("PASS " + scenario + " "));
    }

    /** Two of the vectors carry extensions that tshark calls malformed; whatever is not a question has to be flawless. */
    @Test
    void noFrameIsMalformed() throws IOException {
        Recording recording = Recording.ofM3ua(directory.resolve("capture.pcapng"));
        assertThat(recording.fields("gsm_old.returnResultLast_element", "frame.number"))
                .hasSizeGreaterThan(100);
        assertThat(recording.malformedFrames("!(m3ua.protocol_data_opc==11)")).isEmpty();
    }

    /** Surefire hides it in the manifest of a jar, and tells. */
    private static String testClassPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
