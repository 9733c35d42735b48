package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.Actor;
import org.eir.core.change.DeviceGroups.FormOutcome;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.history.DeviceEvent;
import org.eir.core.history.DeviceEvent.ImportedBy;
import org.eir.core.history.DeviceEvent.Position;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that was ever said of a device, whoever said it and however wide it was. */
class DeviceLifeTest {
    private static final String PHONE = "35693803564380";
    private static final String OTHER = "35693803564381";
    private static final Imei DEVICE = new Imei(Long.parseLong(PHONE));

    private StoreHarness store;
    private PostgresHistory history;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        history = new PostgresHistory(store.database, store.vault);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void entriesOfEveryWidthAreTold() {
        long single = add(EquipmentList.BLACK, PHONE);
        add(EquipmentList.GREY, PHONE + "-35693803564389");
        add(EquipmentList.WHITE, "35693803");
        add(EquipmentList.BLACK, OTHER);
        add(EquipmentList.BLACK, "35693803564370-35693803564379");
        store.lists.withdraw(single, WithdrawalReason.RECOVERED, "FIR closed", new Actor("clerk", "boss"));

        assertThat(life())
                .containsExactly(
                        "1 addition black 35693803564380 stolen",
                        "2 addition grey 35693803564380-35693803564389 stolen",
                        "3 addition white 35693803 stolen",
                        "6 withdrawal black 35693803564380 recovered");
        DeviceEvent last = history.lifeOf(DEVICE, Position.START, 10).getLast();
        assertThat(last.reference()).isEqualTo("FIR closed");
        assertThat(last.actor()).isEqualTo("clerk");
        assertThat(last.approver()).isEqualTo("boss");
        assertThat(last.imported()).isNull();
    }

    @Test
    void aCorrectionIsAWithdrawalAndThenAnAddition() {
        long entry = add(EquipmentList.BLACK, PHONE);
        store.lists.change(ListChange.correction(entry, null, facts(EquipmentList.GREY, PHONE, "police")), CLERK);

        assertThat(life())
                .containsExactly(
                        "1 addition black 35693803564380 stolen",
                        "2 withdrawal black 35693803564380 corrected",
                        "2 addition grey 35693803564380 stolen");
    }

    @Test
    void anImportIsNamedAndSoIsItsRollback() {
        Job job = ImportFile.of(store, EquipmentList.BLACK)
                .add(PHONE, Instant.EPOCH)
                .add(OTHER, Instant.EPOCH)
                .apply();
        store.imports.rollback(job.id(), CLERK);

        assertThat(life())
                .containsExactly(
                        "1 addition black 35693803564380 stolen", "2 withdrawal black 35693803564380 rolled-back");
        assertThat(history.lifeOf(DEVICE, Position.START, 10))
                .extracting(DeviceEvent::imported)
                .containsOnly(new ImportedBy(job.id(), "stolen.csv"));
    }

    @Test
    void aGoldenEntryThatWasOverriddenIsTold() {
        add(EquipmentList.GOLDEN, PHONE + "-35693803564389");
        store.lists.change(
                ListChange.addition(facts(EquipmentList.BLACK, OTHER, "police")).overridingGolden(), CLERK);
        store.lists.change(
                ListChange.addition(facts(EquipmentList.BLACK, PHONE, "police")).overridingGolden(), CLERK);

        assertThat(life())
                .containsExactly(
                        "1 addition golden 35693803564380-35693803564389 stolen",
                        "3 addition black 35693803564380 stolen",
                        "3 golden-override golden 35693803564380-35693803564389 null");
    }

    @Test
    void rulesAndGroupsAreTold() {
        PostgresSubscriberRules rules = new PostgresSubscriberRules(store.database, store.vault, 10);
        AddOutcome.Added lock = (AddOutcome.Added) rules.add(
                new SubscriberRule(
                        DEVICE,
                        SubscriberRule.Kind.LOCK,
                        Verdict.PERMITTED,
                        List.of(new Imsi("262011234567890")),
                        "op-a",
                        Reason.UNPAID,
                        "contract 7",
                        null,
                        Validity.ALWAYS),
                true,
                CLERK);
        rules.withdraw(lock.rule().id(), WithdrawalReason.OTHER, null, CLERK);
        PostgresDeviceGroups groups = new PostgresDeviceGroups(store.database);
        FormOutcome.Formed group =
                (FormOutcome.Formed) groups.form("op-a", List.of(DEVICE, new Imei(Long.parseLong(OTHER))), CLERK);
        groups.dissolve(group.group().id(), CLERK);

        assertThat(life())
                .containsExactly(
                        "1 subscriber-rule - 35693803564380 unpaid",
                        "2 subscriber-rule-withdrawal - 35693803564380 other",
                        "3 device-group - 35693803564380, 35693803564381 null",
                        "4 device-group-dissolved - 35693803564380, 35693803564381 null");
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeEnded() {
        long entry = add(EquipmentList.BLACK, PHONE);
        for (int i = 0; i < 5; i++) {
            ChangeOutcome.Done done = (ChangeOutcome.Done) store.lists.change(
                    ListChange.correction(entry, null, facts(EquipmentList.BLACK, PHONE, "police")), CLERK);
            entry = done.added().getFirst().id();
        }
        List<DeviceEvent> all = history.lifeOf(DEVICE, Position.START, 100);
        List<DeviceEvent> paged = new ArrayList<>();
        Position last = Position.START;
        List<DeviceEvent> page;
        while (!(page = history.lifeOf(DEVICE, last, 2)).isEmpty()) {
            paged.addAll(page);
            last = page.getLast().position();
        }

        assertThat(all).hasSize(11);
        assertThat(paged).isEqualTo(all);
    }

    private long add(EquipmentList list, String identity) {
        ChangeOutcome.Done done = (ChangeOutcome.Done) store.lists.add(facts(list, identity, "police"), CLERK);
        return done.added().getFirst().id();
    }

    private List<String> life() {
        return history.lifeOf(DEVICE, Position.START, 100).stream()
                .map(event -> "%d %s %s %s %s"
                        .formatted(
                                event.position().revision(),
                                event.operation().text(),
                                event.list() == null ? "-" : event.list().text(),
                                event.subject(),
                                event.reason()))
                .toList();
    }
}
