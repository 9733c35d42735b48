package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.eir.core.identity.Tac;
import org.eir.core.list.EntryFilter;
import org.eir.core.list.EntryFilter.State;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.testkit.PostgresFixture;
import org.eir.testkit.PostgresFixture.Durability;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How PostgreSQL finds pages of a large register: by an index, never by reading it all. */
class EntryPlansTest {
    private static final int ENTRIES = 200_000;
    private static final int ENTRIES_OF_A_CHANGE = 1_000;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static PostgresFixture server;
    private static StoreHarness store;

    /** Mostly stolen devices on the black list of four sources; a few of everything else. */
    @BeforeAll
    static void fill() throws Exception {
        server = PostgresFixture.start(Durability.NONE);
        store = new StoreHarness(server);
        store.asOwner("""
                INSERT INTO change_set (id, revision, recorded_at, encoding, kind, row_count, rows_root, actor_hash, leaf_hash)
                SELECT i, i, timestamptz '2026-01-01' + i * interval '1 hour', 1, 2, %1$d, '', '', ''
                FROM generate_series(1, %2$d) i""".formatted(ENTRIES_OF_A_CHANGE, ENTRIES / ENTRIES_OF_A_CHANGE));
        store.asOwner("""
                INSERT INTO entry (id, kind, id_from, id_to, list, scope, source, reason, exempt, added_by, salt,
                                   withdrawn_by, withdrawal_reason)
                SELECT i, 1, d, d, CASE i %% 5000 WHEN 0 THEN 3 WHEN 1 THEN 2 ELSE 1 END, '',
                       CASE WHEN i < 50 THEN 'small' ELSE 'operator-' || i %% 4 END,
                       CASE WHEN i %% 3000 = 0 THEN 2 ELSE 1 END, false, 1 + (i - 1) / %1$d, '',
                       CASE WHEN i %% 2000 = 0 THEN %2$d END, CASE WHEN i %% 2000 = 0 THEN 1 END
                FROM (SELECT i, 35000000000000 + i * 7919::bigint * 97 AS d FROM generate_series(1, %3$d) i) s""".formatted(ENTRIES_OF_A_CHANGE, ENTRIES / ENTRIES_OF_A_CHANGE, ENTRIES));
        store.asOwner("ANALYZE");
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        server.close();
    }

    static Stream<Arguments> filters() {
        Tac model = new Tac(35000000 + 768);
        Instant late = FIRST.plusSeconds(3600L * 190);
        return Stream.of(
                Arguments.of("entry_pkey", filter(null, null, null, null, State.IN_FORCE)),
                Arguments.of("entry_pkey", filter(EquipmentList.BLACK, null, null, null, State.ALL)),
                Arguments.of("entry_other_list", filter(EquipmentList.GOLDEN, null, null, null, State.ALL)),
                Arguments.of("entry_other_list", filter(EquipmentList.WHITE, null, null, null, State.IN_FORCE)),
                Arguments.of("entry_other_reason", filter(null, Reason.LOST, null, null, State.IN_FORCE)),
                Arguments.of("entry_source", filter(null, null, "small", null, State.IN_FORCE)),
                Arguments.of("entry_source", filter(null, null, "nobody", null, State.ALL)),
                Arguments.of("entry_in_force", filter(null, null, null, model, State.IN_FORCE)),
                Arguments.of("entry_withdrawn_identity", filter(null, null, null, model, State.ALL)),
                Arguments.of("entry_withdrawn", filter(null, null, null, null, State.WITHDRAWN)),
                Arguments.of("entry_", new EntryFilter(null, null, null, null, late, null, State.IN_FORCE)),
                Arguments.of(
                        "entry_", new EntryFilter(null, null, null, null, FIRST, FIRST.plusSeconds(7200), State.ALL)));
    }

    private static EntryFilter filter(EquipmentList list, Reason reason, String source, Tac tac, State state) {
        return new EntryFilter(list, reason, source, tac, null, null, state);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aPageIsFoundByAnIndex(String index, EntryFilter filter) {
        String plan = store.database.inTransaction(handle -> String.join(
                "\n",
                EntryPages.query(handle, "EXPLAIN ANALYZE ", filter, Instant.now(), ENTRIES, 50)
                        .mapTo(String.class)
                        .list()));

        assertThat(plan).contains(index).doesNotContain("Seq Scan on entry");
    }
}
