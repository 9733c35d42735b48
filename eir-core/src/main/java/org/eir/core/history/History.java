package org.eir.core.history;

import java.time.Instant;
import java.util.List;
import org.eir.core.check.CheckRequest;
import org.eir.core.identity.Imei;
import org.eir.core.list.Entry;
import org.eir.core.list.Entry.Recorded;
import org.eir.core.list.EquipmentList;
import org.jspecify.annotations.Nullable;

/**
 * Port: what was, read from what is recorded. Checks never come here.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface History {
    /**
     * What of the register matters to a question, as it stood at a moment: after the last change set that had been recorded
     * by then.
     *
     * @param at not in the future, where changes may still come
     */
    Past asOf(CheckRequest question, Instant at);

    /**
     * Everything that was ever said of a device and unsaid: entries that cover it, single, range or whole TAC, by hand or by
     * file; golden entries overridden by them; exceptions and locks; groups of identities it belonged to. Oldest first.
     *
     * @param after where the page before ended
     * @param limit at most so many
     */
    List<DeviceEvent> lifeOf(Imei device, DeviceEvent.Position after, int limit);

    /** The last change set recorded by a moment; revision 0 if there was none yet. */
    Recorded lastBy(Instant at);

    /**
     * A page of all entries as they stood at a revision, by their numbers.
     *
     * @param list their list; null for all lists
     * @param at within whose dates they have to be
     * @param after only those with a greater number
     * @param limit at most so many
     */
    List<Entry> listed(@Nullable EquipmentList list, long revision, Instant at, long after, int limit);
}
