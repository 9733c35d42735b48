package org.eir.core.history;

import java.time.Instant;
import java.util.List;
import org.eir.core.check.CheckRequest;
import org.eir.core.identity.Imei;

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
}
