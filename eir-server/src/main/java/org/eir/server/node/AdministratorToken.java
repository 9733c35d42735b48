package org.eir.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.eir.admin.access.AdminToken;

/** The administrator's token: made at first start, kept in a file that only the register's user may read. */
public final class AdministratorToken {
    private static final int RANDOM_BYTES = 32;

    private AdministratorToken() {}

    /** The token in {@code directory}, made now if there is none. */
    public static String in(Path directory) throws StartFailure {
        Path file = file(directory);
        try {
            Files.createDirectories(directory);
            if (Files.notExists(file)) {
                make(file);
            }
            String token = Files.readString(file).strip();
            if (token.length() < AdminToken.MIN_LENGTH) {
                throw new StartFailure(
                        "the administrator's token in " + file + " has fewer than " + AdminToken.MIN_LENGTH
                                + " characters: put a longer one there, or delete the file to have one made");
            }
            return token;
        } catch (IOException e) {
            throw new StartFailure("the administrator's token " + file + " cannot be read or made: " + e);
        }
    }

    /** In one step: a node killed meanwhile leaves no empty file behind. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public static Path file(Path directory) {
        return directory.resolve("admin.token");
    }
}
