package org.eir.core.check;

import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One question.
 *
 * @param via the interface it came in by
 * @param peer the adjacent node that delivered it: Diameter peer or SS7 association
 * @param origin the network element that asked
 * @param subscriber who uses the device, when the network says so
 * @param identity the device as presented
 */
public record CheckRequest(
        CheckInterface via,
        String peer,
        Origin origin,
        @Nullable Imsi subscriber,
        PresentedIdentity identity) {}
