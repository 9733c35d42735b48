package org.eir.server.alarm;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file system on which the node writes has less than a GiB left, or less than a twentieth of it. */
public final class DiskLow implements Condition {
    private static final long GIB = 1L << 30;
    private static final int SHARE = 20;

    private final List<Path> directories;

    public DiskLow(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public String alarm() {
        return "disk-low";
    }

    @Override
    public Severity severity() {
        return Severity.MAJOR;
    }

    @Override
    public Map<String, String> wrong() {
        Map<String, String> wrong = new TreeMap<>();
        for (Path directory : directories) {
            try {
                FileStore store = Files.getFileStore(directory);
                long left = store.getUsableSpace();
                if (isLow(left, store.getTotalSpace())) {
                    wrong.put(
                            directory.toString(),
                            "%d MiB are left of %d.".formatted(left >> 20, store.getTotalSpace() >> 20));
                }
            } catch (IOException e) {
                wrong.put(directory.toString(), "How much is left cannot be told: " + e + ".");
            }
        }
        return wrong;
    }

    /** @param left, total octets */
    static boolean isLow(long left, long total) {
        return left < GIB || left < total / SHARE;
    }
}
