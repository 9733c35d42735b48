package org.eir.bench.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process in which something is measured. It says {@code READY} and some words on its standard output when it may
 * begin, may be asked a line at a time after that, and ends at the end of its input, so that it never outlives the
 * measurement. What it logs goes to our standard error.
 */
public final class MeasuredProcess implements AutoCloseable {
    /** System property: options of the JVM that a node runs with, as the script {@code eir} chooses them. */
    public static final String NODE_OPTIONS = "eir.bench.nodeOptions";

    private static final String READY = "READY ";
    private static final int PATIENCE_S = 20;

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final List<String> words;

    private MeasuredProcess(String name, List<String> command) {
        this.name = name;
        try {
            this.process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.words = awaitReady();
    }

    /** Starts a command and waits until it is ready. */
    public static MeasuredProcess start(String name, List<String> command) {
        return new MeasuredProcess(name, command);
    }

    /** Starts a main class of this class path in a JVM of its own, with the options a node has. */
    public static MeasuredProcess java(Class<?> main, String... arguments) {
        return start(main.getSimpleName(), javaCommand(nodeOptions(), main, arguments));
    }

    /** The command that runs a main class of this class path. */
    public static List<String> javaCommand(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> nodeOptions() {
        String options = System.getProperty(NODE_OPTIONS, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    private List<String> awaitReady() {
        String line = readLine();
        while (!line.startsWith(READY)) {
            line = readLine();
        }
        return List.of(line.substring(READY.length()).split(" "));
    }

    /** A number it said when it became ready. */
    public long number(int index) {
        return Long.parseLong(words.get(index));
    }

    /** Asks it something and waits for the answer. */
    public String ask(String question) {
        try {
            in.write(question + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is gone", e);
        }
        return readLine();
    }

    private String readLine() {
        try {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " ended; what it printed last says why");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time of all its threads so far, in the kernel and outside; counted in steps of 10 ms. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the processor time of " + name + " is not known here"));
    }

    /** Octets its threads have allocated so far; a JVM that runs {@link Supervised} knows. */
    public long allocatedBytes() {
        return Long.parseLong(ask(Supervised.ALLOCATED));
    }

    /** Octets of its heap that are in use after a full collection. */
    public long heapBytes() {
        return Long.parseLong(ask(Supervised.HEAP));
    }

    /** Octets of memory it had resident at most so far, heap and all; -1 where the kernel does not say. */
    public long peakResidentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(-1L);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Its threads. */
    public int threads() {
        return Integer.parseInt(ask(Supervised.THREADS));
    }

    /** Ends it and waits for its end. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It is gone already.
        }
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
