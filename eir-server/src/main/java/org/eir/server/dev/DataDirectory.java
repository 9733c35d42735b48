package org.eir.server.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eir.server.node.StartFailure;
import org.jspecify.annotations.Nullable;

/** The directory in which a development node keeps everything, held by one process at a time. */
public final class DataDirectory implements AutoCloseable {
    /** Where it is unless somebody says otherwise. */
    public static final Path DEFAULT = Path.of("data");

    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Makes the directory where it is missing, and takes hold of it. */
    static DataDirectory hold(Path directory) throws StartFailure {
        try {
            Files.createDirectories(directory);
            Path lockFile = directory.resolve("eir.lock");
            FileChannel channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartFailure("the data directory " + directory + " is in use by another register (process "
                        + Files.readString(lockFile).strip() + "): stop that one, or choose another with --data DIR");
            }
            channel.truncate(0);
            channel.write(java.nio.ByteBuffer.wrap(
                    Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw new StartFailure(
                    "the data directory " + directory + " cannot be used (" + e + "): choose another with --data DIR");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return directory;
    }

    /** What a command in another terminal, wherever that stands, has to be given to find this directory; maybe nothing. */
    static String option(Path directory) {
        return directory.equals(DEFAULT)
                ? ""
                : " --data '"
                        + directory.toAbsolutePath().normalize().toString().replace("'", "'\\''") + "'";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
