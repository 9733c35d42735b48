package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.Tac;
import org.eir.core.sighting.Sighting;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was seen lately, found by device and by subscriber; and the database names nobody. */
class PostgresSightingsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Imei PHONE = Imei.of("49015420323751");
    private static final Imei TABLET = Imei.of("35693803564380");
    private static final Imsi VICTIM = new Imsi("262011234567890");
    private static final Imsi THIEF = new Imsi("262021111111111");

    private StoreHarness store;
    private PostgresSightings sightings;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        sightings = with(store.vault);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aVictimsDevicesAreFoundByTheImsiTheLastFirst() {
        Sighting old = seen(TABLET, VICTIM, NOW.minusSeconds(100));
        Sighting last = seen(PHONE, VICTIM, NOW);
        sightings.remember(List.of(old, last, seen(TABLET, THIEF, NOW)));

        assertThat(sightings.ofSubscriber(VICTIM, 10)).containsExactly(last, old);
        assertThat(sightings.ofSubscriber(VICTIM, 1)).containsExactly(last);
        assertThat(sightings.ofSubscriber(new Imsi("262011234567891"), 10)).isEmpty();
    }

    @Test
    void aDeviceTellsWithWhomItWasSeen() {
        Sighting victim = seen(PHONE, VICTIM, NOW.minusSeconds(100));
        Sighting thief = seen(PHONE, THIEF, NOW);
        Sighting unsaid = seen(PHONE, null, NOW.minusSeconds(50));
        sightings.remember(List.of(victim, thief, unsaid));

        assertThat(sightings.ofDevice(PHONE, 10)).containsExactly(thief, unsaid, victim);
        assertThat(sightings.ofDevice(TABLET, 10)).isEmpty();
    }

    @Test
    void whatIsSeenAgainKeepsWhenItWasSeenFirst() {
        sightings.remember(List.of(seen(PHONE, VICTIM, NOW.minusSeconds(100))));
        Sighting elsewhere =
                new Sighting(PHONE, VICTIM, CheckInterface.GF, "stp-a", new Origin("491720000001", "home"), NOW, NOW);
        sightings.remember(List.of(elsewhere));

        assertThat(sightings.ofDevice(PHONE, 10))
                .containsExactly(seen(PHONE, VICTIM, NOW.minusSeconds(100)).until(elsewhere));
    }

    @Test
    void whatAnotherNodeSawLaterIsNotOverwritten() {
        Sighting later = seen(PHONE, VICTIM, NOW);
        sightings.remember(List.of(later));
        sightings.remember(List.of(seen(PHONE, VICTIM, NOW.minusSeconds(10))));

        assertThat(sightings.ofDevice(PHONE, 10)).containsExactly(later);
    }

    @Test
    void everyDeviceIsShownOnceAsItWasSeenLastAndWithoutSubscriber() {
        sightings.remember(
                List.of(seen(PHONE, VICTIM, NOW.minusSeconds(9)), seen(PHONE, THIEF, NOW), seen(TABLET, null, NOW)));

        assertThat(all(null)).containsExactly(seen(TABLET, null, NOW), seen(PHONE, null, NOW));
        assertThat(all(ImeiRange.of(new Tac(49015420)))).containsExactly(seen(PHONE, null, NOW));
        assertThat(sightings.devices()).isEqualTo(2);
    }

    @Test
    void whoHasSeenEnoughLeavesAndTheNextQuestionIsAnswered() {
        sightings.remember(IntStream.range(0, 3_000)
                .mapToObj(i -> seen(new Imei(49015420_000000L + i), null, NOW))
                .toList());
        List<Sighting> first = new ArrayList<>();

        sightings.each(null, sighting -> {
            first.add(sighting);
            return first.size() < 3;
        });

        assertThat(first).hasSize(3);
        assertThat(sightings.devices()).isEqualTo(3_000);
    }

    @Test
    void aPeersNameMayHoldAnyCharacter() {
        sightings.remember(List.of(
                new Sighting(PHONE, null, CheckInterface.S13, "dra\0", new Origin("mme\0é'", "home"), NOW, NOW)));

        assertThat(sightings.ofDevice(PHONE, 1).getFirst().origin()).isEqualTo(new Origin("mme?é'", "home"));
    }

    @Test
    void whatIsTooOldIsForgotten() {
        sightings.remember(
                List.of(seen(PHONE, VICTIM, NOW.minus(MONTH).minusMillis(1)), seen(TABLET, VICTIM, NOW.minus(MONTH))));

        assertThat(sightings.evict(MONTH, 1_000)).isEqualTo(1);
        assertThat(all(null)).extracting(Sighting::imei).containsExactly(TABLET);
    }

    @Test
    void ofTooManyTheOldestAreForgotten() {
        sightings.remember(IntStream.range(0, 50)
                .mapToObj(i -> seen(new Imei(49015420_000000L + i), VICTIM, NOW.minusSeconds(i)))
                .toList());

        assertThat(sightings.evict(MONTH, 20)).isEqualTo(30);
        assertThat(all(null)).extracting(Sighting::imei).hasSize(20).contains(new Imei(49015420_000019L));
        assertThat(sightings.evict(MONTH, 20)).isZero();
    }

    @Test
    void noneIsKeptWhereNoneMayBe() {
        sightings.remember(List.of(seen(PHONE, VICTIM, NOW)));

        assertThat(sightings.evict(MONTH, 0)).isEqualTo(1);
        assertThat(all(null)).isEmpty();
    }

    @Test
    void theTableHoldsNoImsi() throws SQLException {
        sightings.remember(List.of(seen(PHONE, VICTIM, NOW)));
        String digits = "%" + VICTIM.digits() + "%";
        String octets = "%"
                + java.util.HexFormat.of()
                        .formatHex(VICTIM.digits().substring(5).getBytes(StandardCharsets.US_ASCII)) + "%";

        assertThat(store.count("SELECT count(*) FROM sighting s WHERE s::text LIKE '" + digits + "'"
                        + " OR s::text LIKE '" + octets + "'"))
                .isZero();
    }

    @Test
    void whileAKeyIsReplacedNothingIsLostAndAfterwardsTheOldOneIsNotNeeded() {
        SubscriberKey old = SubscriberKey.random(1);
        SubscriberKey next = SubscriberKey.random(2);
        Sighting before = seen(PHONE, VICTIM, NOW.minusSeconds(100));
        Sighting during = seen(PHONE, VICTIM, NOW);
        Sighting tablet = seen(TABLET, VICTIM, NOW.minusSeconds(50));
        with(new SubscriberVault(List.of(old))).remember(List.of(before, tablet));
        SubscriberVault both = new SubscriberVault(List.of(next, old));
        with(both).remember(List.of(during));

        assertThat(with(both).ofSubscriber(VICTIM, 10)).containsExactly(before.until(during), tablet);

        Resealing resealing = new Resealing(store.database, both);
        assertThat(resealing.remaining()).isEqualTo(2);
        assertThat(resealing.run()).isEqualTo(2);
        assertThat(resealing.remaining()).isZero();
        PostgresSightings afterwards = with(new SubscriberVault(List.of(next)));
        assertThat(afterwards.ofSubscriber(VICTIM, 10)).containsExactly(before.until(during), tablet);
        assertThat(afterwards.ofDevice(PHONE, 10)).containsExactly(before.until(during));
    }

    @Test
    void withoutItsKeyASubscriberIsLeftOutAndTheSightingStays() {
        sightings.remember(List.of(seen(PHONE, VICTIM, NOW)));

        assertThat(with(new SubscriberVault(List.of(SubscriberKey.random(7)))).ofDevice(PHONE, 1))
                .containsExactly(seen(PHONE, null, NOW));
    }

    @Test
    void aNodeWithAnotherSecretUnderAKnownNumberIsNoticed() {
        PostgresSubscriberKeys keys = new PostgresSubscriberKeys(store.database);
        SubscriberKey one = SubscriberKey.random(1);

        assertThat(keys.isEmpty()).isTrue();
        assertThat(keys.agreeOn(new SubscriberVault(List.of(one)))).isEmpty();
        assertThat(keys.isEmpty()).isFalse();
        assertThat(keys.agreeOn(new SubscriberVault(List.of(SubscriberKey.random(2), one))))
                .isEmpty();
        assertThat(keys.agreeOn(new SubscriberVault(List.of(one, SubscriberKey.random(2)))))
                .contains(2);
    }

    private PostgresSightings with(SubscriberVault vault) {
        return new PostgresSightings(store.database, vault, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<Sighting> all(@Nullable ImeiRange within) {
        List<Sighting> all = new ArrayList<>();
        sightings.each(within, all::add);
        return all;
    }

    private static Sighting seen(Imei imei, @Nullable Imsi subscriber, Instant at) {
        Instant micros = at.truncatedTo(ChronoUnit.MICROS);
        return new Sighting(
                imei, subscriber, CheckInterface.S13, "dra1.home", new Origin("mme1.home", "home"), micros, micros);
    }
}
