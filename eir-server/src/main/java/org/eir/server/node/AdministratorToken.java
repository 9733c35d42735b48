package org.eir.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

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
                byte[] random = new byte[RANDOM_BYTES];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartFailure("the administrator's token " + file + " cannot be read or made: " + e);
        }
    }

    public static Path file(Path directory) {
        return directory.resolve("admin.token");
    }
}
