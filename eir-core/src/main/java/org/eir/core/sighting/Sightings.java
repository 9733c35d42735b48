package org.eir.core.sighting;

import java.util.List;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.jspecify.annotations.Nullable;

/**
 * Port: the recent sightings of all nodes. No check waits for it.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface Sightings {
    /** Most sightings that {@link #ofSubscriber} and {@link #ofDevice} return. */
    int MAX_FOUND = 1000;

    /** Takes sightings one after the other. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(Sighting sighting);
    }

    /** Remembers these, at most one for each device and subscriber. */
    void remember(List<Sighting> seen);

    /** How many devices were seen lately; may be a minute old. */
    long devices();

    /**
     * Shows every device once, as it was seen last, ascending. The subscriber is left out. Streamed: memory does not grow
     * with their number.
     *
     * @param within only these; null for all
     */
    void each(@Nullable ImeiRange within, Visitor visitor);

    /** The devices a subscriber was seen in, the last first. */
    List<Sighting> ofSubscriber(Imsi subscriber, int limit);

    /** With which subscribers a device was seen, the last first. One whose key is gone is left out of its sighting. */
    List<Sighting> ofDevice(Imei device, int limit);
}
