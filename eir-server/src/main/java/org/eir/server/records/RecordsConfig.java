package org.eir.server.records;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code records} of the configuration: which answers are recorded, and where. Black and grey answers, errors, and
 * those that an exception or lock decided are always.
 *
 * @param permittedEvery of the other answers, one in so many is recorded: 1 is all of them, 0 none
 * @param subscriber how a subscriber is recorded
 * @param files whether files are written
 * @param directory where; absent: {@code records} in the node's state directory
 * @param fileBytes a file is finished once it has so many bytes, 65536 to 1 GiB
 * @param fileMinutes and after so many minutes, 1 to 1440
 * @param maxFiles of more finished files the oldest are deleted, 1 to 1 000 000
 * @param searchDays days that can be searched, 0 to {@value #MAX_DAYS}; 0 keeps nothing in the database
 */
public record RecordsConfig(
        int permittedEvery,
        Subscriber subscriber,
        boolean files,
        @Nullable Path directory,
        int fileBytes,
        int fileMinutes,
        int maxFiles,
        int searchDays) {
    private static final int MIN_BYTES = 65_536;
    private static final int MAX_BYTES = 1 << 30;
    private static final int MAX_MINUTES = 1_440;
    private static final int MAX_FILES = 1_000_000;
    private static final int MAX_DAYS = 366;

    /** How a subscriber is recorded. */
    public enum Subscriber {
        /** Country and network; nobody can find out whose it was. */
        MASKED,
        /** Sealed with the register's keys, so that who may see subscribers can. */
        SEALED
    }

    public RecordsConfig {
        within("permittedEvery", permittedEvery, 0, Integer.MAX_VALUE);
        within("fileBytes", fileBytes, MIN_BYTES, MAX_BYTES);
        within("fileMinutes", fileMinutes, 1, MAX_MINUTES);
        within("maxFiles", maxFiles, 1, MAX_FILES);
        within("searchDays", searchDays, 0, MAX_DAYS);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        RecordsConfig standard = standard();
        return Map.of(
                "permittedEvery",
                standard.permittedEvery,
                "subscriber",
                "masked",
                "files",
                standard.files,
                "fileBytes",
                standard.fileBytes,
                "fileMinutes",
                standard.fileMinutes,
                "maxFiles",
                standard.maxFiles,
                "searchDays",
                standard.searchDays);
    }

    /** Nobody set anything. */
    public static RecordsConfig standard() {
        return new RecordsConfig(0, Subscriber.MASKED, true, null, 16 << 20, 15, 2_000, 7);
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + ": must be " + min + " to " + max);
        }
    }
}
