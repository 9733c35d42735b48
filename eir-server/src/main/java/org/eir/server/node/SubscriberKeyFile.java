package org.eir.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.store.PostgresSubscriberKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the keys that subscribers are sealed with: a key a line, its number, a space, and 32 random octets in
 * base64. The first seals; all of them open. {@code #} begins a comment.
 *
 * <p>The first node of a new register makes it. Every other node needs a copy, and is refused without: it would seal what
 * the others cannot open.
 */
public final class SubscriberKeyFile {
    private static final Logger log = LoggerFactory.getLogger(SubscriberKeyFile.class);
    private static final int MAX_BYTES = 65_536;

    private SubscriberKeyFile() {}

    /** Where it is unless the configuration says otherwise. */
    public static Path in(Path stateDirectory) {
        return stateDirectory.resolve("subscriber.keys");
    }

    /** The vault with these keys, made now if nothing was ever sealed in this register. */
    static SubscriberVault open(Path file, PostgresSubscriberKeys known) throws StartFailure {
        try {
            if (Files.notExists(file)) {
                makeFirst(file, known);
            }
            requirePrivate(file);
            SubscriberVault vault = new SubscriberVault(read(file));
            Optional<Integer> another = known.agreeOn(vault);
            if (another.isPresent()) {
                throw new StartFailure("key " + another.get() + " in " + file + " is not the key " + another.get()
                        + " of this register: copy the file from a node that works");
            }
            return vault;
        } catch (IOException e) {
            throw new StartFailure("the subscribers' keys in " + file + " cannot be read or made: " + e);
        } catch (IllegalArgumentException e) {
            throw new StartFailure("the subscribers' keys in " + file + ": " + e.getMessage());
        }
    }

    private static void makeFirst(Path file, PostgresSubscriberKeys known) throws IOException, StartFailure {
        if (!known.isEmpty()) {
            throw new StartFailure("there is no " + file + ", and subscribers of this register are sealed already:"
                    + " copy the file from another node or from your backup of it");
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, """
                # Subscribers' identities are sealed with these keys before they are stored. The first seals, all open.
                # Every node needs this file. Keep a copy, but not beside the database: with both, anybody can read them.
                1 %s
                """.formatted(Base64.getEncoder()
                .encodeToString(SubscriberKey.random(1).secret())));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        log.info(
                "made {}: copy it to every other node of this register, and keep a copy apart from the database", file);
    }

    private static void requirePrivate(Path file) throws IOException, StartFailure {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StartFailure("everybody on this machine may read or write the subscribers' keys in " + file
                    + ": chmod 600 " + file);
        }
    }

    private static List<SubscriberKey> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("has more than " + MAX_BYTES + " bytes");
        }
        List<SubscriberKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                keys.add(key(text, number));
            }
        }
        return keys;
    }

    /** Says what is wrong without showing the line. */
    private static SubscriberKey key(String text, int line) {
        try {
            String[] parts = text.split("\\s+", 3);
            if (parts.length != 2) {
                throw new IllegalArgumentException("a line is the number of a key, a space, and the key in base64");
            }
            if (!parts[0].matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("the number of a key is 1 to " + SubscriberKey.MAX_ID);
            }
            return new SubscriberKey(
                    Integer.parseInt(parts[0]), Base64.getDecoder().decode(parts[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
        }
    }
}
