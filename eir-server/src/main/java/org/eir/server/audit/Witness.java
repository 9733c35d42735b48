package org.eir.server.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on another machine, or in other hands, that gets a copy of every checkpoint, each node's in files of its
 * own. It may be away, or hang: nobody waits for it, and only the newest checkpoint waits for it.
 */
final class Witness implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Witness.class);
    private static final int MAX_NODES = 100;

    private final Path directory;
    private final CheckpointFile file;
    private final Runnable back;
    private final Counter failures;
    private final Counter skipped;
    private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    private final ExecutorService thread;
    private volatile boolean compared;
    private volatile long lastCopy = System.nanoTime();
    private boolean away;

    /** A checkpoint that a witness has. */
    record Held(Path file, String note) {}

    /**
     * @param node whose copies are kept under this name
     * @param back run when the witness is there for the first time since {@link #held} has failed
     */
    Witness(Path directory, String node, Runnable back, MeterRegistry meters) {
        this.directory = directory;
        this.file = new CheckpointFile(directory, node);
        this.back = back;
        this.thread = Executors.newSingleThreadExecutor(
                task -> Thread.ofPlatform().name("eir-witness").daemon().unstarted(task));
        Tags tags = Tags.of("directory", directory.toString());
        this.failures = Counter.builder("eir.audit.witness.failures")
                .description("Checkpoints that could not be copied to a witness")
                .tags(tags)
                .register(meters);
        this.skipped = Counter.builder("eir.audit.witness.skipped")
                .description("Checkpoints that a witness did not get because a newer one came before it was done")
                .tags(tags)
                .register(meters);
        Gauge.builder("eir.audit.witness.age", () -> (System.nanoTime() - lastCopy) / 1e9)
                .description("Time since a witness last got a checkpoint")
                .baseUnit("seconds")
                .tags(tags)
                .register(meters);
    }

    /** What every node has left there. */
    List<Held> held(long timeoutMs) throws IOException, InterruptedException {
        try {
            return thread.submit(this::read).get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("the witness " + directory + " does not answer", e);
        }
    }

    private List<Held> read() throws IOException {
        requireThere();
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(path -> path.toString().endsWith(CheckpointFile.SUFFIX))
                    .sorted()
                    .limit(MAX_NODES)
                    .toList();
        }
        List<Held> held = new ArrayList<>();
        for (Path path : files) {
            Optional<String> note = CheckpointFile.read(path);
            note.ifPresent(text -> held.add(new Held(path, text)));
        }
        return held;
    }

    /** Not made here: where a disk is not mounted, its place is an empty directory on this one. */
    private void requireThere() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory);
        }
    }

    /** What it holds fits the log: from now on it gets copies. */
    void fits() {
        compared = true;
    }

    /** Lets it have a checkpoint as soon as it is done with the one before. */
    void offer(String note) {
        if (waiting.getAndSet(note) != null) {
            skipped.increment();
        } else {
            thread.execute(this::copy);
        }
    }

    private void copy() {
        String note = waiting.getAndSet(null);
        if (note == null) {
            return;
        }
        try {
            requireThere();
            if (!compared) {
                back.run();
                return;
            }
            file.write(note);
            lastCopy = System.nanoTime();
            if (away) {
                log.info("the witness {} gets checkpoints again", directory);
                away = false;
            }
        } catch (IOException e) {
            failures.increment();
            if (!away) {
                log.warn("the witness {} gets no checkpoints for now: {}", directory, e.toString());
                away = true;
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
