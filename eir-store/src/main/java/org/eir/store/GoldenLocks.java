package org.eir.store;

import java.util.List;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.jdbi.v3.core.Handle;

/**
 * Keeps a golden entry and what it forbids from slipping in side by side: whoever looks whether golden entries forbid
 * something holds a lock from that look to the commit, and whoever adds golden entries holds one against it. Single
 * changes lock TAC by TAC; imports, which touch any number of TACs, lock two gates:
 *
 * <table>
 * <caption>Who passes which gate how</caption>
 * <tr><th></th><th>golden gate</th><th>block gate</th></tr>
 * <tr><td>a golden entry by hand</td><td>shared</td><td></td></tr>
 * <tr><td>a black or grey import, or one taken back</td><td>alone, from its look on</td><td></td></tr>
 * <tr><td>a black or grey entry by hand</td><td></td><td>shared</td></tr>
 * <tr><td>a golden import, or one taken back</td><td>shared, at its end</td><td>alone, at its end</td></tr>
 * </table>
 *
 * <p>So a block by hand never waits for a black import, and for a golden one only during its last step, while golden
 * entries wait for the end of a black import. The golden gate comes first, the block gate next, TACs last: whoever waits
 * for an import holds nothing that a block by hand needs.
 *
 * <p>All locks end with the transaction. It has to be READ COMMITTED: there the look, a statement after the lock's, sees
 * what was committed before the lock was got.
 */
final class GoldenLocks {
    private static final int TAC_CLASS = 0x601D;
    private static final int GATE_CLASS = 0x601E;
    private static final int GOLDEN_GATE = 1;
    private static final int BLOCK_GATE = 2;

    private GoldenLocks() {}

    /** Whether the golden list may forbid entries of this list. */
    static boolean mayForbid(EquipmentList list) {
        return list.severity() > EquipmentList.GOLDEN.severity();
    }

    /** Before the first step of a change by hand. */
    static void beforeChange(Handle handle, List<EntryFacts> additions) {
        if (additions.stream().anyMatch(facts -> facts.list() == EquipmentList.GOLDEN)) {
            shared(handle, GATE_CLASS, GOLDEN_GATE);
        }
        if (additions.stream().anyMatch(facts -> mayForbid(facts.list()))) {
            shared(handle, GATE_CLASS, BLOCK_GATE);
        }
    }

    /** Before an entry is added by hand, and before it is looked what forbids it. */
    static void beforeAddition(Handle handle, EntryFacts facts) {
        if (facts.list() == EquipmentList.GOLDEN) {
            alone(handle, TAC_CLASS, facts.identity().tac().digits());
        } else if (mayForbid(facts.list())) {
            shared(handle, TAC_CLASS, facts.identity().tac().digits());
        }
    }

    /** Before an import into this list, or one that is taken back, looks what the golden list forbids. */
    static void beforeImportLooks(Handle handle, EquipmentList list) {
        if (mayForbid(list)) {
            alone(handle, GATE_CLASS, GOLDEN_GATE);
        }
    }

    /** Before an import into this list, or one that is taken back, takes its revision. */
    static void beforeImportIsRecorded(Handle handle, EquipmentList list) {
        if (list == EquipmentList.GOLDEN) {
            shared(handle, GATE_CLASS, GOLDEN_GATE);
            alone(handle, GATE_CLASS, BLOCK_GATE);
        }
    }

    private static void shared(Handle handle, int lockClass, int key) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(?, ?)", lockClass, key);
    }

    private static void alone(Handle handle, int lockClass, int key) {
        handle.execute("SELECT pg_advisory_xact_lock(?, ?)", lockClass, key);
    }
}
