package org.eir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Diameter server in a process of its own, so that its processor time is its alone. It has to print a line that begins
 * with READY once it listens.
 *
 * @param name how it is called in the figures
 * @param port where it listens, on loopback
 * @param process the process
 */
record Target(String name, int port, Process process) implements AutoCloseable {

    /** Starts a command and waits until it is ready. */
    static Target start(String name, int port, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("READY")) {
                return new Target(name, port, process);
            }
        }
        throw new IOException(name + " ended before it was ready");
    }

    /** Processor time used so far, by all its threads. */
    Duration processorTime() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
