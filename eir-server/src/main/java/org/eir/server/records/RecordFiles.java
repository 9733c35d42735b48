package org.eir.server.records;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eir.core.records.CheckRecord;
import org.jspecify.annotations.Nullable;

/**
 * CSV files of records: {@code checks-20261127T120000.123Z.csv}, named by when they were begun. While one is written its
 * name ends in {@code .part}; finished, it is on the disk, and gets its name in one step. Whoever collects {@code *.csv}
 * never sees half a file. A file that a crash left unfinished is finished by the next start, up to its last whole line.
 */
final class RecordFiles implements RecordQueue.Place {
    private static final String PART = ".part";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'checks-'uuuuMMdd'T'HHmmss.SSS'Z.csv'").withZone(ZoneOffset.UTC);
    private static final int END_OF_LINE = '\n';

    private final Path directory;
    private final Limits limits;
    private final RecordColumns columns;
    private final Clock clock;
    private final Counter deleted;
    private @Nullable Open open;

    /**
     * When a file is finished, and how many are kept.
     *
     * @param bytes a file has at most so many and one batch
     * @param age how long one is written to
     * @param files of more finished ones the oldest are deleted
     */
    record Limits(int bytes, Duration age, int files) {}

    /** A file that is being written. */
    private record Open(Path part, FileChannel channel, Instant begun) {}

    private RecordFiles(Path directory, Limits limits, RecordColumns columns, MeterRegistry meters, Clock clock) {
        this.directory = directory;
        this.limits = limits;
        this.columns = columns;
        this.clock = clock;
        this.deleted = Counter.builder("eir.records.files.deleted")
                .description("Finished files of records that were deleted because there were too many")
                .register(meters);
    }

    /**
     * Files in a directory, which is made if it is not there.
     *
     * @throws IllegalStateException if it cannot be used
     */
    static RecordFiles in(Path directory, Limits limits, RecordColumns columns, MeterRegistry meters, Clock clock) {
        RecordFiles files = new RecordFiles(directory, limits, columns, meters, clock);
        try {
            Files.createDirectories(directory);
            files.finishLeftBehind();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "records of checks cannot be written to " + directory + " (" + e
                            + "): correct records.directory, or set records.files to false",
                    e);
        }
        return files;
    }

    @Override
    public void take(List<CheckRecord> records) throws IOException {
        try {
            if (!records.isEmpty()) {
                write(records);
            }
            if (open != null && isFull(open)) {
                finish(open);
            }
        } catch (IOException e) {
            giveUp();
            throw e;
        }
    }

    private boolean isFull(Open file) throws IOException {
        return file.channel().position() >= limits.bytes()
                || !clock.instant().isBefore(file.begun().plus(limits.age()));
    }

    private void write(List<CheckRecord> records) throws IOException {
        if (open == null) {
            open = begin();
        }
        StringWriter lines = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(lines)) {
            if (open.channel().position() == 0) {
                csv.writeRecord(RecordColumns.HEADER);
            }
            records.forEach(check -> csv.writeRecord(columns.of(check)));
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            open.channel().write(bytes);
        }
    }

    /** Readable by the register's user only: the files tell who uses which device. */
    private Open begin() throws IOException {
        Instant now = clock.instant();
        Path part = directory.resolve(NAME.format(now) + PART);
        FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new Open(part, channel, now);
    }

    private void finish(Open file) throws IOException {
        open = null;
        try (FileChannel channel = file.channel()) {
            channel.force(true);
        }
        finish(file.part());
        deleteSurplus();
    }

    private static void finish(Path part) throws IOException {
        String name = part.getFileName().toString();
        Files.move(
                part,
                part.resolveSibling(name.substring(0, name.length() - PART.length())),
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Something failed: what was written so far is finished by the next start; the next record begins another file. */
    private void giveUp() throws IOException {
        Open file = open;
        open = null;
        if (file != null) {
            file.channel().close();
        }
    }

    private void finishLeftBehind() throws IOException {
        for (Path part : named("checks-*.csv" + PART)) {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.truncate(wholeLines(channel));
                channel.force(true);
            }
            finish(part);
        }
        deleteSurplus();
    }

    /** The length up to the end of the last whole line. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer octet = ByteBuffer.allocate(1);
        long length = channel.size();
        while (length > 0) {
            octet.clear();
            channel.read(octet, length - 1);
            if (octet.get(0) == END_OF_LINE) {
                return length;
            }
            length--;
        }
        return 0;
    }

    private void deleteSurplus() throws IOException {
        List<Path> finished = named("checks-*.csv");
        for (Path oldest : finished.subList(0, Math.max(0, finished.size() - limits.files()))) {
            Files.deleteIfExists(oldest);
            deleted.increment();
        }
    }

    /** By name, which is by age. */
    private List<Path> named(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            files.forEach(found::add);
        }
        return found.stream().sorted().toList();
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            finish(open);
        }
    }
}
