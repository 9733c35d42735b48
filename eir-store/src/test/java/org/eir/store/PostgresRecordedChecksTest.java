package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.RecordedChecks.Filter;
import org.eir.core.records.RecordedChecks.Found;
import org.eir.core.records.RecordedChecks.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of the last days: found again as they were, sealed or masked, and dropped by the day. */
class PostgresRecordedChecksTest {
    private static final Filter ALL = new Filter(null, null, null, null, null);
    private static final String PHONE = "4901542032375107";
    private static final Imsi ALICE = new Imsi("262011234567890");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private StoreHarness store;
    private PostgresRecordedChecks records;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        records = new PostgresRecordedChecks(store.database, store.vault, true);
        records.keepDays(3);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void whatIsKeptIsFoundAsItWasTheLatestFirst() {
        CheckRecord barred = check(now, PHONE, ALICE, Verdict.PROHIBITED, Rule.BLACK_LIST);
        CheckRecord malformed = check(now.plusSeconds(1), "12*", null, Verdict.REFUSED, Rule.MALFORMED);
        CheckRecord plain = check(now.plusSeconds(2), "49015420323751", null, Verdict.TRACKED, Rule.GREY_LIST);

        records.keep(List.of(barred, malformed, plain));

        assertThat(records.find(ALL, null, 10)).extracting(Found::check).containsExactly(plain, malformed, barred);
    }

    @Test
    void theyAreFoundByDeviceTimeVerdictAndOrigin() {
        CheckRecord barred = check(now, PHONE, ALICE, Verdict.PROHIBITED, Rule.BLACK_LIST);
        CheckRecord other = check(now.minusSeconds(9), "356938035643809", ALICE, Verdict.TRACKED, Rule.GREY_LIST);
        records.keep(List.of(barred, other));

        assertThat(found(new Filter(Imei.of(PHONE), null, null, null, null))).containsExactly(barred);
        assertThat(found(new Filter(null, now, null, null, null))).containsExactly(barred);
        assertThat(found(new Filter(null, null, now, null, null))).containsExactly(other);
        assertThat(found(new Filter(null, null, null, Verdict.TRACKED, null))).containsExactly(other);
        assertThat(found(new Filter(null, null, null, null, "example.org"))).hasSize(2);
        assertThat(found(new Filter(null, null, null, null, "mme1.example.org")))
                .hasSize(2);
        assertThat(found(new Filter(null, null, null, null, "mme2.example.org")))
                .isEmpty();
    }

    @Test
    void pagesHaveEveryRecordOnceThoughManyAreOfOneMoment() {
        List<CheckRecord> many = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            many.add(check(now, "49015420323750", null, Verdict.PROHIBITED, Rule.BLACK_LIST));
        }
        records.keep(many);

        List<Position> all = new ArrayList<>();
        List<Found> page = records.find(ALL, null, 10);
        while (!page.isEmpty()) {
            page.forEach(found -> all.add(found.position()));
            records.keep(List.of(check(now.plusSeconds(5), PHONE, null, Verdict.TRACKED, Rule.GREY_LIST)));
            page = records.find(ALL, all.getLast(), 10);
        }
        assertThat(all).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void nothingStoredNamesASubscriber() throws Exception {
        records.keep(List.of(check(now, PHONE, ALICE, Verdict.PROHIBITED, Rule.BLACK_LIST)));
        new PostgresRecordedChecks(store.database, store.vault, false)
                .keep(List.of(check(now.plusSeconds(1), PHONE, ALICE, Verdict.PROHIBITED, Rule.BLACK_LIST)));

        List<Found> found = records.find(ALL, null, 10);
        assertThat(found.getFirst().check().subscriber()).isNull();
        assertThat(found.getFirst().maskedSubscriber()).isEqualTo("26201**********");
        assertThat(found.getLast().check().subscriber()).isEqualTo(ALICE);
        assertThat(store.count("SELECT count(*) FROM check_record r WHERE r::text LIKE '%" + ALICE.digits() + "%'"))
                .isZero();
    }

    @Test
    void daysThatAreOverAreDroppedAsAWhole() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (int age = 2; age <= 5; age++) {
            LocalDate day = today.minusDays(age);
            store.asOwner(
                    "CREATE TABLE check_record_%s PARTITION OF check_record FOR VALUES FROM ('%s+00') TO ('%s+00')"
                            .formatted(
                                    day.toString().replace("-", ""),
                                    day.atStartOfDay(),
                                    day.plusDays(1).atStartOfDay()));
            records.keep(List.of(check(
                    day.atStartOfDay().toInstant(ZoneOffset.UTC), PHONE, null, Verdict.PROHIBITED, Rule.BLACK_LIST)));
        }

        assertThat(records.keepDays(3)).isEqualTo(2);
        assertThat(records.find(ALL, null, 10)).hasSize(2);
        assertThat(records.keepDays(3)).isZero();
    }

    @Test
    void theServiceDropsNoDayByItself() {
        assertThatThrownBy(() -> store.asService("DROP TABLE check_record")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> store.asService("DELETE FROM check_record")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> records.keepDays(0)).hasMessageContaining("1 day or more");
    }

    private List<CheckRecord> found(Filter filter) {
        return records.find(filter, null, 10).stream().map(Found::check).toList();
    }

    private static CheckRecord check(Instant at, String identity, Imsi subscriber, Verdict verdict, Rule rule) {
        return new CheckRecord(
                at,
                CheckInterface.GF,
                "dra1",
                new Origin("mme1.example.org", "example.org"),
                PresentedIdentity.of(identity),
                subscriber,
                verdict,
                verdict,
                rule,
                7,
                1);
    }
}
