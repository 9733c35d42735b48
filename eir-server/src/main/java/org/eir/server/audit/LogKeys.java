package org.eir.server.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eir.core.audit.LogSigner;
import org.eir.core.input.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory with the keys that this node signs the log with: {@code 1.pem}, {@code 2.pem} and so on. All of them sign;
 * the one with the highest number is the current one. A node without any makes the first.
 */
final class LogKeys {
    private static final Logger log = LoggerFactory.getLogger(LogKeys.class);
    private static final Pattern NAME = Pattern.compile("[1-9][0-9]{0,4}\\.pem");
    private static final int MAX_KEYS = 10;
    private static final int MAX_BYTES = 4_096;
    private static final Set<PosixFilePermission> PRIVATE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private LogKeys() {}

    /**
     * The keys, the current one last.
     *
     * @param name the log's
     * @throws IllegalStateException if a key cannot be read or made, or others may read it; the message says which
     */
    static List<LogSigner> in(Path directory, String name) {
        try {
            if (files(directory).isEmpty()) {
                make(directory, name);
            }
            List<LogSigner> signers = new ArrayList<>();
            for (Path file : files(directory)) {
                signers.add(read(file, name));
            }
            if (signers.size() > MAX_KEYS) {
                throw new IllegalStateException(
                        directory + " has " + signers.size() + " keys of the log; at most " + MAX_KEYS + " sign");
            }
            return signers;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the keys of the log in " + directory + " cannot be read or made (" + e
                            + "): correct audit.keyDirectory",
                    e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingInt(LogKeys::number))
                    .toList();
        }
    }

    private static int number(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.indexOf('.')));
    }

    private static LogSigner read(Path file, String name) throws IOException {
        if (!PRIVATE.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(
                    "others than its owner may use the key of the log in " + file + ": chmod 600 " + file);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalStateException(file + " is no key: it has more than " + MAX_BYTES + " bytes");
        }
        return switch (LogSigner.ofPem(name, Files.readString(file))) {
            case Outcome.Accepted<LogSigner> accepted -> accepted.value();
            case Outcome.Refused<LogSigner> refused ->
                throw new IllegalStateException(file + ": " + refused.refusal().sentence());
        };
    }

    private static void make(Path directory, String name) throws IOException {
        FileAttribute<?> own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(directory, own);
        Path next = directory.resolve("1.pem.new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PRIVATE));
        LogSigner signer = LogSigner.generate(name);
        Files.writeString(next, signer.pem());
        Files.move(next, directory.resolve("1.pem"), StandardCopyOption.ATOMIC_MOVE);
        log.info("made {}: the log is signed with {} from now on", directory.resolve("1.pem"), signer.key());
    }
}
