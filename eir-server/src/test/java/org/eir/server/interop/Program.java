package org.eir.server.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A program that runs beside the test; what it prints is read line by line. It is ended with the test. */
final class Program implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private final String command;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Program(List<String> command, Process process) {
        this.command = String.join(" ", command);
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts a program; what it says on its standard error is read as well. */
    static Program start(Path directory, List<String> command) throws IOException {
        return start(new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
    }

    private static Program start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        process.getOutputStream().close();
        return new Program(builder.command(), process);
    }

    /** Runs a program to its end, which has to be a good one; returns what it printed on its standard output. */
    static List<String> run(Path directory, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("errors.txt").toFile());
        try (Program program = start(builder)) {
            program.expectEnd(0);
            return program.lines();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + Files.readString(directory.resolve("errors.txt")), e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(" + e + ")");
        }
    }

    /** All it printed so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> linesThatBegin(String with) {
        return lines.stream().filter(line -> line.startsWith(with)).toList();
    }

    /** Waits until it has printed a line that contains this. */
    void expect(String text) {
        if (!prints(text, LIMIT)) {
            throw failure((reader.isAlive() ? "did not print '" : "ended before it printed '") + text + "'");
        }
    }

    /** Waits until it has printed a line that contains this, but not for ever; whether it has. */
    boolean prints(String text, Duration limit) {
        try {
            Awaitility.await().atMost(limit).until(() -> hasPrinted(text) || !reader.isAlive());
        } catch (ConditionTimeoutException e) {
            return false;
        }
        return hasPrinted(text);
    }

    private boolean hasPrinted(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    void expectEnd(int exitCode) {
        expectEnd(exitCode, LIMIT);
    }

    void expectEnd(int exitCode, Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw failure("did not end");
            }
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != exitCode) {
            throw failure("ended with " + process.exitValue());
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError(command + "\n" + what + "; it printed\n  " + String.join("\n  ", lines));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
