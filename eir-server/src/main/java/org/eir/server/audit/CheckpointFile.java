package org.eir.server.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints on a disk: the last one in a file of its own, replaced in one step, and beside it all that were written, one
 * after the other with an empty line between, in a file that is begun anew when it is large; the one before is kept.
 *
 * <p>For one thread.
 */
final class CheckpointFile {
    /** How the file with the last one ends. */
    static final String SUFFIX = ".checkpoint";

    private static final long MAX_HISTORY_BYTES = 16 << 20;
    private static final int MAX_BYTES = 1 << 16;

    private final Path last;
    private final Path history;
    private @Nullable String written;

    /** {@code NAME.checkpoint} and {@code NAME.checkpoints} in a directory that is there. */
    CheckpointFile(Path directory, String name) {
        this.last = directory.resolve(name + SUFFIX);
        this.history = directory.resolve(name + SUFFIX + "s");
    }

    /** The file with the last one. */
    Path path() {
        return last;
    }

    /** The last one that was written; none if there never was one. */
    static Optional<String> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
        }
        return Optional.of(Files.readString(file));
    }

    /** Writes a checkpoint; the same again only shows that this node still stands by it. */
    void write(String note) throws IOException {
        if (written == null) {
            written = read(last).orElse("");
        }
        if (!note.equals(written)) {
            append(note);
        }
        replace(note);
        written = note;
    }

    private void append(String note) throws IOException {
        if (Files.exists(history) && Files.size(history) > MAX_HISTORY_BYTES) {
            Path before = history.resolveSibling(history.getFileName() + ".1");
            Files.move(history, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileOutputStream out = new FileOutputStream(history.toFile(), true)) {
            out.write((note + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** After a loss of power there is the one before or this one, whole. */
    private void replace(String note) throws IOException {
        Path next = last.resolveSibling(last.getFileName() + ".new");
        // Not a channel: a node that is told to stop interrupts this thread, and a channel would give up half way.
        try (FileOutputStream out = new FileOutputStream(next.toFile())) {
            out.write(note.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        Files.move(next, last, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
