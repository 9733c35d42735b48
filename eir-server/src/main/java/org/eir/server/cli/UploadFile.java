package org.eir.server.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file to be imported, plain or packed as gzip.
 *
 * @param path where it is
 * @param length its length in octets, as it is; above 0
 * @param isPacked whether it begins as gzip does (RFC 1952 clause 2.3.1)
 */
record UploadFile(Path path, long length, boolean isPacked) {
    private static final int FIRST_MAGIC = 0x1f;
    private static final int SECOND_MAGIC = 0x8b;

    /** Looks at a file. */
    static UploadFile at(Path path) throws CommandFailure {
        try {
            if (!Files.isRegularFile(path)) {
                throw CommandFailure.failed(
                        Files.exists(path) ? path + " is not a file." : "There is no file " + path + ".");
            }
            long length = Files.size(path);
            if (length == 0) {
                throw CommandFailure.failed(path + " is empty; it needs a header line.");
            }
            try (InputStream in = Files.newInputStream(path)) {
                return new UploadFile(path, length, in.read() == FIRST_MAGIC && in.read() == SECOND_MAGIC);
            }
        } catch (IOException e) {
            throw CommandFailure.failed(path + " cannot be read: " + e.getMessage());
        }
    }

    /** Its octets as they are, while the console tells how far they are. */
    InputStream watched(Console console) {
        try {
            return UploadProgress.watch(new BufferedInputStream(Files.newInputStream(path)), length, console);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its text, unpacked if need be. */
    InputStream text() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path));
        return isPacked ? new GZIPInputStream(in) : in;
    }
}
