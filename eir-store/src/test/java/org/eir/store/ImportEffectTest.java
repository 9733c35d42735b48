package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.check.Origin;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Match;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterView;
import org.eir.core.sighting.Impact;
import org.eir.core.sighting.Impact.ByOrigin;
import org.eir.core.sighting.Impact.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an import would make of the devices seen lately, known before it is applied. */
class ImportEffectTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");

    private StoreHarness store;
    private Register register;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        register = store.followedRegister();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void whatTheFileSaysOfSeenDevicesIsTheirStateAfterwards() throws Exception {
        seen("35693803564380");
        seen("86000001000001");
        store.lists.add(facts(EquipmentList.WHITE, "35693803564380", "customs"), CLERK);

        RegisterView after = after(black().add("35693803564380").add("49015420323751"), Mode.ADD);

        assertThat(lookup(after, "35693803564380").list()).isEqualTo(EquipmentList.BLACK);
        assertThat(lookup(after, "86000001000001").isListed()).isFalse();
        assertThat(lookup(after, "49015420323751").isListed())
                .as("nobody has seen it, so it is not read")
                .isFalse();
    }

    @Test
    void aModelIsReadIfOneOfItsDevicesWasSeen() throws Exception {
        seen("35693803564380");

        RegisterView after = after(black().add("35693803").add("86000001"), Mode.ADD);

        assertThat(lookup(after, "35693803564380").list()).isEqualTo(EquipmentList.BLACK);
        assertThat(lookup(after, "86000001000001").isListed()).isFalse();
    }

    @Test
    void whatIsMissingInAWholeListOrRemovedByADeltaIsGone() throws Exception {
        seen("35693803564380");
        seen("35693803564381");
        seen("86000001000001");
        register.awaitRevision(
                black().add("35693803564380", MONDAY)
                        .add("35693803564381", MONDAY)
                        .add("86000001", MONDAY)
                        .apply()
                        .revision(),
                java.time.Duration.ofSeconds(10));
        store.lists.add(facts(EquipmentList.GREY, "35693803564380", "operator"), CLERK);

        RegisterView replaced = after(black().add("35693803564381", MONDAY), Mode.REPLACE);
        assertThat(lookup(replaced, "35693803564380").list())
                .as("another source still says this")
                .isEqualTo(EquipmentList.GREY);
        assertThat(lookup(replaced, "35693803564381").list()).isEqualTo(EquipmentList.BLACK);
        assertThat(lookup(replaced, "86000001000001").isListed()).isFalse();

        RegisterView removed = after(black().remove("35693803564381"), Mode.ADD);
        assertThat(lookup(removed, "35693803564381").isListed()).isFalse();
        assertThat(lookup(removed, "86000001000001").list()).isEqualTo(EquipmentList.BLACK);
    }

    @Test
    void whomItHitsIsKeptWithTheImport() {
        Impact impact = new Impact(
                100,
                7,
                List.of(
                        new Change(Verdict.PERMITTED, Verdict.PROHIBITED, 5),
                        new Change(Verdict.TRACKED, Verdict.PROHIBITED, 2)),
                List.of(new ByOrigin(new Origin("mme1.example.org", "example.org"), 6)),
                false);

        Job job = black().add("35693803564380").preview(Mode.ADD, false, update -> impact);

        assertThat(store.imports.findings(job.id()).impact()).isEqualTo(impact);
    }

    private RegisterView after(ImportFile file, Mode mode) {
        AtomicReference<RegisterView> after = new AtomicReference<>();
        file.preview(mode, false, update -> {
            after.set(register.whatIf(update, Instant.now()));
            return StoreHarness.noImpact(update);
        });
        return after.get();
    }

    private static Match lookup(RegisterView view, String imei) {
        return view.lookup(Imei.of(imei));
    }

    private void seen(String imei) throws Exception {
        store.asService("""
                INSERT INTO sighting (imei, lookup, via, peer, origin_host, origin_realm, first_seen, last_seen)
                VALUES (%s, '', 1, 'mme1', 'mme1.example.org', 'example.org', now(), now())""".formatted(imei));
    }

    private ImportFile black() {
        return ImportFile.of(store, EquipmentList.BLACK);
    }
}
