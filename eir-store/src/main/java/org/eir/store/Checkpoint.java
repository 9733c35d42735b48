package org.eir.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The last revision this node has seen, on its own disk: a database that does not know it any more was put back to an
 * older state, which nothing inside it could tell.
 *
 * @param revision the revision
 * @param leafHash hash of its leaf in the log
 */
record Checkpoint(long revision, byte[] leafHash) {
    /** Before the first change. */
    static final Checkpoint NONE = new Checkpoint(0, new byte[0]);

    /** Whether the other saw the same history. */
    boolean isThatOf(Checkpoint other) {
        return revision == other.revision && Arrays.equals(leafHash, other.leafHash);
    }

    /**
     * What the node has seen last; none at its first start.
     *
     * @throws IOException if there is a file that cannot be read as a checkpoint
     */
    static Optional<Checkpoint> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            return Optional.of(
                    new Checkpoint(Long.parseLong(lines.get(0)), HexFormat.of().parseHex(lines.get(1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + " is damaged: two lines are expected, a revision and a hash", e);
        }
    }

    /** Replaces the file in one step; after a loss of power there is the one before or this one, whole. */
    void write(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        // Not a channel: a node that is told to stop interrupts this thread, and a channel would give up half way.
        try (FileOutputStream out = new FileOutputStream(next.toFile())) {
            out.write(
                    (revision + "\n" + HexFormat.of().formatHex(leafHash) + "\n").getBytes(StandardCharsets.US_ASCII));
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
