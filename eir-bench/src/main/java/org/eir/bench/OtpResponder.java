package org.eir.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** OTP's diameter application answering a constant: a well-known implementation to compare with. */
final class OtpResponder {
    private OtpResponder() {}

    /** Whether Erlang and its diameter compiler are on this machine. */
    static boolean isAvailable() {
        return List.of("erl", "erlc", "diameterc").stream().allMatch(OtpResponder::isOnPath);
    }

    private static boolean isOnPath(String program) {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    static Target start(int port) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("eir-bench-otp");
        for (String name : List.of("s13.dia", "s13_peer.erl")) {
            try (InputStream in =
                    Objects.requireNonNull(OtpResponder.class.getResourceAsStream("otp/" + name), name)) {
                Files.copy(in, directory.resolve(name));
            }
        }
        run(directory, "diameterc", "s13.dia");
        run(directory, "erlc", "s13.erl", "s13_peer.erl");
        String command = "cd " + directory + " && exec erl -noshell -s s13_peer server " + port;
        return Target.start("OTP diameter", port, List.of("bash", "-c", command));
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(command[0] + ".log").toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(command[0] + " failed; its output is in " + directory);
        }
    }
}
