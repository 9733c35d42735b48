package org.eir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome;
import org.eir.testkit.StolenListRow.Defect;
import org.eir.testkit.StolenListRow.Kind;
import org.eir.testkit.StolenLists.Expected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StolenListsTest {
    private static final StolenLists LIST = new StolenLists(20_000, 1, 0.05, 0.05);

    @Test
    void aSeedAlwaysMakesTheSameFile(@TempDir Path directory) throws IOException {
        Expected expected = LIST.write(directory.resolve("one.csv"));
        assertThat(LIST.write(directory.resolve("other.csv"))).isEqualTo(expected);
        assertThat(directory.resolve("one.csv")).hasSameBinaryContentAs(directory.resolve("other.csv"));

        StolenLists otherSeed = new StolenLists(20_000, 2, 0.05, 0.05);
        otherSeed.write(directory.resolve("seed2.csv"));
        assertThat(Files.mismatch(directory.resolve("one.csv"), directory.resolve("seed2.csv")))
                .isGreaterThan(StolenLists.HEADER.length());
    }

    @Test
    void theFileIsHeaderAndRowsInOrder(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("stolen.csv");
        LIST.write(file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(20_001).startsWith("imei,reporting_date,status");
        assertThat(LIST.stream())
                .allSatisfy(row -> assertThat(lines.get((int) row.line() - 1)).isEqualTo(row.text()));
    }

    /** Reads the list as an importer does, without looking at what the generator says about its rows. */
    @Test
    void theExpectedCountsAreWhatAReaderOfTheFileFinds(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("stolen.csv");
        Expected expected = LIST.write(file);
        Set<ImeiRange> listed = new HashSet<>();
        long repeated = 0;
        long rejected = 0;
        long spareDigits = 0;
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            switch (read(line)) {
                case Outcome.Refused<ListedIdentity> refused -> rejected++;
                case Outcome.Accepted<ListedIdentity> accepted -> {
                    repeated += listed.add(accepted.value().range()) ? 0 : 1;
                    spareDigits += accepted.value().spareDigit() ? 1 : 0;
                }
            }
        }
        assertThat(expected).isEqualTo(new Expected(listed.size(), repeated, rejected, spareDigits));
        assertThat(LIST.expected()).isEqualTo(expected);
        assertThat(expected.added() + expected.repeated() + expected.rejected()).isEqualTo(LIST.rows());
        assertThat(expected.repeated()).isBetween(900L, 1100L);
        assertThat(expected.rejected()).isBetween(900L, 1100L);
        assertThat(expected.spareDigits()).isBetween(1500L, 1900L);
    }

    @Test
    void everyListedDeviceIsInTheFileOnceAndNoRejectedOneIsListed() {
        Set<Imei> listed = new HashSet<>();
        for (Iterator<Imei> devices = LIST.listed(); devices.hasNext(); ) {
            assertThat(listed.add(devices.next())).isTrue();
        }
        assertThat(listed).hasSize((int) LIST.expected().added());
        assertThat(LIST.stream())
                .allSatisfy(row -> assertThat(listed.contains(row.imei())).isEqualTo(row.kind() != Kind.REJECTED));
    }

    @Test
    void everyRejectedRowHasTheDefectItNames() {
        Map<Defect, Integer> met = new EnumMap<>(Defect.class);
        LIST.stream().filter(row -> row.kind() == Kind.REJECTED).forEach(row -> {
            Defect defect = Objects.requireNonNull(row.defect());
            met.merge(defect, 1, Integer::sum);
            String rule = switch (read(row.text())) {
                case Outcome.Accepted<ListedIdentity> accepted -> "accepted";
                case Outcome.Refused<ListedIdentity> refused ->
                    refused.refusal().rule();
            };
            assertThat(rule)
                    .as(row.text())
                    .contains(
                            switch (defect) {
                                case WRONG_CHECK_DIGIT -> "the check digit of these 14 digits";
                                case TOO_SHORT, LETTER -> "an IMEI has 14 to 16 decimal digits";
                                case BAD_DATE -> "date";
                                case WRONG_STATUS -> "status";
                                case MISSING_COLUMNS -> "columns";
                            });
        });
        assertThat(met).containsOnlyKeys(Defect.values());
    }

    @Test
    void allFormsOfAnImeiOccur() {
        Map<Integer, Integer> lengths = new HashMap<>();
        LIST.stream()
                .filter(row -> row.kind() != Kind.REJECTED)
                .forEach(row -> lengths.merge(row.text().indexOf(','), 1, Integer::sum));
        assertThat(lengths).containsOnlyKeys(14, 15, 16);
    }

    @Test
    void aRepeatedRowSaysWhatAnEarlierOneSaid() {
        Map<Imei, String> said = new HashMap<>();
        LIST.stream().filter(row -> row.kind() != Kind.REJECTED).forEach(row -> {
            String dateAndStatus = row.text().substring(row.text().indexOf(','));
            String before = said.put(row.imei(), dateAndStatus);
            assertThat(row.kind()).isEqualTo(before == null ? Kind.ADDED : Kind.REPEATED);
            assertThat(before == null || before.equals(dateAndStatus)).isTrue();
        });
    }

    @Test
    void sharesAndLengthHaveLimits() {
        assertThat(new StolenLists(100, 1, 0, 0).expected().added()).isEqualTo(100);
        assertThat(new StolenLists(100, 1, 0, 1).expected().rejected()).isEqualTo(100);
        assertThat(new StolenLists(0, 1, 0, 0).stream()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new StolenLists(1, 1, 0.6, 0.6));
        assertThatIllegalArgumentException().isThrownBy(() -> new StolenLists(1, 1, -0.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> StolenLists.of(StolenLists.MAX_ROWS + 1, 1));
    }

    private static Outcome<ListedIdentity> read(String line) {
        String[] columns = line.split(",", -1);
        if (columns.length != 3) {
            return Outcome.refused("row", line, "a row has 3 columns");
        }
        if (!columns[2].isEmpty() && !columns[2].equals("blacklist")) {
            return Outcome.refused("status", columns[2], "a status is blacklist or empty");
        }
        try {
            LocalDate.parse(columns[1], DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeParseException e) {
            return Outcome.refused("reporting_date", columns[1], "a date is yyyymmdd");
        }
        return ListedIdentity.imei("imei", columns[0], CheckDigit.VERIFY);
    }
}
