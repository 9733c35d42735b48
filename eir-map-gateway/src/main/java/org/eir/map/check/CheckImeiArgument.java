package org.eir.map.check;

import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The argument of CheckIMEI (TS 29.002 clause 17.7.1).
 *
 * @param identity what was sent as IMEI
 * @param statusAsked whether EquipmentStatus is asked for; always in versions 1 and 2
 * @param subscriber the IMSI, of a vendor's form that carries one
 */
record CheckImeiArgument(
        PresentedIdentity identity,
        boolean statusAsked,
        @Nullable Imsi subscriber) {}
