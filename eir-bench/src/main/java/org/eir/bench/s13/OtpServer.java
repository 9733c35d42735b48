package org.eir.bench.s13;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.bench.support.MeasuredProcess;

/** The Diameter stack of Erlang/OTP, permitting every phone, where Erlang is installed. */
final class OtpServer {
    private static final List<String> PROGRAMS = List.of("erl", "erlc", "diameterc");

    private OtpServer() {}

    /** The programs it needs and this machine lacks; empty if it can run. */
    static String missing() {
        return PROGRAMS.stream().filter(program -> !isOnPath(program)).collect(Collectors.joining(", "));
    }

    private static boolean isOnPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Compiles the responder, starts it and waits until it listens on the port it says. */
    static MeasuredProcess start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("eir-bench-otp");
        try {
            copy("s13.dia", directory);
            copy("otp_responder.erl", directory);
            run(directory, "diameterc", "s13.dia");
            run(directory, "erlc", "s13.erl", "otp_responder.erl");
            return MeasuredProcess.start(
                    "OTP diameter",
                    List.of(
                            "erl",
                            "-noshell",
                            "-pa",
                            directory.toString(),
                            "-s",
                            "otp_responder",
                            "start",
                            Integer.toString(freePort())));
        } finally {
            delete(directory);
        }
    }

    private static void copy(String resource, Path directory) throws IOException {
        try (InputStream in = Objects.requireNonNull(OtpServer.class.getResourceAsStream(resource), resource)) {
            Files.copy(in, directory.resolve(resource));
        }
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed: " + output.strip());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What is running has loaded its modules. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
