package org.eir.server.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs inside the guest: plays every {@link StpScenario} and prints {@code PASS name} or {@code FAIL name} and why.
 * Arguments: the class path of jSS7's MSC. Everything else is in the current directory.
 */
final class InGuest {
    private InGuest() {}

    public static void main(String... arguments) throws Exception {
        Path directory = Path.of("").toAbsolutePath();
        try (StpTestbed bed = StpTestbed.built(directory, new Jss7Msc(arguments[0]))) {
            for (StpScenario scenario : StpScenario.values()) {
                play(scenario, bed);
            }
        }
        // jSS7's threads are not all daemons.
        System.exit(0);
    }

    @SuppressWarnings("CatchingUnchecked")
    private static void play(StpScenario scenario, StpTestbed bed) throws IOException {
        Instant began = Instant.now();
        try {
            scenario.play(bed);
            System.out.println("PASS " + scenario + " "
                    + Duration.between(began, Instant.now()).toSeconds() + " s");
        } catch (Exception | AssertionError e) {
            System.out.println("FAIL " + scenario);
            e.printStackTrace(System.out);
            bed.stpLog().stream()
                    .skip(Math.max(0, bed.stpLog().size() - 30))
                    .forEach(line -> System.out.println("  stp: " + line));
        } finally {
            bed.clear();
        }
    }
}
