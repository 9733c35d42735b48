package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.identity.Imei;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.statistics.Attempt;
import org.eir.core.statistics.Effectiveness.Attempts;
import org.eir.core.statistics.Effectiveness.Dimension;
import org.eir.core.statistics.Effectiveness.Figures;
import org.eir.core.statistics.Effectiveness.Unblocked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Resolution 97 wants to be counted, from what was recorded and what networks asked. */
class PostgresEffectivenessTest {
    private static final String PHONE = "35693803564380";
    private static final String OTHER = "35693803564381";
    private static final Set<Dimension> TOGETHER = EnumSet.noneOf(Dimension.class);

    private StoreHarness store;
    private PostgresEffectiveness effectiveness;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        effectiveness = new PostgresEffectiveness(store.database);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void devicesBlockedAreCountedOnceHoweverOftenTheyAreCorrected() {
        long entry = add(EquipmentList.BLACK, PHONE, Reason.STOLEN);
        store.lists.change(
                ListChange.correction(entry, null, facts(EquipmentList.BLACK, PHONE, Reason.LOST, null)), CLERK);
        add(EquipmentList.BLACK, OTHER, Reason.STOLEN);
        add(EquipmentList.BLACK, "35693803", Reason.COUNTERFEIT);
        add(EquipmentList.WHITE, "49015420323751", Reason.OTHER);

        Figures all = count(TOGETHER).getFirst();

        assertThat(all.blocked().devices()).isEqualTo(2);
        assertThat(all.blocked().wider()).isEqualTo(1);
        assertThat(all.unblocked()).isEqualTo(Unblocked.NONE);
    }

    @Test
    void whatLeftTheListIsToldApartByWhy() {
        store.lists.withdraw(add(EquipmentList.BLACK, PHONE, Reason.STOLEN), WithdrawalReason.RECOVERED, null, CLERK);
        store.lists.withdraw(add(EquipmentList.BLACK, OTHER, Reason.STOLEN), WithdrawalReason.MISTAKE, null, CLERK);
        store.lists.withdraw(add(EquipmentList.GREY, OTHER, Reason.FRAUD), WithdrawalReason.COURT_ORDER, null, CLERK);
        store.imports.rollback(
                ImportFile.of(store, EquipmentList.BLACK)
                        .add(PHONE, Instant.EPOCH)
                        .apply()
                        .id(),
                CLERK);

        assertThat(count(TOGETHER).getFirst().unblocked()).isEqualTo(new Unblocked(1, 1, 1, 1));
        assertThat(count(EnumSet.of(Dimension.LIST)))
                .extracting(figures ->
                        figures.group().list() + " " + figures.unblocked().recovered())
                .containsExactly("BLACK 1", "GREY 0");
    }

    @Test
    void attemptsAreAddedUpOverNodesAndDevicesThatNobodySawAgainAreCounted() {
        add(EquipmentList.BLACK, PHONE, Reason.STOLEN);
        add(EquipmentList.BLACK, OTHER, Reason.STOLEN);
        Instant now = Instant.now();
        effectiveness.attempted(List.of(attempt(PHONE, "home.org", 3, now), attempt(PHONE, "visited.org", 1, now)));
        effectiveness.attempted(List.of(attempt(PHONE, "home.org", 2, now)));

        assertThat(count(TOGETHER).getFirst().attempts()).isEqualTo(new Attempts(6, 1));
        assertThat(count(TOGETHER).getFirst().blocked().neverSeenAgain()).isEqualTo(1);
        assertThat(count(EnumSet.of(Dimension.ORIGIN)))
                .extracting(figures -> figures.group().origin() + " "
                        + figures.attempts().times() + " " + figures.blocked().devices())
                .containsExactly("null 0 2", "home.org 5 0", "visited.org 1 0");
        assertThat(count(EnumSet.of(Dimension.DAY, Dimension.SOURCE, Dimension.REASON)))
                .singleElement()
                .satisfies(figures -> {
                    assertThat(figures.group().source()).isEqualTo("police");
                    assertThat(figures.group().day()).isEqualTo(today());
                    assertThat(figures.attempts().times()).isEqualTo(6);
                });
    }

    @Test
    void anAttemptBelongsToTheSourcesThatListedTheDeviceThen() {
        add(EquipmentList.BLACK, "35693803", Reason.COUNTERFEIT);
        add(EquipmentList.GREY, PHONE, Reason.FRAUD);
        effectiveness.attempted(List.of(attempt(PHONE, "home.org", 4, Instant.now())));

        assertThat(count(EnumSet.of(Dimension.SOURCE, Dimension.LIST)))
                .filteredOn(figures -> figures.attempts().times() > 0)
                .extracting(figures ->
                        figures.group().source() + " " + figures.group().list())
                .containsExactly("police BLACK");
        assertThat(effectiveness.count(today().minusDays(9), today().minusDays(2), EnumSet.of(Dimension.SOURCE)))
                .isEmpty();
    }

    @Test
    void aBlockIsInEveryNetworkWhenTheLastNodeHasAppliedIt() {
        Instant reported = Instant.now().truncatedTo(ChronoUnit.MICROS).minus(Duration.ofHours(2));
        ChangeOutcome.Done done =
                (ChangeOutcome.Done) store.lists.add(facts(EquipmentList.BLACK, PHONE, Reason.STOLEN, reported), CLERK);
        Instant recorded = done.change().at();
        long revision = done.change().revision();
        assertThat(count(TOGETHER).getFirst().blocked().recordToBlock().median())
                .isNull();

        effectiveness.applied(revision, revision, recorded.plusMillis(20));
        effectiveness.applied(1, revision + 5, recorded.plusSeconds(3));
        effectiveness.applied(revision, revision, recorded.plusMillis(10));

        Figures all = count(TOGETHER).getFirst();
        assertThat(all.blocked().recordToBlock().median()).isCloseTo(3.0, within(0.001));
        assertThat(all.blocked().reportToBlock().p95())
                .isCloseTo(Duration.between(reported, recorded).toMillis() / 1000.0 + 3, within(0.01));
    }

    @Test
    void whatIsOldIsForgottenAndTheOldestDaysOfWhatIsTooMuch() {
        Instant now = Instant.now();
        for (int day = 0; day < 5; day++) {
            Instant then = now.minus(day, ChronoUnit.DAYS);
            effectiveness.attempted(List.of(attempt(PHONE, "home.org", 1, then), attempt(OTHER, "home.org", 1, then)));
        }

        assertThat(effectiveness.forget(now.minus(3, ChronoUnit.DAYS), 1_000)).isEqualTo(2);
        assertThat(effectiveness.forget(now.minus(3, ChronoUnit.DAYS), 5)).isEqualTo(4);
        assertThat(effectiveness
                        .count(today().minusDays(9), today(), TOGETHER)
                        .getFirst()
                        .attempts()
                        .times())
                .isEqualTo(4);
    }

    private List<Figures> count(Set<Dimension> by) {
        return effectiveness.count(today().minusDays(1), today(), by);
    }

    private static LocalDate today() {
        return Instant.now().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Attempt attempt(String device, String origin, long times, Instant last) {
        return new Attempt(new Imei(Long.parseLong(device)), EquipmentList.BLACK, Reason.STOLEN, origin, times, last);
    }

    private long add(EquipmentList list, String identity, Reason reason) {
        ChangeOutcome.Done done = (ChangeOutcome.Done) store.lists.add(facts(list, identity, reason, null), CLERK);
        return done.added().getFirst().id();
    }

    private static EntryFacts facts(EquipmentList list, String identity, Reason reason, @Nullable Instant reported) {
        return new EntryFacts(
                identity(identity),
                list,
                "police",
                EntryFacts.EVERYONE,
                reason,
                null,
                null,
                false,
                reported,
                Validity.ALWAYS);
    }
}
