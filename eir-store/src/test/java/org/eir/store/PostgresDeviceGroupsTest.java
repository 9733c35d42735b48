package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.eir.store.StoreHarness.CLERK;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eir.core.change.DeviceGroups.DissolveOutcome;
import org.eir.core.change.DeviceGroups.FormOutcome;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.identity.Imei;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDeviceGroupsTest {
    private static final Imei FIRST = Imei.of("35693803564380");
    private static final Imei SECOND = Imei.of("49015420323751");
    private static final Imei THIRD = Imei.of("86000001000001");

    private StoreHarness store;
    private PostgresDeviceGroups groups;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        groups = new PostgresDeviceGroups(store.database);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aGroupIsFoundByNumberAndByEachOfItsIdentities() {
        DeviceGroup formed = formed(FIRST, SECOND);

        assertThat(groups.group(formed.id())).contains(formed);
        assertThat(groups.groupOf(FIRST)).contains(formed);
        assertThat(groups.groupOf(SECOND)).contains(formed);
        assertThat(groups.groupOf(THIRD)).isEmpty();
        ChangeSet set = store.lists.changes(0, 1).getFirst();
        assertThat(set.kind()).isEqualTo("device-group");
        assertThat(set.rows().getFirst().subject())
                .isEqualTo("group " + formed.id() + " of police: 35693803564380, 49015420323751");
    }

    @Test
    void anIdentityIsInOneGroupAtMostAndARefusedGroupLeavesNothing() {
        DeviceGroup formed = formed(SECOND, THIRD);

        assertThat(groups.form("other", List.of(FIRST, SECOND), CLERK))
                .isEqualTo(new FormOutcome.TakenBy(SECOND, formed));
        assertThat(groups.groupOf(FIRST)).isEmpty();
        assertThat(store.lists.changes(0, 10)).hasSize(1);
    }

    @Test
    void ofManyWhoGroupTheSameIdentityAtOnceOneDoes() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Callable<FormOutcome>> forming = IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<FormOutcome>) () ->
                            groups.form("police", List.of(FIRST, new Imei(SECOND.digits() + i)), CLERK))
                    .toList();
            int formed = 0;
            for (var outcome : writers.invokeAll(forming)) {
                formed += outcome.get() instanceof FormOutcome.Formed ? 1 : 0;
            }
            assertThat(formed).isEqualTo(1);
        }
    }

    @Test
    void aDissolvedGroupKeepsItsMembersInHistoryAndFreesThem() {
        DeviceGroup formed = formed(FIRST, SECOND);

        DissolveOutcome.Dissolved dissolved = (DissolveOutcome.Dissolved) groups.dissolve(formed.id(), CLERK);

        assertThat(groups.group(formed.id())).contains(dissolved.group());
        assertThat(dissolved.group().members()).containsExactly(FIRST, SECOND);
        assertThat(groups.groupOf(FIRST)).isEmpty();
        assertThat(groups.dissolve(formed.id(), CLERK))
                .isEqualTo(new DissolveOutcome.AlreadyDissolved(dissolved.group()));
        assertThat(groups.dissolve(99, CLERK)).isEqualTo(new DissolveOutcome.NoSuchGroup(99));
        assertThat(formed(FIRST, THIRD).id()).isNotEqualTo(formed.id());
    }

    @Test
    void aDeviceIsListedOnlyWhileItIsAsItWasSeen() {
        DeviceGroup seen = formed(FIRST, SECOND);

        assertThat(store.lists.change(block(seen, FIRST), CLERK)).isInstanceOf(ChangeOutcome.Done.class);

        groups.dissolve(seen.id(), CLERK);
        assertThat(store.lists.change(block(seen, SECOND), CLERK))
                .isEqualTo(
                        new ChangeOutcome.GroupChanged(groups.group(seen.id()).orElseThrow()));
        assertThat(store.lists.changes(0, 10)).hasSize(3);
    }

    @Test
    void whoListsADeviceWaitsForWhoeverIsDissolvingIt() throws Exception {
        DeviceGroup seen = formed(FIRST, SECOND);
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                Connection holding = store.database.connectForFeed();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE"); // the last step of every change waits here
            CompletableFuture<DissolveOutcome> dissolving =
                    CompletableFuture.supplyAsync(() -> groups.dissolve(seen.id(), CLERK), threads);
            await().atMost(Duration.ofSeconds(9)).until(() -> waiting() == 1);
            CompletableFuture<ChangeOutcome> listing =
                    CompletableFuture.supplyAsync(() -> store.lists.change(block(seen, FIRST), CLERK), threads);
            await().atMost(Duration.ofSeconds(9)).until(() -> waiting() == 2);

            holding.rollback();

            assertThat(dissolving.get(20, TimeUnit.SECONDS)).isInstanceOf(DissolveOutcome.Dissolved.class);
            assertThat(listing.get(20, TimeUnit.SECONDS)).isInstanceOf(ChangeOutcome.GroupChanged.class);
        }
    }

    private long waiting() throws Exception {
        return store.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'");
    }

    private static ListChange block(DeviceGroup group, Imei member) {
        EntryFacts facts = StoreHarness.facts(EquipmentList.BLACK, member.text(), "police");
        return new ListChange(List.of(), List.of(facts), false, group);
    }

    @Test
    void nothingOfAGroupIsRewritten() {
        formed(FIRST, SECOND);

        for (String table : List.of("device_group", "device_group_member")) {
            assertThatThrownBy(() -> store.asService("DELETE FROM " + table)).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> store.asOwner("DELETE FROM " + table)).hasMessageContaining("append-only");
        }
        assertThatThrownBy(() -> store.asService("UPDATE device_group_member SET imei = 1"))
                .hasMessageContaining("permission denied");
    }

    private DeviceGroup formed(Imei... members) {
        return ((FormOutcome.Formed) groups.form("police", List.of(members), CLERK)).group();
    }
}
