package org.eir.core.statistics;

import java.time.Instant;
import org.eir.core.identity.Imei;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;

/**
 * How often a network asked for a device on a day, and was told that it is on the black or grey list.
 *
 * @param imei the device
 * @param list the list that decided
 * @param reason why it is there
 * @param origin the network: S13's Origin-Realm, or the network of the SS7 association
 * @param times how often, at least once
 * @param last when last; its day in UTC is the day
 */
public record Attempt(Imei imei, EquipmentList list, Reason reason, String origin, long times, Instant last) {

    /** This one and later ones of the same device, list, network and day. */
    public Attempt and(Attempt later) {
        return new Attempt(imei, list, later.reason, origin, times + later.times, later.last);
    }
}
