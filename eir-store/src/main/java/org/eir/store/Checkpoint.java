package org.eir.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** What the node has seen last; none at its first start or where the file is not readable as one. */
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

    /** Replaces the file in one step. */
    void write(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, revision + "\n" + HexFormat.of().formatHex(leafHash) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
