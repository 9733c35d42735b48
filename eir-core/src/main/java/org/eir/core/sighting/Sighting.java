package org.eir.core.sighting;

import java.time.Instant;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.jspecify.annotations.Nullable;

/**
 * A device in the hands of a subscriber, as a network asked for it.
 *
 * @param imei the device
 * @param subscriber who used it; absent where the network did not say, or where it is left out
 * @param via the interface by which it was asked for last
 * @param peer the adjacent node that delivered that question
 * @param origin the network element that asked it
 * @param firstSeen when the two were seen together first, as far as is still remembered
 * @param lastSeen when last, to within five minutes; not before {@code firstSeen}
 */
public record Sighting(
        Imei imei,
        @Nullable Imsi subscriber,
        CheckInterface via,
        String peer,
        Origin origin,
        Instant firstSeen,
        Instant lastSeen) {

    public Sighting {
        if (lastSeen.isBefore(firstSeen)) {
            throw new IllegalArgumentException("nothing is seen last before it is seen first");
        }
    }

    /** What a network asked now. */
    public static Sighting of(Device device, CheckRequest request, Instant now) {
        return new Sighting(
                device.imei(), request.subscriber(), request.via(), request.peer(), request.origin(), now, now);
    }

    /** This sighting and a later one of the same device and subscriber, in one. */
    public Sighting until(Sighting later) {
        return new Sighting(imei, subscriber, later.via, later.peer, later.origin, firstSeen, later.lastSeen);
    }

    /** The question again, as the same network element would ask it now. */
    public CheckRequest question() {
        return new CheckRequest(via, peer, origin, subscriber, new Device(imei, Device.NO_VERSION));
    }
}
