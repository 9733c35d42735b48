package org.eir.server.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.records.CheckRecord;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever collects *.csv finds whole files with documented columns, and never half a one. */
class RecordFilesTest {
    private static final String HEADER =
            "time,interface,peer,origin_host,origin_realm,identity,software_version,defect,"
                    + "subscriber,verdict,decided,rule,revision,policy";
    private static final String LINE = "2026-11-27T12:00:00.123Z,s13-prime,dra1,mme1.home,home,49015420323751,07,,"
            + "26201**********,prohibited,prohibited,black-list,7,1";

    @TempDir
    private Path directory;

    private final Hand clock = new Hand();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SubscriberVault vault = new SubscriberVault(List.of(SubscriberKey.random(1)));

    @Test
    void aFileGetsItsNameOnceItIsOld() throws IOException {
        RecordFiles files = files(1 << 20, 100);
        files.take(List.of(check("mme1.home")));

        assertThat(names()).containsExactly("checks-20261127T120000.123Z.csv.part");
        clock.now = clock.now.plus(Duration.ofMinutes(15));
        files.take(List.of());

        assertThat(names()).containsExactly("checks-20261127T120000.123Z.csv");
        assertThat(text(0)).isEqualTo(HEADER + "\n" + LINE + "\n");
        assertThat(Files.getPosixFilePermissions(directory.resolve(names().getFirst()))
                        .toString())
                .doesNotContain("OTHERS");
    }

    @Test
    void aFileGetsItsNameOnceItIsLargeAndTheNextBeginsWithAHeader() throws IOException {
        RecordFiles files = files(100, 100);
        files.take(List.of(check("mme1.home")));
        clock.now = clock.now.plusMillis(1);
        files.take(List.of(check("mme1.home")));

        assertThat(names()).containsExactly("checks-20261127T120000.123Z.csv", "checks-20261127T120000.124Z.csv");
        assertThat(text(1)).startsWith(HEADER + "\n");
    }

    @Test
    void closingFinishesTheFile() throws IOException {
        RecordFiles files = files(1 << 20, 100);
        files.take(List.of(check("mme1.home")));
        files.close();

        assertThat(names()).containsExactly("checks-20261127T120000.123Z.csv");
    }

    @Test
    void whatACrashLeftIsFinishedUpToItsLastWholeLine() throws IOException {
        Files.writeString(
                directory.resolve("checks-20261126T235959.000Z.csv.part"), HEADER + "\n" + LINE + "\n2026-11");

        files(1 << 20, 100);

        assertThat(names()).containsExactly("checks-20261126T235959.000Z.csv");
        assertThat(text(0)).isEqualTo(HEADER + "\n" + LINE + "\n");
    }

    @Test
    void theOldestOfTooManyAreDeletedAndCounted() throws IOException {
        RecordFiles files = files(100, 2);
        for (int i = 0; i < 4; i++) {
            files.take(List.of(check("mme1.home")));
            clock.now = clock.now.plusMillis(1);
        }

        assertThat(names()).containsExactly("checks-20261127T120000.125Z.csv", "checks-20261127T120000.126Z.csv");
        assertThat(meters.counter("eir.records.files.deleted").count()).isEqualTo(2);
    }

    @Test
    void whatAPeerCallsItselfBreaksNoLineAndIsNoFormula() throws IOException {
        RecordFiles files = files(100, 100);
        files.take(List.of(check("=cmd|'/c calc'!A0\n,\"x")));

        assertThat(text(0).lines()).hasSize(2);
        assertThat(text(0)).contains(",\"'=cmd|'/c calc'!A0?,\"\"x\",home,");
    }

    @Test
    void aSealedSubscriberIsNotReadable() throws IOException {
        RecordFiles files = RecordFiles.in(
                directory,
                new RecordFiles.Limits(100, Duration.ofMinutes(15), 9),
                new RecordColumns(vault, true),
                meters,
                clock);
        files.take(List.of(check("mme1.home")));

        assertThat(text(0)).doesNotContain("26201").containsPattern(",1:[A-Za-z0-9+/=]{24}:[A-Za-z0-9+/=]{44},");
    }

    @Test
    void aDirectoryThatCannotBeUsedIsSaidAtStart() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> RecordFiles.in(
                        file,
                        new RecordFiles.Limits(100, Duration.ofMinutes(15), 9),
                        new RecordColumns(vault, false),
                        meters,
                        clock))
                .hasMessageContaining("correct records.directory");
    }

    @Test
    void afterAFailureTheNextRecordBeginsAnotherFile() throws IOException {
        RecordFiles files = files(1 << 20, 100);
        Path moved = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, moved);
        assertThatThrownBy(() -> files.take(List.of(check("mme1.home")))).isInstanceOf(IOException.class);

        Files.move(moved, directory);
        files.take(List.of(check("mme1.home")));
        files.close();
        assertThat(names()).containsExactly("checks-20261127T120000.123Z.csv");
    }

    private RecordFiles files(int bytes, int most) {
        return RecordFiles.in(
                directory,
                new RecordFiles.Limits(bytes, Duration.ofMinutes(15), most),
                new RecordColumns(vault, false),
                meters,
                clock);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String text(int file) throws IOException {
        return Files.readString(directory.resolve(names().get(file)));
    }

    private CheckRecord check(String host) {
        return new CheckRecord(
                Instant.parse("2026-11-27T12:00:00.123Z"),
                CheckInterface.S13_PRIME,
                "dra1",
                new Origin(host, "home"),
                PresentedIdentity.of("4901542032375107"),
                new Imsi("262011234567890"),
                Verdict.PROHIBITED,
                Verdict.PROHIBITED,
                Rule.BLACK_LIST,
                7,
                1);
    }

    /** A clock that is set by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-27T12:00:00.123Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
