package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;

import java.sql.SQLException;
import org.eir.core.change.MerkleRoot;
import org.eir.core.list.EquipmentList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tree of the log as the database keeps it. */
class LogNodesTest {
    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void everyCompleteSubtreeIsThereAndNoOther() {
        add(13);

        assertThat(nodes()).isEqualTo("1/0 1/1 1/2 1/3 1/4 1/5 2/0 2/1 2/2 3/0");
        for (int level = 1; level <= 3; level++) {
            for (int index = 0; index < 13 >> level; index++) {
                assertThat(node(level, index)).isEqualTo(computed(index << level, 1 << level));
            }
        }
    }

    @Test
    void theServiceWritesNoNodesAndNobodyRewritesOne() {
        add(2);

        assertThatThrownBy(() -> store.asService("INSERT INTO log_node VALUES (1, 7, '')"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> store.asOwner("UPDATE log_node SET hash = ''")).hasMessageContaining("append-only");
    }

    @Test
    void whatWasRecordedBeforeTheTreeWasKeptIsInItToo() throws Exception {
        add(13);
        String before = nodes();
        byte[] root = node(3, 0);
        store.asSuperuser("SET session_replication_role = replica; TRUNCATE log_node");

        store.asOwner(backfill());

        assertThat(nodes()).isEqualTo(before);
        assertThat(node(3, 0)).isEqualTo(root);
    }

    /** The part of the migration that makes the nodes of what is there. */
    private static String backfill() throws Exception {
        String script = new String(
                LogNodesTest.class.getResourceAsStream("schema/V8__log.sql").readAllBytes(), "UTF-8");
        int begin = script.indexOf("DO $$");
        return script.substring(begin, script.indexOf("END $$;", begin) + "END $$;".length());
    }

    @Test
    void aRevisionWithoutTheOneBeforeItIsNotRecorded() {
        assertThatThrownBy(() -> store.asService("""
                        UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp();
                        UPDATE head SET revision = revision + 1, recorded_at = clock_timestamp();
                        INSERT INTO change_set SELECT nextval('change_set_id'), revision, recorded_at, 1, 1, 0, '', '', '' FROM head""")).isInstanceOf(SQLException.class);
    }

    @Test
    void aClockThatJumpsBackPutsNoChangeBeforeAnother() throws SQLException {
        add(1);
        store.asSuperuser(
                "SET session_replication_role = replica; UPDATE head SET recorded_at = now() + interval '1 day'");

        add(1, 1);
        add(1, 2);

        assertThat(store.count("SELECT count(*) FROM change_set l JOIN change_set r ON r.revision = l.revision + 1"
                        + " WHERE r.recorded_at > l.recorded_at"))
                .isEqualTo(2);
        assertThat(store.count("SELECT count(*) FROM change_set WHERE recorded_at > now() + interval '23 hours'"))
                .isEqualTo(2);
    }

    private void add(int changes) {
        add(changes, 0);
    }

    private void add(int changes, int from) {
        for (int i = from; i < from + changes; i++) {
            store.lists.add(facts(EquipmentList.BLACK, "49015420%06d".formatted(i), "police"), CLERK);
        }
    }

    private String nodes() {
        return store.database.inTransaction(handle -> handle.createQuery(
                        "SELECT string_agg(level || '/' || index, ' ' ORDER BY level, index) FROM log_node")
                .mapTo(String.class)
                .one());
    }

    private byte[] node(int level, int index) {
        return store.database.inTransaction(
                handle -> handle.createQuery("SELECT hash FROM log_node WHERE level = ? AND index = ?")
                        .bind(0, level)
                        .bind(1, index)
                        .mapTo(byte[].class)
                        .one());
    }

    private byte[] computed(int from, int leaves) {
        MerkleRoot root = new MerkleRoot();
        store.database
                .inTransaction(handle -> handle.createQuery(
                                "SELECT leaf_hash FROM change_set WHERE revision > ? AND revision <= ? ORDER BY revision")
                        .bind(0, from)
                        .bind(1, from + leaves)
                        .mapTo(byte[].class)
                        .list())
                .forEach(root::addHash);
        return root.root();
    }
}
