package org.eir.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.Tac;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Facet;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.register.RegisterView;
import org.eir.core.sighting.Impact;
import org.eir.core.sighting.Impact.ByOrigin;
import org.eir.core.sighting.Impact.Change;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before a change is made, it is known whom it would hit. */
class ImpactCountTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final Origin HOME = new Origin("mme1.home", "home");
    private static final Origin AWAY = new Origin("mme1.away", "away");
    private static final ImeiRange MODEL = ImeiRange.of(new Tac(49015420));
    private static final Imei ONE = new Imei(49015420_000001L);
    private static final Imei OTHER = new Imei(49015420_000002L);
    private static final Imei ANOTHER_MODEL = new Imei(35693803_000001L);

    private final Register register = new Register(10);
    private final SeenDevices seen = new SeenDevices();

    @BeforeEach
    void aPermissiveRegister() {
        RegisterUpdate update = new RegisterUpdate(1, NOW);
        update.policy(new Policy(1, Verdict.PERMITTED, Verdict.UNKNOWN, Verdict.UNKNOWN));
        register.publish(update, NOW);
    }

    @Test
    void blockingAModelHitsItsDevicesAndNobodyElse() {
        seen.devices(HOME, ONE, ANOTHER_MODEL).devices(AWAY, OTHER);

        Impact impact = impactOf(listing(MODEL, EquipmentList.BLACK));

        assertThat(impact.seen()).isEqualTo(3);
        assertThat(impact.changed()).isEqualTo(2);
        assertThat(impact.share()).isEqualTo(2.0 / 3);
        assertThat(impact.changes()).containsExactly(new Change(Verdict.PERMITTED, Verdict.PROHIBITED, 2));
        assertThat(impact.complete()).isTrue();
    }

    @Test
    void theNetworksMostHitComeFirst() {
        seen.devices(HOME, ONE, OTHER).devices(AWAY, new Imei(49015420_000003L));

        assertThat(impactOf(listing(MODEL, EquipmentList.GREY)).origins())
                .containsExactly(new ByOrigin(HOME, 2), new ByOrigin(AWAY, 1));
    }

    @Test
    void onlyTheTopFewNetworksAreNamedAndAllAreCounted() {
        for (int i = 0; i < 25; i++) {
            seen.devices(new Origin("mme" + i, "home"), new Imei(49015420_000000L + i));
        }

        Impact impact = impactOf(listing(MODEL, EquipmentList.BLACK));

        assertThat(impact.origins()).hasSize(Impact.MAX_ORIGINS);
        assertThat(impact.changed()).isEqualTo(25);
    }

    @Test
    void aDeviceThatIsAnsweredAsBeforeIsNotHit() {
        register.publish(listing(ImeiRange.of(ONE), EquipmentList.BLACK), NOW);
        seen.devices(HOME, ONE);

        assertThat(impactOf(listing(MODEL, EquipmentList.BLACK)).changed()).isZero();
    }

    @Test
    void aPolicyHitsWhoIsInNoList() {
        register.publish(listing(ImeiRange.of(ONE), EquipmentList.WHITE), NOW);
        seen.devices(HOME, ONE, ANOTHER_MODEL);
        RegisterUpdate restrictive = new RegisterUpdate(3, NOW);
        restrictive.policy(new Policy(3, Verdict.PROHIBITED, Verdict.UNKNOWN, Verdict.UNKNOWN));

        assertThat(impactOf(restrictive).changes())
                .containsExactly(new Change(Verdict.PERMITTED, Verdict.PROHIBITED, 1));
    }

    @Test
    void whereTheChangeIsKnownOnlyThatPlaceIsLookedAtAndTheShareIsOfAll() {
        seen.devices(HOME, ONE, OTHER, ANOTHER_MODEL);

        Impact impact = impactOf(listing(MODEL, EquipmentList.BLACK), ImeiRange.of(ONE));

        assertThat(impact.changed()).isEqualTo(1);
        assertThat(impact.seen()).isEqualTo(3);
    }

    @Test
    void withNothingSeenNothingIsHit() {
        Impact impact = impactOf(listing(MODEL, EquipmentList.BLACK));

        assertThat(impact).isEqualTo(new Impact(0, 0, List.of(), List.of(), true));
        assertThat(impact.share()).isZero();
    }

    @Test
    void whenTheTimeDoesNotSufficeItSaysSo() {
        seen.many(5_000);

        Impact impact =
                ImpactCount.of(register.view(), after(listing(MODEL, EquipmentList.BLACK)), seen, null, Duration.ZERO);

        assertThat(impact.complete()).isFalse();
        assertThat(impact.seen()).isEqualTo(5_000);
        assertThat(impact.changed()).isLessThan(5_000);
    }

    @Test
    void anInterruptedThreadStopsIt() {
        seen.many(5_000);
        Thread.currentThread().interrupt();

        boolean complete = impactOf(listing(MODEL, EquipmentList.BLACK)).complete();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(complete).isFalse();
    }

    private Impact impactOf(RegisterUpdate update) {
        return impactOf(update, null);
    }

    private Impact impactOf(RegisterUpdate update, @Nullable ImeiRange within) {
        return ImpactCount.of(register.view(), after(update), seen, within, AMPLE);
    }

    private RegisterView after(RegisterUpdate update) {
        return register.whatIf(update, NOW);
    }

    private static RegisterUpdate listing(ImeiRange identity, EquipmentList list) {
        RegisterUpdate update = new RegisterUpdate(2, NOW);
        update.put(identity, List.of(new Facet(Listing.of(list, Reason.STOLEN, false), Validity.ALWAYS)));
        return update;
    }

    /** The devices of a list, in its order. */
    private static final class SeenDevices implements Sightings {
        private final List<Sighting> devices = new ArrayList<>();

        SeenDevices devices(Origin origin, Imei... imeis) {
            for (Imei imei : imeis) {
                devices.add(new Sighting(imei, null, CheckInterface.S13, "dra1", origin, NOW, NOW));
            }
            return this;
        }

        void many(int number) {
            for (int i = 0; i < number; i++) {
                devices(HOME, new Imei(MODEL.from() + i));
            }
        }

        @Override
        public void each(@Nullable ImeiRange within, Visitor visitor) {
            for (Sighting sighting : devices) {
                if ((within == null || within.covers(sighting.imei())) && !visitor.visit(sighting)) {
                    return;
                }
            }
        }

        @Override
        public long devices() {
            return devices.size();
        }

        @Override
        public void remember(List<Sighting> seen) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Sighting> ofSubscriber(Imsi subscriber, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Sighting> ofDevice(Imei device, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
